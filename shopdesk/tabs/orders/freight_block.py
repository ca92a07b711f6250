"""Freight in the order's pane: which service takes the parcel at what price, why the others do not, and what the buyer
paid for it. Reads for itself, so that the rest of the pane does not wait for it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr, trn
from shopdesk.domain.freight import Quote
from shopdesk.lists.formatting import format_money
from shopdesk.lists.spec import Money
from shopdesk.services.carrier_choice import ParcelOptions
from shopdesk.services.freight_words import parcel_text, quote_text, rejection_text
from shopdesk.services.order_freight import OrderFreight
from shopdesk.services.orders import OrderDetail
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.panel import empty, heading, text_label

_OFFERS = 4


class FreightBlock(QWidget):
    """Built anew for each order."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._order: OrderDetail | None = None
        self._unfolded: int | None = None  # the order whose reasons the owner asked for
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(4)

    def show_order(self, order: OrderDetail) -> None:
        """Ask what freight of ``order`` costs and show it."""
        self._order = order
        self._context.tasks.run_io(tr("Order"), load, order.id, on_done=self._filled, on_error=self._gone)

    def _gone(self, _error: Exception) -> None:
        empty(self._column)

    def _filled(self, loaded: tuple[int, OrderFreight]) -> None:
        order_id, freight = loaded
        if self._order is None or order_id != self._order.id:
            return
        empty(self._column)
        self._column.addWidget(heading(tr("Freight"), scale=1.0, parent=self))
        self._say(self._paid(freight))
        for parcel in freight.parcels:
            self._add_parcel(parcel)
        if not freight.has_services and not any(parcel.unweighed for parcel in freight.parcels):
            self._say(tr("Your carriers have no prices yet: enter them under Shop, Carriers."))

    def _paid(self, freight: OrderFreight) -> str:
        parts = [tr("The buyer paid {amount}", amount=_money(freight.paid))]
        if freight.template is not None and freight.template.fee_minor is not None:
            asked = _money(Money(freight.template.fee_minor, freight.paid.currency))
            parts.append(tr("{template} asks {amount}", template=freight.template.template, amount=asked))
        if freight.quoted:
            parts.append(tr("quoted {amount}", amount=" + ".join(map(_money, freight.quoted))))
        if freight.billed:
            parts.append(tr("billed {amount}", amount=" + ".join(map(_money, freight.billed))))
        return " · ".join(parts)

    def _add_parcel(self, parcel: ParcelOptions) -> None:
        self._say(parcel_text(parcel), "amber" if parcel.weight_g is None else "muted")
        if parcel.wanted is not None:
            asked = quote_text(parcel.wanted) if isinstance(parcel.wanted, Quote) else rejection_text(parcel.wanted)
            self._say(
                tr("The buyer chose {service}", service=asked), "" if isinstance(parcel.wanted, Quote) else "amber"
            )
        for quote in parcel.comparison.quotes[:_OFFERS]:
            self._add_offer(parcel, quote)
        rejected = parcel.comparison.rejected
        if not rejected:
            return
        if self._unfolded == parcel.order_id:
            for rejection in rejected:
                self._say(rejection_text(rejection))
            return
        n = len(rejected)
        fold = make_button(
            trn("{n} service does not fit: why?", "{n} services do not fit: why?", n), rank="link", parent=self
        )
        fold.setObjectName("freight.why")
        fold.clicked.connect(self._unfold)
        self._column.addWidget(fold, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_offer(self, parcel: ParcelOptions, quote: Quote) -> None:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        is_taken = quote.offer.service_id == parcel.taken
        line.addWidget(text_label(f"{'●' if is_taken else '○'} {quote_text(quote)}", parent=row), 1)
        if not is_taken and self._order is not None and self._order.shipped_at is None:
            take = make_button(tr("Take"), rank="link", parent=row)
            take.setObjectName(f"freight.take.{quote.offer.service_id}")
            take.setAccessibleName(tr("Take {service}", service=quote.offer.name))
            take.clicked.connect(partial(self._take, parcel, quote.offer.service_id))
            line.addWidget(take)
        self._column.addWidget(row)

    def _say(self, text: str, tone: str = "muted") -> None:
        self._column.addWidget(text_label(text, tone=tone, parent=self))

    def _take(self, parcel: ParcelOptions, service_id: int) -> None:
        self._context.tasks.run_db(tr("Choose the carrier"), choose, parcel.order_id, service_id, parcel.shipment_id)

    def _unfold(self) -> None:
        if self._order is not None:
            self._unfolded = self._order.id
            self.show_order(self._order)


def load(session: Any, order_id: int) -> tuple[int, OrderFreight]:
    """The freight of an order, with the order it is of."""
    from shopdesk.services.order_freight import order_freight

    return order_id, order_freight(session, order_id)


def choose(session: Any, order_id: int, service_id: int, shipment_id: int | None) -> Any:
    """The owner's own choice for a parcel."""
    from shopdesk.services import carrier_choice

    return carrier_choice.choose(session, order_id, service_id, shipment_id=shipment_id)


def _money(amount: Money) -> str:
    return format_money(amount.minor, amount.currency)
