"""What the steps of orders must know first, for one order or thousands in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import OrderState
from shopdesk.storage.search import ids_json
from shopdesk.storage.tables import Order, Shipment

_LEFT = ("handed_over", "in_transit", "out_for_delivery", "delivered")


@dataclass(frozen=True, slots=True)
class OrderBrief:
    """An order as a step looks at it."""

    id: int
    order_no: str
    state: str
    attention: str


@dataclass(frozen=True, slots=True)
class ParcelBrief:
    """A parcel that has not left."""

    id: int
    carrier: str


def among(column: Any, ids: Iterable[int]) -> Any:
    """``column`` is one of ``ids``, however many."""
    return column.in_(select(func.json_each(ids_json(ids)).table_valued("value").c.value))


def briefs(session: Session, ids: Iterable[int]) -> list[OrderBrief]:
    """The orders that exist, by id."""
    query = select(Order.id, Order.external_no, Order.state, Order.attention).where(among(Order.id, ids))
    return [OrderBrief(*row) for row in session.execute(query.order_by(Order.id))]


def with_waybill(session: Session, ids: Iterable[int]) -> set[int]:
    """Orders of which every parcel has carrier and waybill, and that have one."""
    query = (
        select(Shipment.order_id)
        .where(among(Shipment.order_id, ids))
        .group_by(Shipment.order_id)
        .having(func.min((Shipment.carrier != "") & (Shipment.waybill != "")) == 1)
    )
    return set(session.scalars(query))


def order_with_waybill(session: Session, carrier: str, waybill: str, *, except_order: int) -> str | None:
    """The number of another order, not cancelled, that has this waybill at this carrier."""
    query = (
        select(Order.external_no)
        .join(Shipment, Shipment.order_id == Order.id)
        .where(
            Shipment.carrier == carrier,
            Shipment.waybill == waybill,
            Order.id != except_order,
            Order.state != OrderState.CANCELLED,
        )
    )
    return session.scalars(query.limit(1)).first()


def open_parcels(session: Session, ids: Iterable[int]) -> list[ParcelBrief]:
    """Parcels of the orders that have not left, first parcel first."""
    query = select(Shipment.id, Shipment.carrier).where(among(Shipment.order_id, ids), Shipment.state.not_in(_LEFT))
    rows = session.execute(query.order_by(Shipment.order_id, Shipment.parcel_no, Shipment.id))
    return [ParcelBrief(*row) for row in rows]


def orders_with_parcels(session: Session, ids: Iterable[int]) -> set[int]:
    """Orders that have a parcel."""
    return set(session.scalars(select(Shipment.order_id).where(among(Shipment.order_id, ids))))
