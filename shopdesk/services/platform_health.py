"""Where the shop stands with each marketplace, from imported files and the shop's own steps alone.

Limits are declared in ``resources/platform_limits`` with source and day; the owner's own go before them. Nothing is
asked of a marketplace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.catalog import declarations
from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.platform_health import (
    OF_GOOD,
    Count,
    Judgement,
    Limit,
    LimitRule,
    Metric,
    judge,
    limit_in_force,
)
from shopdesk.services.recording import Change, recording
from shopdesk.storage.queries.platform_health import count
from shopdesk.storage.tables import Channel, PlatformLimit, Shop

_DEFAULT_DAYS = 30
_LONGEST_WINDOW = 366


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """The metrics of a channel, in the order of :class:`Metric`."""

    channel_id: int
    name: str
    kind: str
    judgements: tuple[Judgement, ...]


@cache
def declared_limits() -> tuple[Limit, ...]:
    """The limits that come with the program."""
    return tuple(
        _declared(entry["channel"], limit)
        for _, entry in declarations("platform_limits")
        for limit in entry["limit"]
    )  # fmt: skip


def _declared(kind: str, entry: Mapping[str, Any]) -> Limit:
    counts = entry.get("counts")
    return Limit(
        channel_kind=kind,
        metric=Metric(entry["metric"]),
        limit_bp=int(Decimal(entry["percent"]) * 100),
        rule=LimitRule(entry["rule"]),
        window_days=entry["window_days"],
        valid_from=entry["valid_from"],
        source=entry["source"],
        counts=Metric(counts) if counts else None,
    )


def limits(session: Session, kind: str, day: date) -> dict[Metric, Limit]:
    """The limits of a kind of channel that are in force on ``day``."""
    declared = [limit for limit in declared_limits() if limit.channel_kind == kind]
    own = [_own(row, declared) for row in session.scalars(select(PlatformLimit).filter_by(channel_kind=kind))]
    found = {metric: limit_in_force([x for x in (*declared, *own) if x.metric is metric], day) for metric in Metric}
    return {metric: limit for metric, limit in found.items() if limit is not None}


def _own(row: PlatformLimit, declared: Sequence[Limit]) -> Limit:
    """The owner's limit; below or at most as the marketplace has it."""
    metric = Metric(row.metric)
    same = next((limit for limit in declared if limit.metric is metric), None)
    rule = LimitRule.AT_LEAST if metric in OF_GOOD else LimitRule.AT_MOST
    return Limit(
        channel_kind=row.channel_kind,
        metric=metric,
        limit_bp=row.limit_bp,
        rule=same.rule if same else rule,
        window_days=row.window_days,
        valid_from=row.valid_from,
        counts=same.counts if same else None,
        is_own=True,
    )


def health(session: Session, *, moment: datetime | None = None) -> list[ChannelHealth]:
    """Every channel, by name, as of ``moment`` (aware UTC; now when not given). Windows end with it and begin at a
    midnight of the shop (R-G3).
    """
    until = moment or now()
    zone = ZoneInfo(session.scalars(select(Shop.timezone)).one())
    channels = session.scalars(select(Channel).where(Channel.archived_at.is_(None)).order_by(Channel.name))
    return [_channel(session, channel, until, zone) for channel in channels]


def _channel(session: Session, channel: Channel, until: datetime, zone: ZoneInfo) -> ChannelHealth:
    today = until.astimezone(zone).date()
    known = limits(session, channel.kind, today)
    judgements = []
    for metric in Metric:
        limit = known.get(metric)
        first = today - timedelta(days=(limit.window_days if limit else _DEFAULT_DAYS) - 1)
        start = datetime.combine(first, time(), zone)
        counted = limit.counts if limit and limit.counts else metric
        found = count(session, counted, channel.id, start, until + timedelta(seconds=1))
        judgements.append(judge(metric, _as_far_as_told(counted, found), limit))
    return ChannelHealth(channel.id, channel.name, channel.kind, tuple(judgements))


def _as_far_as_told(counted: Metric, found: Count) -> Count:
    """No dispute in the files is no proof that there is none: then defects are not known (R-G2)."""
    return Count(0, 0) if counted is Metric.DEFECT and not found.bad else found


def set_limit(
    session: Session, kind: str, metric: Metric, limit_bp: int, window_days: int, valid_from: date | None = None
) -> Change:
    """The owner's own limit from a day on (today when not given). Raises ``UserError("limit_invalid")``: more than
    100 %, or a window that is not 1 to 366 days.
    """
    if not 0 < limit_bp <= 10_000 or not 1 <= window_days <= _LONGEST_WINDOW:
        raise UserError("limit_invalid", days=_LONGEST_WINDOW)
    day = valid_from or _today(session)
    row = session.scalars(
        select(PlatformLimit).filter_by(channel_kind=kind, metric=str(metric), valid_from=day)
    ).first()  # fmt: skip
    with recording(session, "limit_set") as step:
        if row is None:
            step.insert(
                PlatformLimit(
                    channel_kind=kind, metric=str(metric), limit_bp=limit_bp, window_days=window_days, valid_from=day
                )
            )
        else:
            step.update(row, limit_bp=limit_bp, window_days=window_days)
    return step.change


def drop_limit(session: Session, kind: str, metric: Metric) -> Change:
    """The marketplace's declared limit counts again."""
    rows = session.scalars(select(PlatformLimit).filter_by(channel_kind=kind, metric=str(metric))).all()
    with recording(session, "limit_dropped") as step:
        for row in rows:
            step.delete(row)
    return step.change


def _today(session: Session) -> date:
    return now().astimezone(ZoneInfo(session.scalars(select(Shop.timezone)).one())).date()
