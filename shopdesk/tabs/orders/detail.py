"""The pane beside the orders: what is wrong, where it goes, what is in it, its parcel, its label, its story.

Fields are edited in place; every change goes through a service and can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from shopdesk.base.clock import now
from shopdesk.base.i18n import current_language, message, tr
from shopdesk.domain.orders import Attention
from shopdesk.lists.formatting import format_datetime
from shopdesk.lists.status import badge
from shopdesk.services import orders
from shopdesk.services.labels import LabelBatch
from shopdesk.services.order_detail import problem_text
from shopdesk.tabs.orders.address_block import AddressBlock
from shopdesk.tabs.orders.aftercare_block import AftercareBlock
from shopdesk.tabs.orders.freight_block import FreightBlock
from shopdesk.tabs.orders.items_block import ItemsBlock
from shopdesk.tabs.orders.label_block import LabelBlock
from shopdesk.tabs.orders.parcel_block import ParcelBlock
from shopdesk.tabs.orders.review_block import ReviewBlock
from shopdesk.tabs.orders.steps_row import StepsRow
from shopdesk.ui.badge import Badge
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.elide import ElidedLabel
from shopdesk.ui.panel import empty, heading, notice, text_label
from shopdesk.ui.theme import scaled_font

_EDGE = 16


class OrderPane(QWidget):
    """One order. ``printed(order id)`` when its own label is asked for."""

    printed = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self.setAccessibleName(tr("Order"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context
        self._order: orders.OrderDetail | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self._column.setSpacing(8)
        self._nothing = text_label(tr("Choose an order to see it here."), tone="muted", parent=self)
        self._column.addWidget(self._nothing)
        self._body = QWidget(self)
        self._column.addWidget(self._body)
        self._column.addStretch(1)
        self._build(QVBoxLayout(self._body))
        self._body.hide()

    def _build(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.number = ElidedLabel(parent=self._body)
        self.number.setFont(scaled_font(self.number.font(), 1.2, bold=True))
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.origin = text_label("", tone="muted", parent=self._body)
        self.badge = Badge(self._context.theme, parent=self._body)
        self.steps = StepsRow(self._body)
        self.review = ReviewBlock(self._context, self._body)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(8)
        self.address = AddressBlock(self._body)
        self.items = ItemsBlock(self._body)
        self.parcel = ParcelBlock(self._body)
        self.freight = FreightBlock(self._context, self._body)
        self.label = LabelBlock(self._body)
        self.aftercare = AftercareBlock(self._context, self._body)
        self._story = QVBoxLayout()
        self._story.setSpacing(2)
        for widget in (self.number, self.origin, self.badge, self.steps, self.review):
            column.addWidget(widget)
        column.addLayout(self._notices)
        blocks: tuple[QWidget, ...] = (self.address, self.items, self.parcel, self.freight, self.label, self.aftercare)
        for block in blocks:
            column.addWidget(block)
        column.addWidget(section(tr("What happened"), self._body))
        column.addLayout(self._story)
        self.address.saved.connect(self._save_fields)
        self.parcel.saved.connect(self._save_waybill)
        self.label.asked.connect(self._print)

    # ---- showing

    def clear(self) -> None:
        """No order is chosen."""
        self.address.save()
        self._order = None
        self._body.hide()
        self._nothing.show()

    def show_record(self, loaded: tuple[orders.OrderDetail, LabelBatch]) -> None:
        """Show an order and the label it would get."""
        order, batch = loaded
        same = self._order is not None and self._order.id == order.id
        if not same:
            self.address.save()  # what is typed belongs to the order before: kept, and Undo takes it back
        self._order = order
        self.number.set_whole(order.order_no)
        placed = format_datetime(order.placed_at, current_language(), self._context.facts.timezone)
        self.origin.setText(tr("{channel} · placed {when}", channel=order.channel, when=placed))
        words, tone = badge(order.status, now())
        self.badge.set_badge(words, str(tone))
        self.steps.show_steps(order.steps)
        self.review.show_order(order)
        self._show_notices(order)
        self.address.show_order(order, keep_editing=same)
        self.items.show_order(order)
        self.parcel.show_order(order, keep_editing=same)
        self.freight.show_order(order)
        self.label.show_label(order, batch)
        self.aftercare.show_order(order)
        self._tell_story(order)
        self._nothing.hide()
        self._body.show()

    def _show_notices(self, order: orders.OrderDetail) -> None:
        empty(self._notices)
        for code in order.attention:
            self._notices.addWidget(self._problem(order, code))
        if order.buyer_note:
            self._notices.addWidget(notice(tr("The buyer says: {text}", text=order.buyer_note), "neutral", self._body))
        if order.seller_note:
            self._notices.addWidget(notice(tr("For the packer: {text}", text=order.seller_note), "neutral", self._body))
        if order.tags:
            self._notices.addWidget(text_label(tr("Tags: {tags}", tags=order.tags), tone="muted", parent=self._body))

    def _problem(self, order: orders.OrderDetail, code: str) -> QWidget:
        row = notice(problem_text(order, code), "amber", self._body)
        fine = make_button(
            tr("It is held back") if code == Attention.PARCEL_TO_STOP else tr("It is fine"), rank="link", parent=row
        )
        fine.setObjectName(f"fine.{code}")
        fine.clicked.connect(partial(self._mark_fine, code))
        layout = row.layout()
        assert layout is not None
        layout.addWidget(fine)
        return row

    def _tell_story(self, order: orders.OrderDetail) -> None:
        empty(self._story)
        for event in reversed(order.events):
            when = format_datetime(event.at, current_language(), self._context.facts.timezone)
            self._story.addWidget(
                text_label(f"{when}  {event_text(event.code, event.params)}", tone="muted", parent=self._body)
            )

    # ---- changing

    @Slot(dict)
    def _save_fields(self, fields: dict[str, str]) -> None:
        self._run(tr("Edit order"), lambda session, order_id: orders.edit(session, order_id, **fields))

    @Slot(str, str)
    def _save_waybill(self, carrier: str, waybill: str) -> None:
        def save(session: Any, order_id: int) -> Any:
            if waybill:
                return orders.set_waybill(session, order_id, carrier, waybill)
            return orders.set_carrier(session, order_id, carrier)

        self._run(tr("Waybill"), save, on_error=self._waybill_refused)

    def _waybill_refused(self, error: Exception) -> None:
        self.parcel.take_back()
        self._context.tasks.refuse(error)

    @Slot()
    def _mark_fine(self, code: str) -> None:
        self._run(tr("Mark as fine"), lambda session, order_id: orders.mark_fine(session, [order_id], problems=[code]))

    def _run(
        self, title: str, service: Callable[[Any, int], Any], on_error: Callable[[Exception], None] | None = None
    ) -> None:
        if self._order is not None:
            self._context.tasks.run_db(title, service, self._order.id, on_error=on_error)

    @Slot()
    def _print(self) -> None:
        if self._order is not None:
            self.printed.emit(self._order.id)


def section(title: str, parent: QWidget) -> QLabel:
    """The small heading of a block."""
    return heading(title, scale=1.0, parent=parent)


def event_text(code: str, params: Any) -> str:
    """A point of the timeline in words, with its note."""
    text = message(code, **dict(params or {}))
    note = dict(params or {}).get("note", "")
    return f"{text}: {note}" if note else text
