"""How an exception ends: the choice, and what that choice needs to know. Decides nothing: the service refuses."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.domain.money import to_decimal, to_minor
from shopdesk.domain.order_exceptions import Resolution
from shopdesk.lists.exceptions import RESOLUTION_WORDS
from shopdesk.lists.formatting import format_money
from shopdesk.services.goods_change import Goods
from shopdesk.services.orders import OrderDetail
from shopdesk.services.review_detail import CaseDetail
from shopdesk.ui.buttons import make_button
from shopdesk.ui.combo import ComboBox, SpinBox
from shopdesk.ui.forms import inset
from shopdesk.ui.panel import text_label

_MOST = 9_999
_QUANTITY_WIDTH = 84


class ResolutionForm(QWidget):
    """``chosen(resolution, more)`` with what ``services.exceptions.resolve`` takes beside it."""

    chosen = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: OrderDetail | None = None
        self._case: CaseDetail | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        self.choice = narrow_combo("exception.resolution", tr("How it ends"), RESOLUTION_WORDS, self)
        self.choice.currentIndexChanged.connect(self._follow)
        self.button = make_button(tr("Resolve"), parent=self)
        self.button.setObjectName("exception.resolve")
        self.button.clicked.connect(self._choose)
        column.addWidget(self.choice)
        self._goods_row(column)
        self.amount = QLineEdit(self)
        self.amount.setObjectName("exception.amount")
        self.amount.setAccessibleName(tr("Amount to refund"))
        column.addWidget(self.amount)
        self.hint = text_label("", tone="muted", parent=self)
        column.addWidget(self.hint)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def _goods_row(self, column: QVBoxLayout) -> None:
        self.goods = QWidget(self)
        inner = QVBoxLayout(self.goods)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        self.line = narrow_combo("exception.line", tr("Which goods are changed"), {}, self.goods)
        self.line.currentIndexChanged.connect(self._line_chosen)
        self.quantity = SpinBox(self.goods)
        self.quantity.setObjectName("exception.quantity")
        self.quantity.setRange(1, _MOST)
        self.quantity.setFixedWidth(_QUANTITY_WIDTH)
        self.quantity.setAccessibleName(tr("Quantity"))
        inset(self.quantity)
        self.sku = QLineEdit(self.goods)
        self.sku.setObjectName("exception.sku")
        self.sku.setPlaceholderText(tr("SKU to send instead"))
        self.sku.setAccessibleName(tr("SKU to send instead"))
        for widget in (self.line, self.sku, self.quantity):
            inner.addWidget(widget)
        column.addWidget(self.goods)

    def show_case(self, order: OrderDetail, case: CaseDetail, *, keep: bool) -> None:
        """Offer the endings of ``case``; the proposal is chosen at first, what is chosen is kept (``keep``)."""
        self._order, self._case = order, case
        if not keep:
            self.choice.setCurrentIndex(max(0, self.choice.findData(str(case.proposal))))
            self.line.clear()
            for line in order.lines:
                self.line.addItem(f"{line.quantity} × {line.sku_code or line.title}", line.id)
            self.amount.clear()
        self.amount.setPlaceholderText(
            tr("Amount, at most {left}", left=format_money(case.left.minor, case.left.currency))
        )
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Show what the choice needs, and say what it does."""
        how = self._chosen()
        self.goods.setVisible(how is Resolution.CHANGE_GOODS)
        self.amount.setVisible(how is Resolution.PART_REFUND)
        self.hint.setText(
            {
                Resolution.CHANGE_GOODS: tr("Stock is checked again, then the order goes back to review."),
                Resolution.CHANGE_ADDRESS: tr("Edit the address below first; then the order goes back to review."),
                Resolution.PART_REFUND: tr("Notes the refund; the order goes back to review."),
                Resolution.REFUND: tr("Notes the refund of everything paid and cancels the order."),
                Resolution.WAIT: tr("The order stays here; you can confirm it or resolve it otherwise later."),
                Resolution.CANCEL: tr("Cancels the order and notes the refund of what was paid."),
            }[how]
        )

    @Slot()
    def _line_chosen(self) -> None:
        if self._order is None:
            return
        for line in self._order.lines:
            if line.id == self.line.currentData():
                self.quantity.setValue(line.quantity)
                self.sku.setText(line.sku_code)

    def _chosen(self) -> Resolution:
        return Resolution(self.choice.currentData())

    @Slot()
    def _choose(self) -> None:
        how, more = self._chosen(), dict[str, Any]()
        if how is Resolution.CHANGE_GOODS and self.line.currentData() is not None:
            more["goods"] = (Goods(self.line.currentData(), self.sku.text(), self.quantity.value()),)
        if how is Resolution.PART_REFUND:
            more["amount_minor"] = self._amount_minor()
        self.chosen.emit(str(how), more)

    def _amount_minor(self) -> int:
        """What was typed, in minor units of the order's currency; 0 when it is no amount, which the service refuses."""
        assert self._case is not None
        currency = self._case.left.currency
        try:
            typed = Decimal(self.amount.text().strip().replace(",", "."))
            minor = to_minor(typed, currency)
        except (InvalidOperation, ValueError):
            return 0
        return minor if to_decimal(minor, currency) == typed else 0


def narrow_combo(name: str, label: str, words: dict[str, str], parent: QWidget) -> ComboBox:
    """A named choice of ``words`` (key → text) that a narrow pane can hold."""
    combo = ComboBox(parent)
    combo.setObjectName(name)
    combo.setAccessibleName(label)
    combo.setToolTip(label)
    combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    for key, text in words.items():
        combo.addItem(tr(text), key)
    return combo
