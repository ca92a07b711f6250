"""Ship-by times that were computed from the payment (R-O4), told from those a file brought with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, case, func, select, type_coerce
from sqlalchemy.orm import Session

from shopdesk.domain.orders import OPEN, PaymentState
from shopdesk.storage.raw import raw_rows
from shopdesk.storage.tables import Channel, Order
from shopdesk.storage.types import UtcDateTime


def ship_by(hours: int) -> ColumnElement[Any]:
    """The time of payment + ``hours``, as the import computes it."""
    paid = case(
        (Order.payment_state == PaymentState.UNPAID, Order.paid_at), else_=func.coalesce(Order.paid_at, Order.placed_at)
    )
    moment = func.strftime("%Y-%m-%dT%H:%M:%SZ", type_coerce(paid, String), f"+{hours} hours")
    return type_coerce(moment, UtcDateTime)


def promised(session: Session, hours: int, channel_id: int | None) -> list[int]:
    """Open orders that ship within ``hours`` of their payment because a setting says so; those of a channel, or of all
    channels without hours of their own.
    """
    query = select(Order.id).where(Order.state.in_([str(state) for state in OPEN]), Order.ship_by == ship_by(hours))
    if channel_id is None:
        own = select(Channel.id).where(Channel.ship_within_hours.is_not(None))
        query = query.where(Order.channel_id.not_in(own))
    else:
        query = query.where(Order.channel_id == channel_id)
    return [row[0] for row in raw_rows(session, query.order_by(Order.id))]
