"""The pane beside the waves: how far it is, a field to scan what is packed, the walk, the orders."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.base.i18n import current_language, tr, trn
from shopdesk.domain.orders import OrderState
from shopdesk.domain.paper import PickLine
from shopdesk.lists.formatting import format_datetime
from shopdesk.lists.parcel_words import WAVE_TONES, WAVE_WORDS
from shopdesk.lists.status import STATE_WORDS
from shopdesk.services import parcels, wave_detail
from shopdesk.services.wave_detail import WaveDetail, WaveOrder
from shopdesk.ui.badge import Badge
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.elide import ElidedLabel
from shopdesk.ui.panel import heading, notice, text_label
from shopdesk.ui.theme import scaled_font

_EDGE = 16
_SHOWN = 60


class WavePane(QWidget):
    """One wave; the walk and the orders are built anew for each."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self.setAccessibleName(tr("Wave"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context
        self._wave: WaveDetail | None = None
        self._parts: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self._column.setSpacing(8)
        self._nothing = text_label(tr("Choose a wave to see it here."), tone="muted", parent=self)
        self.number = ElidedLabel(parent=self)
        self.number.setFont(scaled_font(self.number.font(), 1.2, bold=True))
        self.origin = text_label("", tone="muted", parent=self)
        self.badge = Badge(context.theme, parent=self)
        self.progress = text_label("", parent=self)
        self.scan = QLineEdit(self)
        self.scan.setObjectName("wave.scan")
        self.scan.setPlaceholderText(tr("Scan an order that is packed"))
        self.scan.setAccessibleName(tr("Scan an order that is packed"))
        self.scan.returnPressed.connect(self._scanned)
        self._head: tuple[QWidget, ...] = (self.number, self.origin, self.badge, self.progress, self.scan)
        for widget in (self._nothing, *self._head):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.clear()

    def clear(self) -> None:
        """No wave is chosen."""
        self._wave = None
        self._drop_parts()
        for widget in self._head:
            widget.hide()
        self._nothing.show()

    def show_record(self, wave: WaveDetail) -> None:
        """Show ``wave``."""
        self._wave = wave
        self.number.set_whole(wave.number)
        started = format_datetime(wave.started_at, current_language(), self._context.facts.timezone)
        where = (wave.warehouse, wave.carrier, tr("started {when}", when=started), wave.picker)
        self.origin.setText(" · ".join(part for part in where if part))
        self.badge.set_badge(tr(WAVE_WORDS[wave.state]), WAVE_TONES.get(wave.state, "neutral"))
        done = len(wave.orders) - wave.to_pick
        self.progress.setText(tr("{done} of {all} orders packed", done=done, all=len(wave.orders)))
        self._nothing.hide()
        for widget in self._head:
            widget.show()
        self.scan.setVisible(wave.to_pick > 0)
        self._drop_parts()
        self._parts = self._build(wave)
        self._column.insertWidget(1 + len(self._head), self._parts)

    def _drop_parts(self) -> None:
        if self._parts is not None:
            self._parts.hide()
            self._parts.deleteLater()
            self._parts = None

    def _build(self, wave: WaveDetail) -> QWidget:
        parts = QWidget(self)
        column = QVBoxLayout(parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if wave.short:
            text = trn(
                "{n} order cannot be filled from stock: {orders}",
                "{n} orders cannot be filled from stock: {orders}",
                len(wave.short),
                orders=tr(", ").join(wave.short[:6]),
            )
            column.addWidget(notice(text, "amber", parts))
        if wave.lines:
            column.addWidget(heading(tr("To pick"), scale=1.0, parent=parts))
            column.addLayout(self._walk(wave, parts))
        column.addWidget(heading(tr("Orders"), scale=1.0, parent=parts))
        column.addLayout(self._orders(wave, parts))
        return parts

    def _walk(self, wave: WaveDetail, parent: QWidget) -> QGridLayout:
        """Two rows a line: where, how many and what; its name below."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for row, line in enumerate(wave.lines[:_SHOWN]):
            place = tr("no bin") if not line.bin else line.bin
            head = ElidedLabel(f"{place} · {line.quantity} × {line.sku_code or line.title}", parent=parent)
            head.setFont(scaled_font(head.font(), 1, bold=True))
            grid.addWidget(head, 2 * row, 0)
            lacking = make_button(tr("Not found…"), rank="link", parent=parent)
            lacking.setObjectName(f"wave.short.{row}")
            lacking.clicked.connect(partial(self._ask_found, line))
            grid.addWidget(lacking, 2 * row, 1)
            name = " · ".join(part for part in (line.title if line.sku_code else "", line.options) if part)
            grid.addWidget(text_label(name, tone="muted", parent=parent), 2 * row + 1, 0, 1, 2)
        _say_more(grid, len(wave.lines), parent)
        return grid

    def _orders(self, wave: WaveDetail, parent: QWidget) -> QGridLayout:
        """Two rows an order: its number and where it stands; the buyer below."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for row, order in enumerate(wave.orders[:_SHOWN]):
            number = make_button(order.order_no, rank="link", parent=parent)
            number.setObjectName(f"wave.order.{row}")
            number.clicked.connect(partial(self._go, order.id))
            grid.addWidget(number, 2 * row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(self._state(order, row, parent), 2 * row, 1, Qt.AlignmentFlag.AlignRight)
            buyer = ElidedLabel(order.buyer, parent=parent)
            buyer.setContentsMargins(8, 0, 0, 4)
            grid.addWidget(buyer, 2 * row + 1, 0, 1, 2)
        _say_more(grid, len(wave.orders), parent)
        return grid

    def _state(self, order: WaveOrder, row: int, parent: QWidget) -> QWidget:
        if order.state != OrderState.PICKING:
            return text_label(tr(STATE_WORDS[OrderState(order.state)]), tone="green", wrap=False, parent=parent)
        packed = make_button(tr("Packed"), rank="link", parent=parent)
        packed.setObjectName(f"wave.packed.{row}")
        packed.setAccessibleName(tr("{order} is packed", order=order.order_no))
        packed.clicked.connect(partial(self._pack, order.id))
        return packed

    # ---- doing it

    @Slot()
    def _scanned(self) -> None:
        text = self.scan.text().strip()
        self.scan.clear()
        if self._wave is not None and text:
            self._context.tasks.run_db(tr("Packed"), pack_scanned, self._wave.id, text)

    @Slot()
    def _pack(self, order_id: int) -> None:
        self._context.tasks.run_db(tr("Packed"), parcels.pack, [order_id])

    @Slot()
    def _go(self, order_id: int) -> None:
        self._context.navigate("orders", record=order_id)

    @Slot()
    def _ask_found(self, line: PickLine) -> None:
        from shopdesk.dialogs.shortage import ShortageDialog

        if self._wave is not None:
            dialog = ShortageDialog(self._context, self._wave.id, line, self.window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()


def _say_more(grid: QGridLayout, count: int, parent: QWidget) -> None:
    if count > _SHOWN:
        more = trn("… and {n} more", "… and {n} more", count - _SHOWN)
        grid.addWidget(text_label(more, tone="muted", parent=parent), grid.rowCount(), 0, 1, grid.columnCount())


def pack_scanned(session: Any, wave_id: int, text: str) -> Any:
    """Pack the order of the wave that a scanner read."""
    return parcels.pack(session, [wave_detail.scanned_order(session, wave_id, text)])
