"""What one parcel cost to send, and how its carrier's bills compare with the quotes as a whole. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.lists.spec import Money
from shopdesk.services.carrier_bills import CarrierCosts, costs
from shopdesk.storage.tables import Order, Shipment


@dataclass(frozen=True, slots=True)
class ParcelCosts:
    """A parcel's quote and bill (``None``: there is none), and the sums of every carrier."""

    shipment_id: int
    order_id: int
    order_no: str
    carrier: str
    service: str
    waybill: str
    weight_g: int | None
    quoted: Money | None
    billed: Money | None
    bill: str
    carriers: tuple[CarrierCosts, ...]


def parcel_costs(session: Session, shipment_id: int) -> ParcelCosts:
    """The costs of a parcel. Raises ``UserError("order_unknown")``."""
    parcel = session.get(Shipment, shipment_id)
    order = session.get(Order, parcel.order_id) if parcel is not None else None
    if parcel is None or order is None:
        raise UserError("order_unknown")
    return ParcelCosts(
        parcel.id,
        order.id,
        order.external_no,
        parcel.carrier,
        parcel.service,
        parcel.waybill,
        parcel.weight_g,
        _money(parcel.fee_quoted_minor, parcel.fee_currency),
        _money(parcel.fee_billed_minor, parcel.fee_currency),
        parcel.billed_ref,
        tuple(costs(session)),
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
