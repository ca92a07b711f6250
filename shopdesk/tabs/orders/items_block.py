"""What was ordered and what it cost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from shopdesk.base.i18n import tr
from shopdesk.lists.formatting import format_money
from shopdesk.services.orders import OrderDetail
from shopdesk.ui.panel import empty, heading, text_label

_SHOWN = 50
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class ItemsBlock(QWidget):
    """Lines with quantity, SKU, title and total; the money below. Built anew for each order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_order(self, order: OrderDetail) -> None:
        """Show the lines (the first fifty) and amounts of ``order``."""
        empty(self._grid)
        self._grid.addWidget(heading(tr("Items"), scale=1.0, parent=self), 0, 0, 1, 3)
        for row, line in enumerate(order.lines[:_SHOWN], start=1):
            name = " · ".join(part for part in (line.sku_code, line.title, line.options) if part)
            total = tr("Gift") if line.is_gift else format_money(line.total.minor, line.total.currency)
            self._put(row, f"{line.quantity} ×", name, total)
        row = min(len(order.lines), _SHOWN) + 1
        if len(order.lines) > _SHOWN:
            self._put(row, "", tr("… and {n} more lines", n=len(order.lines) - _SHOWN), "")
            row += 1
        for label, amount in self._amounts(order):
            self._put(row, "", label, amount, muted=True)
            row += 1
        self._put(row, "", tr("Total"), format_money(order.total.minor, order.total.currency), bold=True)

    def _amounts(self, order: OrderDetail) -> list[tuple[str, str]]:
        parts = (
            (tr("Discount"), -order.discount.minor),
            (tr("Shipping"), order.shipping.minor),
            (tr("Tax"), order.tax.minor),
            (tr("Refunded"), -order.refunded.minor),
        )
        return [(label, format_money(minor, order.total.currency)) for label, minor in parts if minor]

    def _put(self, row: int, count: str, name: str, amount: str, *, muted: bool = False, bold: bool = False) -> None:
        make = heading if bold else None
        tone = "muted" if muted else ""
        middle = make(name, scale=1.0, parent=self) if make else text_label(name, tone=tone, parent=self)
        right: QLabel = (
            make(amount, scale=1.0, parent=self) if make else text_label(amount, tone=tone, wrap=False, parent=self)
        )
        if count:
            self._grid.addWidget(text_label(count, wrap=False, parent=self), row, 0, _RIGHT)
        self._grid.addWidget(middle, row, 1)
        self._grid.addWidget(right, row, 2, _RIGHT)
