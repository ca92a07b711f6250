"""Shipped orders as a marketplace is told of them: parcels with their waybills, and what was told before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.orders import SHIPPED
from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import Channel, Order, OrderEvent, OrderLine, Shipment, ShipmentLine

EXPORTED = "batch_ship_exported"


def shipped_parcels(session: Session, channel_kind: str, order_ids: Sequence[int] | None) -> list[tuple[Any, ...]]:
    """Order id and number, parcel id, carrier, service, waybill and hand-over of shipped orders, oldest first; what
    travels in another order's parcel has that one's waybill.

    ``channel_kind`` ``""`` for every channel; ``order_ids`` of ``None``: orders that left from here and not those that
    came in as shipped.
    """
    main = aliased(Shipment)
    query = (
        select(
            Order.id,
            Order.external_no,
            Shipment.id,
            func.coalesce(main.carrier, Shipment.carrier),
            func.coalesce(main.service, Shipment.service),
            func.coalesce(main.waybill, Shipment.waybill),
            func.coalesce(main.handed_over_at, Shipment.handed_over_at, Order.shipped_at),
        )
        .join(Channel, Channel.id == Order.channel_id)
        .outerjoin(Shipment, (Shipment.order_id == Order.id) & Shipment.archived_at.is_(None))
        .outerjoin(main, main.id == Shipment.merged_into_id)
        .where(Order.state.in_([str(state) for state in SHIPPED]), Order.archived_at.is_(None))
    )
    if channel_kind:
        query = query.where(Channel.kind == channel_kind)
    if order_ids is None:
        query = query.where(exists().where(OrderEvent.order_id == Order.id, OrderEvent.code == "order_shipped"))
    else:
        query = query.where(among(Order.id, order_ids))
    rows = session.execute(query.order_by(Order.shipped_at, Order.id, Shipment.parcel_no, Shipment.id))
    return [tuple(row) for row in rows]


def contents(session: Session, parcel_ids: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """What is in the parcels of split orders: the platform's line id and the pieces, by parcel."""
    query = (
        select(ShipmentLine.shipment_id, OrderLine.external_line_id, ShipmentLine.quantity)
        .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
        .where(among(ShipmentLine.shipment_id, parcel_ids), OrderLine.external_line_id != "")
        .order_by(ShipmentLine.shipment_id, OrderLine.line_no)
    )
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for parcel_id, line_id, quantity in session.execute(query):
        found[parcel_id].append((line_id, quantity))
    return found


def told_before(session: Session, key: str, order_ids: Iterable[int]) -> set[tuple[int, str]]:
    """(order, waybill) that stood in an earlier file of this layout."""
    query = select(OrderEvent.order_id, OrderEvent.params).where(
        OrderEvent.code == EXPORTED, among(OrderEvent.order_id, order_ids)
    )
    return {
        (order_id, waybill)
        for order_id, params in session.execute(query)
        if params and params.get("key") == key
        for waybill in params.get("waybills", ())
    }
