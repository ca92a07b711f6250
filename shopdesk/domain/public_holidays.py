"""Which days a country does not work, and the weekend days on which it makes up for them (调休), from ``holidays``.

Nothing here knows the shop; a country the library does not know has no holidays. The library is loaded on first use.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import lru_cache


class DayKind(StrEnum):
    """``made_up``: a day at a weekend that is worked for a day off elsewhere in the week."""

    ORDINARY = "ordinary"
    HOLIDAY = "holiday"
    MADE_UP = "made_up"


def day_kind(country: str, day: date) -> DayKind:
    """What ``day`` is in ``country`` (ISO 3166 alpha-2)."""
    closed, made_up = _year(country, day.year)
    if day in made_up:
        return DayKind.MADE_UP
    return DayKind.HOLIDAY if day in closed else DayKind.ORDINARY


@lru_cache(maxsize=64)
def _year(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    import holidays

    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return frozenset(), frozenset()
    return frozenset(found), frozenset(found.weekend_workdays)
