"""The shop's service calendar (R-G4) as its settings say, and the clock that counts on it.

Takes the rule values in force (``services.settings.values``) rather than reading them, so that the settings themselves
can ask for it when they change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.service_clock import ROUND_THE_CLOCK, SEVEN_BY_EIGHT, ServiceCalendar, ServiceClock
from shopdesk.domain.service_hours import parse_days, parse_week
from shopdesk.storage.tables import Shop

#: The settings that the calendar is made of.
KEYS = frozenset(("service.hours", "service.own_hours", "service.holidays", "service.own_days"))


def service_clock(session: Session, values: Mapping[str, Any]) -> ServiceClock:
    """The clock of the shop, in its time zone; ``values``: every rule's value in force."""
    timezone, country = session.execute(select(Shop.timezone, Shop.country)).one()
    return ServiceClock(calendar_of(values, timezone, country))


def calendar_of(values: Mapping[str, Any], timezone: str, country: str) -> ServiceCalendar:
    """The calendar of a shop in ``timezone`` (IANA) and ``country`` (ISO 3166 alpha-2). Around the clock knows no
    public holidays, only the owner's own days (F12).
    """
    own_days = parse_days(values["service.own_days"])
    if values["service.hours"] == "7x24":
        return ServiceCalendar(timezone, ROUND_THE_CLOCK, own_days=own_days)
    week = parse_week(values["service.own_hours"]) if values["service.hours"] == "own" else SEVEN_BY_EIGHT
    return ServiceCalendar(timezone, week, country.upper() if values["service.holidays"] else "", own_days)


def check(key: str, value: Any) -> None:
    """Raise the ``UserError`` of ``domain.service_hours`` when ``value`` cannot be a setting of the calendar."""
    if key == "service.own_hours":
        parse_week(value)
    elif key == "service.own_days":
        parse_days(value)
