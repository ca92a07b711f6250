"""What the steps of orders must know first, for one order or thousands in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.address_faults import Place
from shopdesk.domain.orders import OrderState
from shopdesk.domain.parcels import LEFT
from shopdesk.storage.search import ids_json
from shopdesk.storage.tables import Order, OrderException, Shipment


@dataclass(frozen=True, slots=True)
class OrderBrief:
    """An order as a step looks at it. ``verified``: ticks set by hand; ``is_unresolved``: it has an exception without a
    resolution.
    """

    id: int
    order_no: str
    state: str
    attention: str
    verified: str = ""
    is_unresolved: bool = False
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class ParcelBrief:
    """A parcel that has not left."""

    id: int
    carrier: str
    is_merged: bool


def among(column: Any, ids: Iterable[int]) -> Any:
    """``column`` is one of ``ids``, however many."""
    return column.in_(select(func.json_each(ids_json(ids)).table_valued("value").c.value))


def briefs(session: Session, ids: Iterable[int]) -> list[OrderBrief]:
    """The orders that exist, by id."""
    unresolved = (
        select(OrderException.id)
        .where(OrderException.order_id == Order.id, OrderException.resolution == "", OrderException.closed_at.is_(None))
        .exists()
    )
    archived = Order.archived_at.is_not(None)
    columns = (Order.id, Order.external_no, Order.state, Order.attention, Order.verified, unresolved, archived)
    query = select(*columns).where(among(Order.id, ids))
    return [OrderBrief(*row) for row in session.execute(query.order_by(Order.id))]


def addresses(session: Session, ids: Iterable[int]) -> dict[int, Place]:
    """Where the orders go, by id; the name is the one a label would bear: the consignee's, else the buyer's."""
    name = func.coalesce(
        func.nullif(func.trim(Order.ship_name), ""), func.nullif(func.trim(Order.ship_company), ""), Order.buyer_name
    )
    columns = (
        Order.id, name, Order.ship_line1, Order.ship_line2, Order.ship_line3,
        Order.ship_city, Order.ship_region, Order.ship_postcode, Order.ship_country,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(among(Order.id, ids)))
    return {row[0]: Place(row[1], tuple(row[2:5]), *row[5:]) for row in rows}


def with_waybill(session: Session, ids: Iterable[int]) -> set[int]:
    """Orders of which every parcel has carrier and waybill, or travels in one that has; and that have one."""
    host = aliased(Shipment)
    own = (Shipment.carrier != "") & (Shipment.waybill != "")
    query = (
        select(Shipment.order_id)
        .outerjoin(host, host.id == Shipment.merged_into_id)
        .where(among(Shipment.order_id, ids))
        .group_by(Shipment.order_id)
        .having(func.min(own | func.coalesce((host.carrier != "") & (host.waybill != ""), 0)) == 1)
    )
    return set(session.scalars(query))


def orders_with_waybill(session: Session, waybill: str, *, except_order: int) -> list[tuple[str, str]]:
    """``(carrier, order number)`` of other orders, not cancelled, that have this waybill."""
    query = (
        select(Shipment.carrier, Order.external_no)
        .join(Order, Order.id == Shipment.order_id)
        .where(Shipment.waybill == waybill, Order.id != except_order, Order.state != OrderState.CANCELLED)
        .order_by(Order.id)
    )
    return [(carrier, number) for carrier, number in session.execute(query)]


def labelled_parcel(session: Session, order_id: int, parcel_no: int = 1) -> Shipment | None:
    """The parcel ``parcel_no`` of an order, or the one it travels in: that has the label."""
    query = select(Shipment).where(Shipment.order_id == order_id, Shipment.parcel_no == parcel_no)
    parcel = session.scalars(query.order_by(Shipment.id)).first()
    if parcel is not None and parcel.merged_into_id is not None:
        return session.get_one(Shipment, parcel.merged_into_id)
    return parcel


def open_parcels(session: Session, ids: Iterable[int]) -> list[ParcelBrief]:
    """Parcels of the orders that have not left, first parcel first."""
    columns = (Shipment.id, Shipment.carrier, Shipment.merged_into_id.is_not(None))
    query = select(*columns).where(among(Shipment.order_id, ids), Shipment.state.not_in(LEFT))
    rows = session.execute(query.order_by(Shipment.order_id, Shipment.parcel_no, Shipment.id))
    return [ParcelBrief(*row) for row in rows]


def orders_with_parcels(session: Session, ids: Iterable[int]) -> set[int]:
    """Orders that have a parcel."""
    return set(session.scalars(select(Shipment.order_id).where(among(Shipment.order_id, ids))))
