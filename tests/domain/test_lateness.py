"""Ship-by times, warnings and how late is said (R-O4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.lateness import Span, Urgency, is_met, review_urgency, ship_by, span, urgency

PAID = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.rule("R-O4")
def test_promise_is_48_hours_after_payment() -> None:
    assert ship_by(PAID, 48) == datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.rule("R-O4")
@pytest.mark.parametrize(
    ("minutes_before", "expected"),
    [(241, Urgency.READY), (240, Urgency.DUE), (1, Urgency.DUE), (0, Urgency.DUE), (-1, Urgency.OVERDUE)],
)
def test_amber_four_hours_before_and_red_after(minutes_before: int, expected: Urgency) -> None:
    due = ship_by(PAID, 48)
    assert urgency(due, due - timedelta(minutes=minutes_before), 4) is expected


@pytest.mark.rule("R-O4")
def test_without_a_promise_nothing_is_late() -> None:
    assert urgency(None, PAID, 4) is Urgency.READY


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, Span(0, "minute")), (35, Span(35, "minute")), (59, Span(59, "minute")), (60, Span(1, "hour")),
        (150, Span(2, "hour")), (47 * 60 + 59, Span(47, "hour")), (48 * 60, Span(2, "day")), (-5, Span(0, "minute")),
    ],
)  # fmt: skip
def test_spans_in_their_largest_unit(minutes: int, expected: Span) -> None:
    assert span(PAID, PAID + timedelta(minutes=minutes)) == expected


@given(st.integers(0, 10**7))
def test_span_never_says_more_than_it_is(seconds: int) -> None:
    length = span(PAID, PAID + timedelta(seconds=seconds))
    assert length.count * {"minute": 60, "hour": 3600, "day": 86400}[length.unit] <= seconds


@pytest.mark.rule("R-O1")
@pytest.mark.parametrize(
    ("seconds_before", "expected"),
    [(601, Urgency.READY), (600, Urgency.DUE), (1, Urgency.DUE), (0, Urgency.DUE), (-1, Urgency.OVERDUE)],
)
def test_a_review_is_amber_ten_minutes_before_and_red_after(seconds_before: int, expected: Urgency) -> None:
    due = PAID + timedelta(minutes=30)
    assert review_urgency(due, due - timedelta(seconds=seconds_before), 10) is expected


@pytest.mark.rule("R-O1")
def test_a_review_at_its_time_is_met_and_a_second_later_is_not() -> None:
    placed = PAID.replace(hour=10)
    due = placed + timedelta(minutes=30)
    assert is_met(placed.replace(minute=30, second=0), due)
    assert not is_met(placed.replace(minute=30, second=1), due)
