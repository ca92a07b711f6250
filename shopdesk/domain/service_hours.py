"""Service hours as the owner writes them: ``Mo-Fr 09:00-12:00 13:00-18:00; Sa 10:00-14:00``, ``周一至周五 9:00-18:00``.

Reads and writes the two short texts of the service calendar: the hours of a week, and single days that differ from it.
Must not know time zones or holidays: those are ``domain.service_clock``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from shopdesk.base.errors import UserError

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open from ``start`` up to ``end``, minutes after midnight on the wall clock; ``end`` of 1440 is midnight."""

    start: int
    end: int


Spans = tuple[Span, ...]
Week = tuple[Spans, ...]  # Monday to Sunday

_DAYS = (
    ("mo", "mon", "monday", "周一", "星期一", "礼拜一"),
    ("tu", "tue", "tuesday", "周二", "星期二", "礼拜二"),
    ("we", "wed", "wednesday", "周三", "星期三", "礼拜三"),
    ("th", "thu", "thursday", "周四", "星期四", "礼拜四"),
    ("fr", "fri", "friday", "周五", "星期五", "礼拜五"),
    ("sa", "sat", "saturday", "周六", "星期六", "礼拜六"),
    ("su", "sun", "sunday", "周日", "周天", "星期日", "星期天", "礼拜天"),
)
_DAY_NO = {name: number for number, names in enumerate(_DAYS) for name in names}
_EVERY_DAY = frozenset(("daily", "every day", "每天", "每日"))
_CLOSED = frozenset(("closed", "off", "休", "休息", "放假", "不营业"))
_TO = r"\s*(?:-|–|—|~|～|至|到)\s*"
_TIME = r"(\d{1,2})[:：](\d{2})"
_SPAN = re.compile(_TIME + _TO + _TIME)
_LEADING_DAYS = re.compile(r"^\s*(\D*?)\s*(?=\d|$)")
_DATE = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_DATES = re.compile(rf"^\s*{_DATE}(?:\s*(?:\.\.|–|—|~|～|至|到)\s*{_DATE})?\s*(.*)$")
_PARTS = re.compile(r"[;；\n]")
_LONGEST_RANGE = timedelta(days=366)


def parse_week(text: str) -> Week:
    """The hours of a week; days that are not named are closed. Hours over midnight go on on the next day.

    Raises ``UserError``: ``service_hours_unreadable`` (naming the part), ``service_hours_overlap``,
    ``service_hours_empty``.
    """
    week: list[list[Span]] = [[] for _ in _DAYS]
    for part in _parts(text):
        named = _LEADING_DAYS.match(part)
        days = _weekdays(named.group(1), part) if named else []
        for start, end in _times(part[named.end() if named else 0 :], part):
            for day in days:
                _add(week, day, start, end)
    if not any(week):
        raise UserError("service_hours_empty")
    return tuple(_sorted(spans) for spans in week)


def parse_days(text: str) -> dict[date, Spans]:
    """Single days: ``2026-12-24 closed; 2026-12-27 10:00-14:00; 2027-02-05..2027-02-12 休息``. Empty: closed.

    Raises ``UserError``: ``service_day_unreadable`` (naming the part), ``service_hours_overlap``.
    """
    found: dict[date, Spans] = {}
    for part in _parts(text):
        match = _DATES.match(part)
        if match is None:
            raise UserError("service_day_unreadable", part=part)
        first, last = _date(match.groups()[:3], part), _date(match.groups()[3:6], part)
        spans = _day_spans(match.group(7).strip(), part)
        if first is None or (last is not None and not first <= last <= first + _LONGEST_RANGE):
            raise UserError("service_day_unreadable", part=part)
        for count in range(((last or first) - first).days + 1):
            found[first + timedelta(days=count)] = spans
    return found


def write_week(week: Week) -> str:
    """The text of ``week`` that :func:`parse_week` reads: neighbours with the same hours together."""
    parts, day = [], 0
    while day < len(week):
        last = day
        while last + 1 < len(week) and week[last + 1] == week[day]:
            last += 1
        if week[day]:
            names = _short(day) if last == day else f"{_short(day)}-{_short(last)}"
            parts.append(f"{names} {' '.join(f'{_clock(s.start)}-{_clock(s.end)}' for s in week[day])}")
        day = last + 1
    return "; ".join(parts)


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in _PARTS.split(text) if part.strip())


def _weekdays(text: str, part: str) -> list[int]:
    names = text.strip().strip(":：").strip().casefold()
    if names in _EVERY_DAY:
        return list(range(7))
    days: list[int] = []
    for piece in re.split(r"[,，、\s]+(?![-–—~～至到])", re.sub(_TO, "-", names)):
        ends = [_DAY_NO.get(name.strip(".")) for name in piece.split("-")]
        if not piece or len(ends) > 2 or None in ends:
            raise UserError("service_hours_unreadable", part=part)
        first, last = ends[0] or 0, ends[-1] or 0
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return days


def _times(text: str, part: str) -> list[tuple[int, int]]:
    found = [(int(m[1]) * 60 + int(m[2]), int(m[3]) * 60 + int(m[4])) for m in _SPAN.finditer(text)]
    wrong = any(start >= DAY_MINUTES or end > DAY_MINUTES or start == end for start, end in found)
    minutes = [int(minute) for _, minute in re.findall(_TIME, text)]
    if not found or wrong or any(minute > 59 for minute in minutes) or _SPAN.sub("", text).strip(" ,，、和"):
        raise UserError("service_hours_unreadable", part=part)
    return found


def _add(week: list[list[Span]], day: int, start: int, end: int) -> None:
    if end > start:
        week[day].append(Span(start, end))
        return
    week[day].append(Span(start, DAY_MINUTES))
    if end:
        week[(day + 1) % 7].append(Span(0, end))


def _sorted(spans: list[Span]) -> Spans:
    """In order, none twice; those that touch stay apart. Raises ``UserError("service_hours_overlap")``."""
    ordered = sorted(set(spans))
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise UserError("service_hours_overlap", first=_written(before), second=_written(after))
    return tuple(ordered)


def _day_spans(text: str, part: str) -> Spans:
    if text.casefold() in _CLOSED:
        return ()
    try:
        times = _times(text, part)
    except UserError as error:
        raise UserError("service_day_unreadable", part=part) from error
    if any(end <= start for start, end in times):
        raise UserError("service_day_unreadable", part=part)
    return _sorted([Span(start, end) for start, end in times])


def _date(numbers: tuple[str | None, ...], part: str) -> date | None:
    if numbers[0] is None:
        return None
    try:
        return date(*(int(number or 0) for number in numbers))
    except ValueError as error:
        raise UserError("service_day_unreadable", part=part) from error


def _short(day: int) -> str:
    return _DAYS[day][0].capitalize()


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _written(span: Span) -> str:
    return f"{_clock(span.start)}-{_clock(span.end)}"
