"""Whether stock lasts for orders: what lies in pooled warehouses, less what confirmed orders will take (R-I2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import TO_SHIP
from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import Order, OrderLine, Sku, StockBalance, Warehouse


@dataclass(frozen=True, slots=True)
class Shortage:
    """An order wants ``wanted`` pieces of a SKU of which ``free`` are left for it (never less than none)."""

    sku_code: str
    wanted: int
    free: int


def shortages(session: Session, order_ids: Iterable[int]) -> dict[int, tuple[Shortage, ...]]:
    """The orders for which stock does not last, each looked at alone, and of what. A SKU that no stock was ever
    counted of is not short: nothing is known about it.
    """
    ids = list(order_ids)
    wanted: dict[int, dict[int, int]] = defaultdict(dict)
    query = select(OrderLine.order_id, OrderLine.sku_id, func.sum(OrderLine.quantity))
    query = query.where(among(OrderLine.order_id, ids), OrderLine.sku_id.is_not(None))
    for order_id, sku_id, quantity in session.execute(query.group_by(OrderLine.order_id, OrderLine.sku_id)):
        if sku_id is not None:
            wanted[order_id][sku_id] = quantity
    left = free(session, {sku_id for skus in wanted.values() for sku_id in skus}, but_for=ids)
    found = {order_id: _short(skus, left) for order_id, skus in wanted.items()}
    return {order_id: short for order_id, short in found.items() if short}


def _short(wanted: Mapping[int, int], left: Mapping[int, tuple[str, int]]) -> tuple[Shortage, ...]:
    return tuple(
        Shortage(left[sku_id][0], quantity, max(0, left[sku_id][1]))
        for sku_id, quantity in wanted.items()
        if sku_id in left and quantity > left[sku_id][1]
    )


def free(session: Session, sku_ids: Iterable[int], *, but_for: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Code and free pieces of the SKUs that stock was counted of; orders ``but_for`` do not take from it."""
    ids = set(sku_ids)
    if not ids:
        return {}
    counted = (
        select(Sku.id, Sku.code, func.sum(StockBalance.quantity))
        .join(StockBalance, StockBalance.sku_id == Sku.id)
        .join(Warehouse, Warehouse.id == StockBalance.warehouse_id)
        .where(
            among(Sku.id, ids), StockBalance.partition == "normal", Warehouse.pooled, Warehouse.archived_at.is_(None)
        )
        .group_by(Sku.id)
    )
    taken = (
        select(OrderLine.sku_id, func.sum(OrderLine.quantity))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state.in_([str(state) for state in TO_SHIP]), Order.archived_at.is_(None))
        .where(among(OrderLine.sku_id, ids), ~among(Order.id, but_for))
        .group_by(OrderLine.sku_id)
    )
    by_others: dict[int | None, int] = dict(session.execute(taken).all())
    return {sku_id: (code, quantity - by_others.get(sku_id, 0)) for sku_id, code, quantity in session.execute(counted)}
