"""What imported files and the owner's own steps say about how a channel is served. Counts only; changes nothing.

Samples, gifts, resends and credit notes are nobody's orders and do not count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.orders import OrderKind, OrderState, PaymentState
from shopdesk.domain.platform_health import Count, Metric
from shopdesk.storage.tables import Order, OrderEvent, Shipment

_COUNTED = (OrderKind.B2C, OrderKind.B2B)
_LONGEST_WAIT = timedelta(days=120)  # nothing is shipped later than this; keeps the search within an index


def count(session: Session, metric: Metric, channel_id: int, start: datetime, end: datetime) -> Count:
    """Bad and all orders of ``channel_id`` that ``metric`` measures between two moments (aware, end excluded);
    ``start`` is in the shop's time zone.
    """
    if metric is Metric.ON_TIME:
        return _on_time(session, channel_id, start, end)
    where, is_bad = _MEASURES[metric](start, end)
    query = select(func.count(), func.coalesce(func.sum(case((is_bad, 1), else_=0)), 0)).where(
        Order.channel_id == channel_id, Order.kind.in_([str(kind) for kind in _COUNTED]), where
    )
    total, bad = session.execute(query).one()
    return Count(bad, total)


def _on_time(session: Session, channel_id: int, start: datetime, end: datetime) -> Count:
    """Of the orders with a parcel delivered whose day was expected, those delivered after that day of the shop."""
    query = (
        select(Shipment.order_id, Shipment.delivered_at, Shipment.expected_on)
        .join(Order, Order.id == Shipment.order_id)
        .where(
            Order.channel_id == channel_id,
            Order.kind.in_([str(kind) for kind in _COUNTED]),
            Order.placed_at >= start - _LONGEST_WAIT,
            Shipment.delivered_at >= start,
            Shipment.delivered_at < end,
            Shipment.expected_on.is_not(None),
        )
    )
    late: dict[int, bool] = {}
    for order_id, delivered_at, expected_on in session.execute(query):
        assert delivered_at is not None and expected_on is not None
        is_late = delivered_at.astimezone(start.tzinfo).date() > expected_on
        late[order_id] = late.get(order_id, False) or is_late
    return Count(sum(late.values()), len(late))


_Measure = tuple[ColumnElement[bool], ColumnElement[bool]]


def _shipped(start: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(Order.placed_at >= start - _LONGEST_WAIT, Order.shipped_at >= start, Order.shipped_at < end)


def _late(start: datetime, end: datetime) -> _Measure:
    """R-O4: of the orders shipped, those after their ship-by time."""
    return and_(_shipped(start, end), Order.ship_by.is_not(None)), Order.shipped_at > Order.ship_by


def _cancelled(start: datetime, end: datetime) -> _Measure:
    """Of the paid orders placed, those cancelled before they left; files do not say by whom."""
    paid = or_(Order.paid_at.is_not(None), Order.payment_state != PaymentState.UNPAID)
    placed = and_(Order.placed_at >= start, Order.placed_at < end, paid)
    return placed, and_(Order.state == OrderState.CANCELLED, Order.shipped_at.is_(None))


def _tracking(start: datetime, end: datetime) -> _Measure:
    """Of the orders shipped, those without carrier and waybill; an order that came in as shipped counts only when its
    file named one, since many files never do.
    """
    main = aliased(Shipment)
    has_one = exists(
        select(Shipment.id)
        .outerjoin(main, main.id == Shipment.merged_into_id)
        .where(
            Shipment.order_id == Order.id,
            func.coalesce(main.waybill, Shipment.waybill) != "",
            func.coalesce(main.carrier, Shipment.carrier) != "",
        )
    )
    left_here = exists().where(OrderEvent.order_id == Order.id, OrderEvent.code == "order_shipped")
    return and_(_shipped(start, end), or_(left_here, has_one)), ~has_one


def _defect(start: datetime, end: datetime) -> _Measure:
    """Of the orders placed, those whose payment the buyer disputes: all that order files tell."""
    placed = and_(Order.placed_at >= start, Order.placed_at < end)
    return placed, Order.payment_state == PaymentState.DISPUTED


_MEASURES: Mapping[Metric, Callable[[Any, Any], _Measure]] = {
    Metric.LATE: _late,
    Metric.CANCELLED: _cancelled,
    Metric.TRACKING: _tracking,
    Metric.DEFECT: _defect,
}
