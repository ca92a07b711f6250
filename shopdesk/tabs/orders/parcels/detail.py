"""The pane beside the parcels: where it goes, what is in it, with which orders it travels, where it is."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.base.clock import now
from shopdesk.base.i18n import current_language, message, tr
from shopdesk.lists.formatting import format_datetime, format_day, local
from shopdesk.lists.parcel_words import PARCEL_TONES, PARCEL_WORDS
from shopdesk.services import merging
from shopdesk.services.parcel_detail import ParcelDetail
from shopdesk.ui.badge import Badge
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.elide import ElidedLabel
from shopdesk.ui.panel import heading, notice, text_label
from shopdesk.ui.theme import scaled_font

_EDGE = 16


class ParcelPane(QWidget):
    """One parcel; its parts are built anew for each."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self.setAccessibleName(tr("Parcel"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context
        self._parcel: ParcelDetail | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(8)
        self._nothing = text_label(tr("Choose a parcel to see it here."), tone="muted", parent=self)
        self.number = ElidedLabel(parent=self)
        self.number.setFont(scaled_font(self.number.font(), 1.2, bold=True))
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.origin = text_label("", tone="muted", parent=self)
        self.badge = Badge(context.theme, parent=self)
        self._parts: QWidget | None = None
        self._column = column
        for widget in (self._nothing, self.number, self.origin, self.badge):
            column.addWidget(widget)
        column.addStretch(1)
        self.clear()

    def clear(self) -> None:
        """No parcel is chosen."""
        self._parcel = None
        self._drop_parts()
        for widget in (self.number, self.origin, self.badge):
            widget.hide()
        self._nothing.show()

    def show_record(self, parcel: ParcelDetail) -> None:
        """Show ``parcel``."""
        self._parcel = parcel
        self.number.set_whole(parcel.waybill or parcel.order_no)
        service = " ".join(part for part in (parcel.carrier, parcel.service) if part) or tr("No carrier yet")
        count = f" · {parcel.parcel_no}/{parcel.parcel_count}" if parcel.parcel_count > 1 else ""
        self.origin.setText(f"{service}{count}")
        self.badge.set_badge(
            tr(PARCEL_WORDS.get(parcel.state, parcel.state)), PARCEL_TONES.get(parcel.state, "neutral")
        )
        self._nothing.hide()
        for widget in (self.number, self.origin, self.badge):
            widget.show()
        self._drop_parts()
        self._parts = self._build(parcel)
        self._column.insertWidget(4, self._parts)

    def _drop_parts(self) -> None:
        if self._parts is not None:
            self._parts.hide()
            self._parts.deleteLater()
            self._parts = None

    def _build(self, parcel: ParcelDetail) -> QWidget:
        parts = QWidget(self)
        column = QVBoxLayout(parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if parcel.warning:
            column.addWidget(notice(message(parcel.warning, waybill=parcel.waybill), "amber", parts))
        self._add_guests(column, parcel, parts)
        column.addWidget(heading(tr("Ship to"), scale=1.0, parent=parts))
        for line in (parcel.recipient, *parcel.address):
            column.addWidget(text_label(line, parent=parts))
        column.addWidget(heading(tr("In the parcel"), scale=1.0, parent=parts))
        for inside in parcel.inside:
            of = f"{inside.order_no} · " if parcel.guests else ""
            column.addWidget(text_label(f"{inside.quantity} × {of}{inside.name}", parent=parts))
        if parcel.weight_g:
            column.addWidget(
                text_label(tr("Weight: {grams} g", grams=f"{parcel.weight_g:,}"), tone="muted", parent=parts)
            )
        column.addWidget(heading(tr("What happened"), scale=1.0, parent=parts))
        for line in self._story(parcel):
            column.addWidget(text_label(line, tone="muted", parent=parts))
        column.addWidget(self._order_button(parcel, parts), 0, Qt.AlignmentFlag.AlignLeft)
        return parts

    def _order_button(self, parcel: ParcelDetail, parent: QWidget) -> QWidget:
        button = make_button(tr("Order {order}", order=parcel.order_no), rank="link", parent=parent)
        button.setObjectName("parcel.order")
        button.clicked.connect(partial(self._go, parcel.order_id))
        return button

    def _add_guests(self, column: QVBoxLayout, parcel: ParcelDetail, parent: QWidget) -> None:
        for order_id, order_no in parcel.guests:
            row = notice(tr("Order {order} travels along.", order=order_no), "neutral", parent)
            button = make_button(tr("Send it alone"), rank="link", parent=row)
            button.setObjectName(f"parcel.alone.{order_id}")
            button.clicked.connect(partial(self._let_alone, order_id))
            layout = row.layout()
            assert layout is not None
            layout.addWidget(button)
            column.addWidget(row)

    def _story(self, parcel: ParcelDetail) -> list[str]:
        """Newest first: what the carrier said, then what was done here."""
        said = [
            f"{self._when(news.at)}  {' · '.join(part for part in (news.text, news.place) if part)}"
            for news in parcel.news
        ]
        here = (
            (parcel.delivered_at, tr("Delivered")),
            (parcel.handed_over_at, tr("Handed over")),
            (parcel.packed_at, tr("Packed")),
            (parcel.label_printed_at, tr("Label printed")),
        )
        done = [f"{self._when(at)}  {words}" for at, words in here if at is not None]
        if parcel.expected_on is not None and parcel.delivered_at is None:
            year = local(now(), self._context.facts.timezone).year
            said.insert(0, tr("Expected on {day}", day=format_day(parcel.expected_on, current_language(), year)))
        return [*said, *done] or [tr("Nothing yet.")]

    def _when(self, moment: datetime) -> str:
        return format_datetime(moment, current_language(), self._context.facts.timezone)

    @Slot()
    def _go(self, order_id: int) -> None:
        self._context.navigate("orders", record=order_id)

    @Slot()
    def _let_alone(self, order_id: int) -> None:
        self._context.tasks.run_db(tr("Send it alone"), merging.unmerge, order_id)
