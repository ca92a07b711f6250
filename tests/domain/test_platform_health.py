"""Rates against limits (R-G2, R-O4): exact at the limit, undefined for nothing, the room that is left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.platform_health import (
    OF_GOOD,
    Count,
    Limit,
    LimitRule,
    Metric,
    Standing,
    allowed_bad,
    judge,
    limit_in_force,
    rate_bp,
)

DAY = date(2026, 11, 22)


def limit(metric: str, bp: int, rule: str, **more: object) -> Limit:
    return Limit("amazon", Metric(metric), bp, LimitRule(rule), 7, DAY, **more)  # type: ignore[arg-type]


CANCELLED = limit("cancelled", 250, "below")
TRACKING = limit("tracking", 9_500, "at_least")


@pytest.mark.rule("R-G2")
def test_nothing_is_undefined_and_not_zero() -> None:
    found = judge(Metric.CANCELLED, Count(0, 0), CANCELLED)
    assert (found.rate_bp, found.standing, found.room) == (None, Standing.UNKNOWN, None)
    assert rate_bp(Metric.TRACKING, Count(0, 0)) is None


@pytest.mark.parametrize(
    ("bad", "total", "rate", "standing", "room", "recovery"),
    [
        (0, 41, 0, "fine", 1, None), (1, 41, 244, "edge", 0, None), (1, 40, 250, "over", 0, 1),
        (2, 41, 488, "over", 0, 40), (0, 40, 0, "edge", 0, None), (5, 400, 125, "fine", 4, None),
    ],
)  # fmt: skip
def test_cancellations_stay_below_two_and_a_half_percent(
    bad: int, total: int, rate: int, standing: str, room: int, recovery: int | None
) -> None:
    found = judge(Metric.CANCELLED, Count(bad, total), CANCELLED)
    assert (found.rate_bp, found.standing, found.room, found.recovery) == (rate, standing, room, recovery)


@pytest.mark.parametrize(
    ("bad", "total", "rate", "standing", "room", "recovery"),
    [(10, 200, 9_500, "edge", 0, None), (9, 200, 9_550, "fine", 1, None), (11, 200, 9_450, "over", 0, 20)],
)
def test_tracking_of_exactly_ninety_five_percent_is_enough(
    bad: int, total: int, rate: int, standing: str, room: int, recovery: int | None
) -> None:
    found = judge(Metric.TRACKING, Count(bad, total), TRACKING)
    assert (found.rate_bp, found.standing, found.room, found.recovery) == (rate, standing, room, recovery)


def test_without_a_limit_there_is_a_rate_alone() -> None:
    found = judge(Metric.LATE, Count(1, 3), None)
    assert (found.rate_bp, found.standing, found.room) == (3_333, Standing.UNKNOWN, None)


def test_a_limit_of_a_hundred_percent_can_never_be_reached_again() -> None:
    found = judge(Metric.TRACKING, Count(1, 10), limit("tracking", 10_000, "at_least"))
    assert (found.standing, found.recovery) == (Standing.OVER, None)


def test_bad_orders_are_some_of_all() -> None:
    for bad, total in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="some of all"):
            Count(bad, total)


def test_the_limit_of_a_day_is_the_latest_and_the_owners_first() -> None:
    old = Limit("amazon", Metric.LATE, 500, LimitRule.BELOW, 30, DAY - timedelta(days=9))
    new = Limit("amazon", Metric.LATE, 400, LimitRule.BELOW, 30, DAY)
    own = Limit("amazon", Metric.LATE, 300, LimitRule.BELOW, 30, DAY - timedelta(days=20), is_own=True)
    assert limit_in_force([old, new], DAY) is new
    assert limit_in_force([old, new], DAY - timedelta(days=1)) is old
    assert limit_in_force([old, new], DAY - timedelta(days=10)) is None
    assert limit_in_force([old, new, own], DAY) is own


_LIMITS = st.builds(
    limit, st.sampled_from(["late", "tracking"]), st.integers(1, 9_999), st.sampled_from(["below", "at_most"])
) | st.builds(limit, st.just("tracking"), st.integers(1, 9_999), st.just("at_least"))


@given(_LIMITS, st.integers(1, 3_000), st.integers(0, 3_000))
def test_room_is_what_still_fits_and_recovery_what_is_needed(kept: Limit, total: int, bad: int) -> None:
    bad = min(bad, total)
    found = judge(kept.metric, Count(bad, total), kept)

    def within(some: int, of: int) -> bool:
        share = 10_000 - kept.limit_bp if kept.rule is LimitRule.AT_LEAST else kept.limit_bp
        return some * 10_000 < share * of if kept.rule is LimitRule.BELOW else some * 10_000 <= share * of

    assert within(bad, total) == (found.standing is not Standing.OVER)
    if found.standing is Standing.OVER:
        assert found.recovery is not None
        assert within(bad, total + found.recovery)
        assert not within(bad, total + found.recovery - 1)
    else:
        assert found.room is not None
        assert within(bad + found.room, total)
        assert not within(bad + found.room + 1, total)
    assert allowed_bad(kept, total) >= -1
    assert found.rate_bp is not None
    assert 0 <= found.rate_bp <= 10_000
    assert kept.metric not in OF_GOOD or rate_bp(kept.metric, Count(0, total)) == 10_000
