"""The promised ship-by time (R-O4) of open orders follows its setting: the shop's, or that of their channel.

A time that a file brought with it is the marketplace's own promise and is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.settings import declared
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries import promises
from shopdesk.storage.tables import Channel, Order

KEY = "order.ship_within_hours"


@dataclass(frozen=True, slots=True)
class ChannelPromise:
    """A channel and within how many hours of their payment its orders leave; ``None``: within the shop's."""

    channel_id: int
    name: str
    hours: int | None


def by_channel(session: Session) -> tuple[ChannelPromise, ...]:
    """The promise of every channel, by name."""
    query = select(Channel.id, Channel.name, Channel.ship_within_hours).where(Channel.archived_at.is_(None))
    return tuple(ChannelPromise(*row) for row in session.execute(query.order_by(Channel.name)))


def set_for_channel(session: Session, channel_id: int, hours: int | None, shop_hours: int) -> Change:
    """Orders of a channel ship within ``hours`` of their payment; ``None``: within the shop's ``shop_hours``.

    Raises ``UserError``: ``channel_unknown``, ``setting_invalid``.
    """
    channel = session.get(Channel, channel_id)
    if channel is None:
        raise UserError("channel_unknown")
    if hours is not None:
        declared("rules")[KEY].check(hours)
    before = channel.ship_within_hours or shop_hours
    with recording(session, "ship_promise_changed", channel=channel.name, hours=hours or shop_hours) as step:
        step.update(channel, ship_within_hours=hours)
        move(session, step, before, hours or shop_hours, channel_id=channel_id)
    return step.change


def move(session: Session, step: Recorder, before: int, after: int, *, channel_id: int | None = None) -> None:
    """Open orders promised ``before`` hours after payment are promised ``after`` hours from now on; of one channel, or
    of all that have no hours of their own.
    """
    ids = promises.promised(session, before, channel_id)
    if before != after:
        step.update_many(Order, ids, ship_by=promises.ship_by(after))
