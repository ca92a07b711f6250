"""When the buyer is asked whether the parcel has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.follow_up import expected_arrival, follow_up_at
from shopdesk.domain.service_clock import SEVEN_BY_EIGHT, ServiceCalendar, ServiceClock

BERLIN = ServiceClock(ServiceCalendar("Europe/Berlin"))
WEEKDAYS = ServiceClock(ServiceCalendar("UTC", (*SEVEN_BY_EIGHT[:5], (), ())))


@pytest.mark.rule("R-O8")
def test_handed_over_on_3_june_three_days_is_called_on_7_june():
    expected = expected_arrival(datetime(2026, 6, 3, 10, tzinfo=UTC), 3, BERLIN)
    assert expected == date(2026, 6, 6)
    assert follow_up_at(expected, 1, BERLIN) == datetime(2026, 6, 7, 7, tzinfo=UTC)  # nine o'clock in Berlin


@pytest.mark.rule("R-O8")
def test_the_call_waits_for_a_day_of_service():
    # 6 June 2026 is a Saturday: the call of Sunday goes to Monday.
    assert follow_up_at(date(2026, 6, 6), 1, WEEKDAYS) == datetime(2026, 6, 8, 9, tzinfo=UTC)


@pytest.mark.rule("R-O8")
def test_the_day_of_hand_over_is_the_shops():
    late = datetime(2026, 6, 3, 23, 30, tzinfo=UTC)
    assert expected_arrival(late, 0, BERLIN) == date(2026, 6, 4)
    assert expected_arrival(late, 0, WEEKDAYS) == date(2026, 6, 3)


@pytest.mark.rule("R-O8")
@given(day=st.dates(date(2020, 1, 1), date(2035, 1, 1)), after=st.integers(0, 60))
def test_it_is_never_sooner_and_always_while_the_shop_serves(day, after):
    due_at = follow_up_at(day, after, WEEKDAYS)
    assert due_at.date() >= day + timedelta(days=after)
    assert WEEKDAYS.is_open(due_at) and due_at - datetime.combine(day, due_at.timetz()) <= timedelta(days=after + 2)
