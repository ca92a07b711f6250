"""The review of an order in its pane (R-O1 to R-O3): its time, the five ticks, and the exception when there is one.

Reads for itself, so that the rest of the pane does not wait for it. Built anew for each look.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopdesk.base.clock import now
from shopdesk.base.i18n import N_, current_language, tr
from shopdesk.domain.lateness import Urgency
from shopdesk.domain.verification import Tick, TickState
from shopdesk.lists.formatting import format_datetime
from shopdesk.lists.status import since_text
from shopdesk.services.orders import OrderDetail
from shopdesk.services.review_detail import ReviewDetail, review_detail
from shopdesk.services.verification import tick, untick
from shopdesk.tabs.orders.exception_block import ExceptionBlock
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.panel import empty, heading, text_label

_TICKS = {
    Tick.GOODS: N_("Goods"),
    Tick.QUANTITY: N_("Quantity"),
    Tick.CONSIGNEE: N_("Consignee"),
    Tick.PHONE: N_("Phone"),
    Tick.ADDRESS: N_("Address"),
}
_STATES = {
    TickState.CHECKED: (N_("checked by hand"), "green"),
    TickState.PLAUSIBLE: (N_("nothing odd found"), "muted"),
    TickState.DOUBTFUL: (N_("please look"), "amber"),
}
_LACKS = {
    Tick.CONSIGNEE: N_("no name"),
    Tick.PHONE: N_("no phone: its label will be refused"),
}
_TONES = {Urgency.OVERDUE: "red", Urgency.DUE: "amber", Urgency.READY: "muted"}


class ReviewBlock(QWidget):
    """Hidden when the review is behind the order and no exception is open."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._order: OrderDetail | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        self.case = ExceptionBlock(context, self)
        column.addWidget(self.case)
        self._review = QWidget(self)
        column.addWidget(self._review)
        self._column = QVBoxLayout(self._review)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.boxes: dict[Tick, QCheckBox] = {}
        self.all_five: QPushButton | None = None
        self.hide()

    def show_order(self, order: OrderDetail) -> None:
        """Ask how the review of ``order`` stands and show it."""
        if self._order is None or self._order.id != order.id:
            self.hide()
        self._order = order
        self._context.tasks.run_io(tr("Order"), review_detail, order.id, on_done=self._filled, on_error=self._gone)

    def _gone(self, _error: Exception) -> None:
        self.hide()

    def _filled(self, review: ReviewDetail) -> None:
        if self._order is None or review.order_id != self._order.id:
            return
        focused = next((key for key, box in self.boxes.items() if box.hasFocus()), None)
        empty(self._column)
        self.boxes.clear()
        self._review.setVisible(review.is_open)
        if review.is_open:
            self._fill(review)
            self._order_tabs()
        self.case.show_case(self._order, review.case)
        self.setVisible(review.is_open or review.case is not None)
        if focused in self.boxes:
            self.boxes[focused].setFocus()

    def _fill(self, review: ReviewDetail) -> None:
        head = QWidget(self._review)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(heading(tr("Review"), scale=1.0, parent=head), 1)
        self.all_five = None
        if any(state is not TickState.CHECKED for state in review.ticks.values()):
            self.all_five = make_button(tr("All five checked"), rank="link", parent=head)
            self.all_five.setObjectName("review.all")
            self.all_five.clicked.connect(self._tick_all)
            row.addWidget(self.all_five)
        self._column.addWidget(head)
        for text, tone in self._times(review):
            self._column.addWidget(text_label(text, tone=tone, parent=self._review))
        self._column.addWidget(self._ticks(review))
        for short in review.shortages:
            text = tr(
                "Not enough in stock: {wanted} × {sku} wanted, {free} free.",
                wanted=short.wanted, sku=short.sku_code, free=short.free,
            )  # fmt: skip
            self._column.addWidget(text_label(text, tone="amber", parent=self._review))
        if review.by_hand:
            text = tr("Your rules ask for all five ticks before the order is confirmed.")
            self._column.addWidget(text_label(text, tone="muted", parent=self._review))

    def _order_tabs(self) -> None:
        """What was made anew stands where it is seen: behind the exception, before the rest of the pane."""
        before: QWidget = self.case.resolution.button
        for widget in (self.all_five, *self.boxes.values()):
            if widget is not None:
                QWidget.setTabOrder(before, widget)
                before = widget

    def _times(self, review: ReviewDetail) -> list[tuple[str, str]]:
        """Until when, and how long it has been here: since the buyer ordered and since it was imported (F46)."""
        moment, lines = now(), []
        if review.due_at is not None:
            when = format_datetime(review.due_at, current_language(), self._context.facts.timezone)
            text = {
                Urgency.OVERDUE: tr("Was to be reviewed by {when}.", when=when),
                Urgency.DUE: tr("Review by {when}, soon.", when=when),
                Urgency.READY: tr("Review by {when}.", when=when),
            }[review.urgency]
            lines.append((text, _TONES[review.urgency]))
        placed = tr("Placed {ago}", ago=since_text(review.placed_at, moment))
        if review.imported_at is not None:
            placed = tr(
                "Placed {placed}, imported {imported}",
                placed=since_text(review.placed_at, moment), imported=since_text(review.imported_at, moment),
            )  # fmt: skip
        return [*lines, (placed, "muted")]

    def _ticks(self, review: ReviewDetail) -> QWidget:
        made = QWidget(self._review)
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (key, state) in enumerate(review.ticks.items()):
            words, tone = (_LACKS[key], "amber") if key in review.lacks else _STATES[state]
            box = QCheckBox(tr(_TICKS[key]), made)
            box.setObjectName(f"tick.{key}")
            box.setChecked(state is TickState.CHECKED)
            box.setAccessibleDescription(tr(words))
            box.clicked.connect(partial(self._tick, key))
            self.boxes[key] = box
            grid.addWidget(box, row, 0)
            grid.addWidget(text_label(tr(words), tone=tone, parent=made), row, 1)
        return made

    def _tick(self, key: Tick) -> None:
        self._run(tick if self.boxes[key].isChecked() else untick, [key])

    @Slot()
    def _tick_all(self) -> None:
        self._run(tick, list(Tick))

    def _run(self, service: Any, ticks: list[Tick]) -> None:
        if self._order is not None:
            self._context.tasks.run_db(tr("Review"), service, [self._order.id], ticks)
