"""The word with the buyer after the parcel should have come (R-O8, S2-T7-CALL). Days are the shop's."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shopdesk.domain.service_clock import ServiceClock


def expected_arrival(handed_over_at: datetime, transit_days: int, clock: ServiceClock) -> date:
    """The day of hand-over on the shop's clock plus the days the service takes. Handed over 3 June, 3 days: 6 June."""
    return clock.day_of(handed_over_at) + timedelta(days=transit_days)


def follow_up_at(expected_on: date, days_after: int, clock: ServiceClock) -> datetime:
    """``days_after`` days later, moved to the next day of service, when the shop opens (R-O8). An early parcel does not
    bring it forward (F45). Aware UTC.
    """
    day = clock.service_day(expected_on + timedelta(days=days_after))
    return clock.due(datetime.combine(day, time(), tzinfo=ZoneInfo(clock.calendar.timezone)), 0)
