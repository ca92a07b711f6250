"""Counting in days on which the shop serves (R-O8, R-O9). Which days these are is the service calendar's to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo

#: Whether the shop serves on a day.
IsServiceDay = Callable[[date], bool]

_LONGEST_CLOSURE = 366  # days: a calendar that never opens must not hang the program


def every_day(_day: date) -> bool:
    """The preset: seven days a week."""
    return True


def next_service_day(day: date, is_open: IsServiceDay) -> date:
    """``day`` itself when the shop serves on it, else the next day on which it does."""
    for ahead in range(_LONGEST_CLOSURE):
        if is_open(found := day + timedelta(days=ahead)):
            return found
    return day


def add_service_days(start: datetime, days: int, zone: tzinfo, is_open: IsServiceDay) -> datetime:
    """``start`` plus ``days`` days of service at the same time of day on the shop's clock; aware UTC in and out as
    given.

    A start on a day without service counts as that of the next day with it, at its beginning of day.
    """
    local = start.astimezone(zone)
    day = next_service_day(local.date(), is_open)
    time = local.timetz() if day == local.date() else local.timetz().replace(hour=0, minute=0, second=0, microsecond=0)
    for _ in range(days):
        day = next_service_day(day + timedelta(days=1), is_open)
    return datetime.combine(day, time).replace(tzinfo=zone).astimezone(start.tzinfo)
