"""SQL expressions of the lists of parcels and waves: the chips' conditions, cells from other tables, the search."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.orders import TO_SHIP, OrderState
from shopdesk.domain.parcels import LEFT
from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.queries.waves import belongs
from shopdesk.storage.raw import raw_rows
from shopdesk.storage.search import matching_orders
from shopdesk.storage.tables import Order, Shipment, Wave

_guest = aliased(Shipment)
#: A parcel that is one: what is merged into another order's parcel is no parcel of its own.
KEPT: ColumnElement[bool] = and_(Shipment.archived_at.is_(None), Shipment.merged_into_id.is_(None))


def waiting_in(states: Iterable[str]) -> ColumnElement[bool]:
    """Parcels in these states of orders that are to be shipped."""
    of_order = select(Order.id).where(Order.id == Shipment.order_id, Order.state.in_([str(state) for state in TO_SHIP]))
    return and_(Shipment.state.in_([str(state) for state in states]), of_order.exists())


def in_states(states: Iterable[str]) -> ColumnElement[bool]:
    """Parcels in these states."""
    return Shipment.state.in_([str(state) for state in states])


def guests() -> ColumnElement[int]:
    """How many other orders travel in a parcel."""
    return select(func.count()).where(_guest.merged_into_id == Shipment.id).correlate(Shipment).scalar_subquery()


def parcels_left() -> ColumnElement[Any]:
    """``1/2`` where some, but not all, parcels of an order have left; else ``""``."""
    own = aliased(Shipment)
    left = func.sum(case((own.state.in_([str(state) for state in LEFT]), 1), else_=0))
    told = case(
        (and_(func.count() > 1, left > 0, left < func.count()), cast(left, String) + "/" + cast(func.count(), String)),
        else_="",
    )
    found = select(told).where(own.order_id == Order.id, own.archived_at.is_(None)).correlate(Order)
    return func.coalesce(found.scalar_subquery(), literal(""))


def orders_in_wave(*states: str) -> ColumnElement[int]:
    """How many orders of a wave there are, or are in ``states``."""
    query = select(func.count()).where(Order.wave_id == Wave.id, belongs()).correlate(Wave)
    if states:
        query = query.where(Order.state.in_([str(state) for state in states]))
    return query.scalar_subquery()


def packed_or_gone() -> ColumnElement[int]:
    """How many orders of a wave do not wait to be packed any more."""
    query = select(func.count()).where(Order.wave_id == Wave.id, belongs(), Order.state != str(OrderState.PICKING))
    return query.correlate(Wave).scalar_subquery()


def pieces_in_wave() -> ColumnElement[int]:
    """How many pieces the orders of a wave have."""
    query = select(func.coalesce(func.sum(Order.unit_count), 0)).where(Order.wave_id == Wave.id, belongs())
    return query.correlate(Wave).scalar_subquery()


def matching_parcels(session: Session, typed: str, where: ColumnElement[bool] | None) -> tuple[array[int], bool] | None:
    """Parcels of the orders (also of those that travel in them) that hold every word of ``typed``, newest first, and
    whether there may be more; ``None`` when nothing was typed.
    """
    matches = matching_orders(session, typed)
    if matches is None:
        return None
    own = aliased(Shipment)
    hosts = select(own.merged_into_id).where(among(own.order_id, matches.ids), own.merged_into_id.is_not(None))
    query = select(Shipment.id).where(KEPT, or_(among(Shipment.order_id, matches.ids), Shipment.id.in_(hosts)))
    if where is not None:
        query = query.where(where)
    found = raw_rows(session, query.order_by(Shipment.id.desc()))
    return array("q", [row[0] for row in found]), matches.is_cut
