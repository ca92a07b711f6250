"""Service hours as an owner writes them, in both languages, and what cannot be read (R-G4, F12)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.domain.service_clock import ROUND_THE_CLOCK, SEVEN_BY_EIGHT
from shopdesk.domain.service_hours import DAY_MINUTES, Span, Week, parse_days, parse_week, write_week

MORNING, AFTERNOON = Span(9 * 60, 12 * 60), Span(13 * 60, 18 * 60)


@pytest.mark.rule("R-G4")
@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-12:00 13:00-18:00; Sa 10:00-14:00",
        "Mon–Fri 9:00–12:00, 13:00–18:00\nSat 10:00-14:00",
        "monday - friday: 9:00-12:00 13:00-18:00; saturday 10:00-14:00;",
        "周一至周五 9:00-12:00、13:00-18:00；周六 10:00-14:00",
        "星期一到星期五 09：00～12：00 和 13：00～18：00；星期六 10:00至14:00",
        "Mo, Tu, We, Th, Fr 09:00-12:00 13:00-18:00; Sa 10:00-14:00",
    ],
)
def test_several_spans_a_day_in_both_languages(text: str) -> None:
    week = parse_week(text)
    assert week[:5] == ((MORNING, AFTERNOON),) * 5
    assert week[5] == (Span(10 * 60, 14 * 60),)
    assert week[6] == ()


def test_presets_can_be_written() -> None:
    assert parse_week("daily 09:00-17:00") == parse_week("每天 9:00-17:00") == SEVEN_BY_EIGHT
    assert parse_week("Mo-Su 00:00-24:00") == ROUND_THE_CLOCK


def test_hours_over_midnight_go_on_on_the_next_day() -> None:
    week = parse_week("Fr 22:00-02:00; Su 20:00-00:00")
    assert week[4] == (Span(22 * 60, DAY_MINUTES),)
    assert week[5] == (Span(0, 120),)
    assert week[6] == (Span(20 * 60, DAY_MINUTES),)
    assert week[0] == ()


def test_days_may_run_over_the_weekend() -> None:
    week = parse_week("Sa-Mo 10:00-11:00")
    assert [bool(spans) for spans in week] == [True, False, False, False, False, True, True]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "service_hours_empty"),
        (" ; ", "service_hours_empty"),
        ("09:00-17:00", "service_hours_unreadable"),
        ("Mo-Fr", "service_hours_unreadable"),
        ("Mo-Xy 09:00-17:00", "service_hours_unreadable"),
        ("Mo 9-17", "service_hours_unreadable"),
        ("Mo 09:00-25:00", "service_hours_unreadable"),
        ("Mo 09:60-17:00", "service_hours_unreadable"),
        ("Mo 09:00-09:00", "service_hours_unreadable"),
        ("Mo 09:00-17:00 or later", "service_hours_unreadable"),
        ("Mo 09:00-12:00 11:00-15:00", "service_hours_overlap"),
        ("Mo 22:00-04:00; Tu 03:00-05:00", "service_hours_overlap"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, code: str) -> None:
    with pytest.raises(UserError, match=code):
        parse_week(text)


def test_own_days() -> None:
    days = parse_days("2026-12-24 closed; 2026-12-27 10:00-14:00; 2027-02-05..2027-02-07 休息；2027年3月8日 9:00-12:00")
    assert days[date(2026, 12, 24)] == ()
    assert days[date(2026, 12, 27)] == (Span(600, 840),)
    assert [day.day for day in days if day.month == 2] == [5, 6, 7]
    assert days[date(2027, 3, 8)] == (Span(540, 720),)
    assert parse_days("") == {}


@pytest.mark.parametrize(
    "text",
    ["24.12. closed", "2026-02-30 closed", "2026-12-24", "2026-12-24 perhaps", "2026-12-24..2026-12-20 closed",
     "2026-01-01..2028-01-01 closed", "2026-12-24 22:00-02:00"],
)  # fmt: skip
def test_own_days_that_cannot_be_read_are_named(text: str) -> None:
    with pytest.raises(UserError, match="service_day_unreadable"):
        parse_days(text)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Any week with an open day."""
    week = []
    for _ in range(7):
        edges = sorted(draw(st.sets(st.integers(0, DAY_MINUTES), max_size=6)))
        pairs = list(zip(edges[::2], edges[1::2], strict=False))
        week.append(tuple(Span(start, end) for start, end in pairs if end > start))
    return tuple(week)


@given(weeks())
def test_what_is_written_is_read_again(week: Week) -> None:
    if any(week):
        assert parse_week(write_week(week)) == week
