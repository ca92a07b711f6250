"""SQL expressions of the orders list: the chips' conditions as the indexes have them, cells from other tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, literal, literal_column, select

from shopdesk.base.settings import declared
from shopdesk.domain.orders import OrderState
from shopdesk.storage.tables import Order, Shipment, ShopSetting

KEPT: ColumnElement[bool] = Order.archived_at.is_(None)
ARCHIVED: ColumnElement[bool] = Order.archived_at.is_not(None)


def needs_attention() -> ColumnElement[bool]:
    """Orders with open problems: word for word the condition of their partial index."""
    return literal_column("orders.attention != ''")


def in_many(states: Iterable[str]) -> ColumnElement[bool]:
    """Orders in one of ``states`` where these are many: read in the list's own order, not sorted."""
    names = ", ".join(f"'{state}'" for state in states)
    return literal_column(f"+orders.state IN ({names})")


def in_few(states: Iterable[str]) -> ColumnElement[bool]:
    """Orders in one of ``states`` where these are few, answered by the index of states."""
    return Order.state.in_([str(state) for state in states])


def ship_by_order() -> ColumnElement[Any]:
    """Most urgent first, orders without a ship-by time last."""
    return func.coalesce(Order.ship_by, "9999")


def review_by() -> ColumnElement[Any]:
    """When an order that waits for its review is to be reviewed; nothing for every other one."""
    return case((Order.state == OrderState.TO_REVIEW, Order.review_due_at))


def first_parcel(column: Any) -> ColumnElement[Any]:
    """A column of the order's first parcel, ``""`` when there is none."""
    value = select(column).where(Shipment.order_id == Order.id).order_by(Shipment.parcel_no, Shipment.id).limit(1)
    return func.coalesce(value.scalar_subquery(), literal(""))


def rule_number(key: str) -> ColumnElement[int]:
    """The value in force of an integer rule, read in the same statement."""
    stored = select(ShopSetting.value).where(ShopSetting.key == key).scalar_subquery()
    return func.coalesce(cast(stored, Integer), literal(declared("rules")[key].default))


def buyer_shown() -> ColumnElement[str]:
    """The buyer's name, or what else is known of them."""
    known = (Order.buyer_name, Order.ship_name, Order.buyer_login, Order.buyer_ref)
    return func.coalesce(*(func.nullif(column, "") for column in known), literal(""))
