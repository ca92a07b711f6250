"""What sending an order costs and brings: the services that take it, what its buyer paid for freight, what a template
would ask. For the order's pane; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.lists.spec import Money
from shopdesk.services.carrier_choice import ParcelOptions, options
from shopdesk.services.freight_templates import BuyerFreight, freight_of
from shopdesk.storage.tables import Order, Shipment


@dataclass(frozen=True, slots=True)
class OrderFreight:
    """``parcels`` with their services; ``paid``: by the buyer; ``quoted`` and ``billed`` per currency, of all parcels
    that have one; ``has_services``: whether the shop has any carrier to compare.
    """

    parcels: tuple[ParcelOptions, ...]
    paid: Money
    template: BuyerFreight | None
    quoted: tuple[Money, ...]
    billed: tuple[Money, ...]

    @property
    def has_services(self) -> bool:
        """Whether there was anything to compare."""
        return any(parcel.comparison.quotes or parcel.comparison.rejected for parcel in self.parcels)


def order_freight(session: Session, order_id: int) -> OrderFreight:
    """Freight of ``order_id``. Raises ``UserError("order_unknown")``."""
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    parcels = tuple(options(session, [order_id]))
    weights = [parcel.weight_g for parcel in parcels]
    weight = sum(w for w in weights if w is not None) if weights and None not in weights else None
    shipments = session.query(Shipment).filter_by(order_id=order_id, archived_at=None).all()
    return OrderFreight(
        parcels,
        Money(order.shipping_minor, order.currency),
        freight_of(session, order, weight),
        _sums((parcel.fee_quoted_minor, parcel.fee_currency) for parcel in shipments),
        _sums((parcel.fee_billed_minor, parcel.fee_currency) for parcel in shipments),
    )


def _sums(fees: Iterable[tuple[int | None, str]]) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for minor, currency in fees:
        if minor is not None and currency:
            sums[currency] = sums.get(currency, 0) + minor
    return tuple(Money(minor, currency) for currency, minor in sums.items())
