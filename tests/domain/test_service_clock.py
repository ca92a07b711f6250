"""The service clock (R-G4): examples of the rule, holidays and make-up days, summer time, and what always holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.domain.public_holidays import DayKind, day_kind
from shopdesk.domain.service_clock import ROUND_THE_CLOCK, ServiceCalendar, ServiceClock
from shopdesk.domain.service_hours import Span, parse_days, parse_week
from tests.domain.test_service_hours import weeks

OFFICE = parse_week("Mo-Fr 09:00-17:00")


def _at(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _clock(zone: str = "Europe/Berlin", **parts: object) -> ServiceClock:
    return ServiceClock(ServiceCalendar(zone, **parts))  # type: ignore[arg-type]


@pytest.mark.rule("R-G4")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-24 16:50", "2026-11-25 09:20"),
        ("2026-11-24 22:00", "2026-11-25 09:30"),
        ("2026-11-24 10:00", "2026-11-24 10:30"),
        ("2026-11-24 16:30", "2026-11-24 17:00"),
        ("2026-11-24 17:00", "2026-11-25 09:30"),
        ("2026-11-24 03:00", "2026-11-24 09:30"),
        ("2026-11-28 16:50", "2026-11-29 09:20"),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Shanghai", "America/Los_Angeles"])
def test_thirty_minutes_on_seven_by_eight(start: str, due: str, zone: str) -> None:
    assert _clock(zone).due(_at(start, zone), 30) == _at(due, zone)


@pytest.mark.rule("R-G4")
def test_round_the_clock_is_the_wall_clock() -> None:
    assert _clock(week=ROUND_THE_CLOCK).due(_at("2026-11-24 23:50"), 30) == _at("2026-11-25 00:20")


@pytest.mark.rule("R-G4")
def test_an_hour_over_the_weekend() -> None:
    clock = _clock(week=OFFICE)
    assert clock.due(_at("2026-11-27 16:30"), 60) == _at("2026-11-30 09:30")
    assert clock.minutes_between(_at("2026-11-27 16:30"), _at("2026-11-30 09:30")) == 60
    assert clock.due(_at("2026-11-24 09:00"), 16 * 60) == _at("2026-11-25 17:00")


@pytest.mark.rule("R-G4")
def test_several_spans_a_day() -> None:
    clock = _clock(week=parse_week("Mo-Fr 09:00-12:00 13:00-18:00"))
    assert clock.due(_at("2026-11-24 11:50"), 30) == _at("2026-11-24 13:20")
    assert clock.due(_at("2026-11-24 11:30"), 30) == _at("2026-11-24 12:00")
    assert not clock.is_open(_at("2026-11-24 12:00"))
    assert clock.is_open(_at("2026-11-24 13:00"))


@pytest.mark.rule("R-G4")
def test_a_public_holiday_is_no_service() -> None:
    clock = _clock(week=OFFICE, country="DE")
    assert clock.due(_at("2026-12-24 16:50"), 30) == _at("2026-12-28 09:20")  # Christmas, then a weekend
    assert _clock(week=OFFICE).due(_at("2026-12-24 16:50"), 30) == _at("2026-12-25 09:20")


@pytest.mark.rule("R-G4")
def test_chinese_make_up_days_are_worked() -> None:
    clock = _clock("Asia/Shanghai", week=OFFICE, country="CN")
    assert day_kind("CN", date(2026, 2, 14)) is DayKind.MADE_UP
    assert day_kind("CN", date(2026, 2, 20)) is DayKind.HOLIDAY
    saturday = clock.calendar.spans_on(date(2026, 2, 14))
    assert saturday == (Span(540, 1020),)
    before = _at("2026-02-14 16:50", "Asia/Shanghai")
    assert clock.due(before, 30) == _at("2026-02-24 09:20", "Asia/Shanghai")
    assert clock.service_days_after(date(2026, 2, 13), 2) == date(2026, 2, 24)


def test_the_owners_days_go_first() -> None:
    days = parse_days("2026-12-24 closed; 2026-12-25 10:00-12:00")
    clock = _clock(week=OFFICE, country="DE", own_days=days)
    assert clock.due(_at("2026-12-23 16:50"), 30) == _at("2026-12-25 10:20")
    assert clock.service_day(date(2026, 12, 24)) == date(2026, 12, 25)
    assert clock.end_of_service(date(2026, 12, 24)) == _at("2026-12-25 12:00")


def test_an_unknown_country_has_no_holidays() -> None:
    assert day_kind("ZZ", date(2026, 12, 25)) is DayKind.ORDINARY


def test_a_calendar_that_never_opens_says_so() -> None:
    clock = _clock(week=((),) * 7)
    for ask in (lambda: clock.due(_at("2026-11-24 10:00"), 1), lambda: clock.service_day(date(2026, 11, 24))):
        with pytest.raises(UserError, match="service_never_open"):
            ask()


@pytest.mark.rule("R-G4")
def test_the_clocks_are_put_forward_and_back() -> None:
    night = _clock(week=parse_week("daily 01:00-05:00"))
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert night.minutes_between(_at(f"{spring} 00:00"), _at(f"{spring} 06:00")) == 3 * 60
    assert night.minutes_between(_at(f"{autumn} 00:00"), _at(f"{autumn} 06:00")) == 5 * 60
    skipped = _clock(week=parse_week("daily 02:15-02:45"))
    assert skipped.minutes_between(_at(f"{spring} 00:00"), _at(f"{spring} 06:00")) == 0
    assert skipped.due(_at(f"{spring} 00:00"), 10) == _at("2026-03-30 02:25")
    half = _clock(week=parse_week("daily 02:30-04:00"))
    assert half.due(_at(f"{spring} 00:00"), 30) == _at(f"{spring} 03:30")


_MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)).map(lambda m: m.replace(tzinfo=UTC))  # noqa: DTZ001
_ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])


@settings(max_examples=60, deadline=None)
@given(weeks(), _ZONES, st.sampled_from(["", "DE", "CN", "US"]), _MOMENTS, st.integers(0, 600), st.integers(0, 600))
@pytest.mark.rule("R-G4")
def test_minutes_add_up(week, zone: str, country: str, start: datetime, first: int, second: int) -> None:
    assume(sum(span.end - span.start for spans in week for span in spans) >= 30)
    clock = _clock(zone, week=week, country=country)
    midway = clock.due(start, first)
    assert midway >= start
    assert clock.minutes_between(start, midway) == first
    assert clock.minutes_between(start, clock.due(midway, second)) == first + second
    assert clock.minutes_between(midway, start) == 0
