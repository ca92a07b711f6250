"""What a list of waybills must know of the shop: orders by number, who has a waybill already."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import TO_SHIP, OrderState
from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import Order, Shipment


@dataclass(frozen=True, slots=True)
class NumberedOrder:
    """An order as a list names it."""

    id: int
    order_no: str
    state: str


def orders_by_number(session: Session, numbers: Iterable[str]) -> dict[str, list[NumberedOrder]]:
    """The orders of each number; several channels may have the same one."""
    query = select(Order.id, Order.external_no, Order.state).where(_one_of(Order.external_no, numbers))
    found: dict[str, list[NumberedOrder]] = {}
    for row in session.execute(query.order_by(Order.id)):
        found.setdefault(row.external_no, []).append(NumberedOrder(*row))
    return found


def parcels(session: Session, order_ids: Iterable[int]) -> dict[int, list[Shipment]]:
    """The parcels of the orders, in their sequence."""
    query = select(Shipment).where(among(Shipment.order_id, order_ids))
    found: dict[int, list[Shipment]] = {}
    for parcel in session.scalars(query.order_by(Shipment.order_id, Shipment.parcel_no, Shipment.id)):
        found.setdefault(parcel.order_id, []).append(parcel)
    return found


def holders(session: Session, waybills: Iterable[str]) -> dict[tuple[str, str], dict[int, str]]:
    """(carrier, waybill) → the orders, not cancelled, that have it: id → number (R-O6)."""
    query = (
        select(Shipment.carrier, Shipment.waybill, Order.id, Order.external_no)
        .join(Order, Order.id == Shipment.order_id)
        .where(_one_of(Shipment.waybill, waybills), Order.state != OrderState.CANCELLED)
    )
    found: dict[tuple[str, str], dict[int, str]] = {}
    for carrier, waybill, order_id, order_no in session.execute(query):
        found.setdefault((carrier, waybill), {})[order_id] = order_no
    return found


def all_left(session: Session, order_ids: Iterable[int], left: Iterable[str]) -> list[int]:
    """Those of the orders that are ready to leave and of which every parcel is in one of the states ``left``."""
    waits = exists().where(
        Shipment.order_id == Order.id, Shipment.state.not_in(list(left)), Shipment.merged_into_id.is_(None)
    )
    query = select(Order.id).where(
        among(Order.id, order_ids), Order.state.in_([str(state) for state in TO_SHIP]), ~waits
    )
    return list(session.scalars(query.order_by(Order.id)))


def _one_of(column: Any, texts: Iterable[str]) -> Any:
    """``column`` is one of ``texts``, however many."""
    listed = json.dumps(list(texts), ensure_ascii=False)
    return column.in_(select(func.json_each(listed).table_valued("value").c.value))
