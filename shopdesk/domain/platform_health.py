"""How a marketplace measures the shop: rates against dated limits, and how much room is left. Pure.

A rate of nothing is undefined, never 0 (R-G2). Everything is counted in orders and basis points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Metric(StrEnum):
    """``late``: shipped after the promised time; ``tracking``: shipped with carrier and waybill; ``on_time``: delivered
    by the expected day; ``defect``: what the marketplace counts against the shop, as far as files tell.
    """

    LATE = "late"
    CANCELLED = "cancelled"
    TRACKING = "tracking"
    DEFECT = "defect"
    ON_TIME = "on_time"


class LimitRule(StrEnum):
    """``below`` 1 % excludes 1 % itself, ``at_most`` does not; ``at_least`` is of what is good."""

    BELOW = "below"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


#: Metrics that say how much is good; the others say how much is bad.
OF_GOOD = frozenset({Metric.TRACKING, Metric.ON_TIME})


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in basis points over a window of days, from a day on. ``counts``: another metric whose orders it counts;
    ``is_own``: the owner set it.
    """

    channel_kind: str
    metric: Metric
    limit_bp: int
    rule: LimitRule
    window_days: int
    valid_from: date
    source: str = ""
    counts: Metric | None = None
    is_own: bool = False


class Standing(StrEnum):
    """``unknown``: nothing to measure, or no limit; ``edge``: within it, with no room left."""

    UNKNOWN = "unknown"
    FINE = "fine"
    EDGE = "edge"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Count:
    """``bad`` of ``total`` orders of a window."""

    bad: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.bad <= self.total:
            raise ValueError("bad orders are some of all")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A metric of a channel. ``rate_bp``: of good orders for metrics :data:`OF_GOOD`, else of bad ones, half-up;
    ``None`` when there is nothing to measure. ``room``: how many more bad orders the limit allows; ``recovery``: how
    many good ones bring it back, ``None`` when none can.
    """

    metric: Metric
    count: Count
    limit: Limit | None
    rate_bp: int | None
    standing: Standing
    room: int | None = None
    recovery: int | None = None


def limit_in_force(limits: Iterable[Limit], day: date) -> Limit | None:
    """Of the limits of one metric, that of ``day``: the owner's before the declared, the latest first."""
    valid = [limit for limit in limits if limit.valid_from <= day]
    return max(valid, key=lambda limit: (limit.is_own, limit.valid_from), default=None)


def rate_bp(metric: Metric, count: Count) -> int | None:
    """The rate in basis points, half-up; ``None`` for nothing (R-G2)."""
    if not count.total:
        return None
    part = count.total - count.bad if metric in OF_GOOD else count.bad
    return (2 * 10_000 * part + count.total) // (2 * count.total)


def judge(metric: Metric, count: Count, limit: Limit | None) -> Judgement:
    """Where the shop stands. Exact: 190 of 200 are the 95 % that are asked for, 1 of 40 is not below 2.5 %."""
    rate = rate_bp(metric, count)
    if rate is None or limit is None:
        return Judgement(metric, count, limit, rate, Standing.UNKNOWN)
    allowed = allowed_bad(limit, count.total)
    room = allowed - count.bad
    if room < 0:
        return Judgement(metric, count, limit, rate, Standing.OVER, 0, _recovery(limit, count))
    return Judgement(metric, count, limit, rate, Standing.FINE if room else Standing.EDGE, room)


def _bad_bp(limit: Limit) -> int:
    return 10_000 - limit.limit_bp if limit.rule is LimitRule.AT_LEAST else limit.limit_bp


def allowed_bad(limit: Limit, total: int) -> int:
    """How many of ``total`` orders may be bad; -1 where the limit excludes even none."""
    share = _bad_bp(limit) * total
    return -(-share // 10_000) - 1 if limit.rule is LimitRule.BELOW else share // 10_000


def _recovery(limit: Limit, count: Count) -> int | None:
    """The least number of further good orders that bring the rate back within the limit."""
    share = _bad_bp(limit)
    if share <= 0:
        return None
    needed = 10_000 * count.bad
    whole = needed // share + 1 if limit.rule is LimitRule.BELOW else -(-needed // share)
    return max(0, whole - count.total)
