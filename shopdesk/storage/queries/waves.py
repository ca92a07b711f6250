"""What waves must know: their numbers, their orders, and how far these are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import SHIPPED, OrderState
from shopdesk.domain.waves import WaveState, wave_serial
from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import Order, Wave

#: An order that is in one of these belongs to the wave it names; in another it was taken out and waits elsewhere.
IN_WAVE = (
    OrderState.PICKING, OrderState.PACKED, OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED,
)  # fmt: skip


def belongs() -> Any:
    """The condition that an order still belongs to its wave."""
    return Order.state.in_([str(state) for state in IN_WAVE])


def members(session: Session, wave_id: int, *states: str) -> list[int]:
    """Ids of a wave's orders, oldest first; only those in ``states`` when given."""
    query = select(Order.id).where(Order.wave_id == wave_id, belongs())
    if states:
        query = query.where(Order.state.in_([str(state) for state in states]))
    return list(session.scalars(query.order_by(Order.placed_at, Order.id)))


def ready_orders(session: Session) -> list[int]:
    """Confirmed orders, oldest first."""
    ready = (str(OrderState.CONFIRMED), str(OrderState.ALLOCATED))
    query = select(Order.id).where(Order.state.in_(ready), Order.archived_at.is_(None))
    return list(session.scalars(query.order_by(Order.placed_at, Order.id)))


def sizes(session: Session, wave_ids: Iterable[int]) -> dict[int, int]:
    """How many orders each wave holds."""
    query = select(Order.wave_id, func.count()).where(among(Order.wave_id, wave_ids), belongs()).group_by(Order.wave_id)
    return {wave_id: count for wave_id, count in session.execute(query) if wave_id is not None}


def last_serial(session: Session, prefix: str) -> int:
    """The highest serial of the waves whose number begins with ``prefix`` (a day), 0 when there is none."""
    numbers = session.scalars(select(Wave.number).where(Wave.number.startswith(prefix, autoescape=True)))
    return max((wave_serial(number) for number in numbers), default=0)


def finished_waves(session: Session, order_ids: Iterable[int]) -> list[int]:
    """Waves of these orders that are not handed over although what was to leave with them has left."""
    waiting = (str(OrderState.PICKING), str(OrderState.PACKED))
    still_here = select(Order.id).where(Order.wave_id == Wave.id, Order.state.in_(waiting))
    gone = select(Order.id).where(Order.wave_id == Wave.id, Order.state.in_([str(state) for state in SHIPPED]))
    of_these = select(Order.wave_id).where(among(Order.id, order_ids), Order.wave_id.is_not(None))
    query = select(Wave.id).where(Wave.id.in_(of_these), Wave.state != str(WaveState.HANDED_OVER))
    query = query.where(~still_here.exists(), gone.exists())
    return list(session.scalars(query))


def picked_through(session: Session, order_ids: Iterable[int]) -> list[int]:
    """Open waves of these orders in which none waits to be picked any more."""
    waiting = select(Order.id).where(Order.wave_id == Wave.id, Order.state == str(OrderState.PICKING))
    of_these = select(Order.wave_id).where(among(Order.id, order_ids), Order.wave_id.is_not(None), belongs())
    query = select(Wave.id).where(Wave.id.in_(of_these), Wave.state == "open", ~waiting.exists())
    return list(session.scalars(query))
