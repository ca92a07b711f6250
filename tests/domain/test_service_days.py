"""Counting in days of service, and the follow-up that is moved to one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.follow_up import at_opening, expected_arrival, follow_up_day
from shopdesk.domain.service_days import add_service_days, every_day, next_service_day

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")


def weekdays(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.rule("R-O8")
def test_handed_over_on_3_june_three_days_is_called_on_7_june():
    expected = expected_arrival(datetime(2026, 6, 3, 10, tzinfo=UTC), 3, BERLIN)
    assert expected == date(2026, 6, 6)
    assert follow_up_day(expected, 1, every_day) == date(2026, 6, 7)


@pytest.mark.rule("R-O8")
def test_the_call_waits_for_a_day_of_service():
    # 6 June 2026 is a Saturday: the call of Sunday goes to Monday.
    assert follow_up_day(date(2026, 6, 6), 1, weekdays) == date(2026, 6, 8)


@pytest.mark.rule("R-O8")
def test_the_day_of_hand_over_is_the_shops():
    late = datetime(2026, 6, 3, 23, 30, tzinfo=UTC)
    assert expected_arrival(late, 0, BERLIN) == date(2026, 6, 4)
    assert expected_arrival(late, 0, SHANGHAI) == date(2026, 6, 4)
    assert expected_arrival(late, 0, UTC) == date(2026, 6, 3)


def test_opening_is_on_the_shops_clock():
    assert at_opening(date(2026, 6, 7), time(9), BERLIN).astimezone(UTC) == datetime(2026, 6, 7, 7, tzinfo=UTC)


@pytest.mark.rule("R-O9")
def test_two_days_of_service_skip_the_weekend():
    friday = datetime(2026, 6, 5, 15, 30, tzinfo=UTC)
    assert add_service_days(friday, 2, UTC, weekdays) == datetime(2026, 6, 9, 15, 30, tzinfo=UTC)
    assert add_service_days(friday, 2, UTC, every_day) == datetime(2026, 6, 7, 15, 30, tzinfo=UTC)
    assert add_service_days(friday, 0, UTC, weekdays) == friday


@pytest.mark.rule("R-O9")
def test_a_start_outside_service_counts_from_the_next_day_of_it():
    saturday = datetime(2026, 6, 6, 15, 30, tzinfo=UTC)
    assert add_service_days(saturday, 1, UTC, weekdays) == datetime(2026, 6, 9, tzinfo=UTC)


def test_the_time_of_day_survives_a_change_of_clocks():
    before = datetime(2026, 10, 24, 13, tzinfo=UTC)  # 15:00 in Berlin, summer time ends on the 25th
    assert add_service_days(before, 1, BERLIN, every_day) == datetime(2026, 10, 25, 14, tzinfo=UTC)


def test_a_calendar_that_never_opens_does_not_hang():
    assert next_service_day(date(2026, 6, 6), lambda _day: False) == date(2026, 6, 6)


@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), closed=st.sets(st.integers(0, 6), max_size=6))
def test_the_next_day_of_service_is_open_and_none_before_it(start, closed):
    def is_open(day: date) -> bool:
        return day.weekday() not in closed

    found = next_service_day(start, is_open)
    assert is_open(found) and start <= found
    assert not [day for day in range(start.toordinal(), found.toordinal()) if is_open(date.fromordinal(day))]
