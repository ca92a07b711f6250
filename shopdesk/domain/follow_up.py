"""The word with the buyer after the parcel should have come (R-O8, S2-T7-CALL). Days are the shop's."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from shopdesk.domain.service_days import IsServiceDay, next_service_day


def expected_arrival(handed_over_at: datetime, transit_days: int, zone: tzinfo) -> date:
    """The day of hand-over on the shop's clock plus the days the service takes. Handed over 3 June, 3 days: 6 June."""
    return handed_over_at.astimezone(zone).date() + timedelta(days=transit_days)


def follow_up_day(expected_on: date, days_after: int, is_open: IsServiceDay) -> date:
    """``days_after`` days later, moved to the next day of service (R-O8). An early parcel does not bring it forward
    (F45).
    """
    return next_service_day(expected_on + timedelta(days=days_after), is_open)


def at_opening(day: date, opens: time, zone: tzinfo) -> datetime:
    """``day`` at the hour the shop opens, aware."""
    return datetime.combine(day, opens, tzinfo=zone)
