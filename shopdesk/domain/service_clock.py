"""The service clock (R-G4): time that counts only while the shop is at its customers' service.

A calendar is data: hours of a week, public holidays with their make-up days, the owner's own days. The clock counts on
it, in the shop's time zone, over changes to summer time: an hour that the clocks skip is no service, an hour that they
repeat counts twice. Moments are aware UTC. Must not know settings or the shop file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shopdesk.base.errors import UserError
from shopdesk.domain.public_holidays import DayKind, day_kind
from shopdesk.domain.service_hours import DAY_MINUTES, Span, Spans, Week

SEVEN_BY_EIGHT: Week = ((Span(9 * 60, 17 * 60),),) * 7
ROUND_THE_CLOCK: Week = ((Span(0, DAY_MINUTES),),) * 7

_DAY = timedelta(days=1)
_SEARCHED_DAYS = 800  # a calendar without an open day for so long has none


@dataclass(frozen=True, slots=True)
class ServiceCalendar:
    """When the shop serves. ``timezone`` IANA; ``country`` (ISO 3166 alpha-2): whose public holidays close it, ``""``:
    none do. ``own_days`` go before everything else; no spans: closed.
    """

    timezone: str
    week: Week = SEVEN_BY_EIGHT
    country: str = ""
    own_days: Mapping[date, Spans] = field(default_factory=dict)

    def spans_on(self, day: date) -> Spans:
        """The hours of a day of the shop. A make-up day has those of its weekday, else of the week's first open day."""
        if day in self.own_days:
            return self.own_days[day]
        usual = self.week[day.weekday()]
        if not self.country:
            return usual
        kind = day_kind(self.country, day)
        if kind is DayKind.HOLIDAY:
            return ()
        if kind is DayKind.MADE_UP and not usual:
            return next((spans for spans in self.week if spans), ())
        return usual


class ServiceClock:
    """Counts on a calendar; keeps the days it has looked at, so that thousands of orders cost little.

    Every method raises ``UserError("service_never_open")`` when it finds no open day within two years.
    """

    def __init__(self, calendar: ServiceCalendar) -> None:
        self.calendar = calendar
        self._zone = ZoneInfo(calendar.timezone)
        self._days: dict[date, list[tuple[datetime, datetime]]] = {}

    def due(self, start: datetime, minutes: int) -> datetime:
        """The moment at which ``minutes`` of service have passed since ``start`` (R-G4); at the end of the hours of a
        day when they end with these.
        """
        left = timedelta(minutes=minutes)
        day = self.day_of(start)
        for _ in range(_SEARCHED_DAYS):
            for opens, closes in self._windows(day):
                begin = max(opens, start)
                if begin < closes and left <= closes - begin:
                    return begin + left
                left -= max(timedelta(), closes - begin)
            day += _DAY
        raise UserError("service_never_open")

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of service from ``start`` to ``end``; 0 when that is not later."""
        passed, day, last = timedelta(), self.day_of(start), self.day_of(end)
        while day <= last:
            for opens, closes in self._windows(day):
                passed += max(timedelta(), min(closes, end) - max(opens, start))
            day += _DAY
        return passed // timedelta(minutes=1)

    def is_open(self, moment: datetime) -> bool:
        """Whether the shop serves at ``moment``; at the closing time it does not any more."""
        return any(opens <= moment < closes for opens, closes in self._windows(self.day_of(moment)))

    def day_of(self, moment: datetime) -> date:
        """The shop's day of ``moment``."""
        return moment.astimezone(self._zone).date()

    def is_service_day(self, day: date) -> bool:
        """Whether the shop serves on ``day``."""
        return bool(self.calendar.spans_on(day))

    def service_day(self, day: date) -> date:
        """``day`` itself when the shop serves on it, else the next day on which it does."""
        for _ in range(_SEARCHED_DAYS):
            if self.is_service_day(day):
                return day
            day += _DAY
        raise UserError("service_never_open")

    def service_days_after(self, day: date, count: int) -> date:
        """The ``count``-th service day after ``day``."""
        for _ in range(count):
            day = self.service_day(day + _DAY)
        return day

    def end_of_service(self, day: date) -> datetime:
        """When the shop closes on ``day``, on which it serves, or on the next day on which it does."""
        return self._windows(self.service_day(day))[-1][1]

    def _windows(self, day: date) -> list[tuple[datetime, datetime]]:
        found = self._days.get(day)
        if found is None:
            spans = self.calendar.spans_on(day)
            found = self._days[day] = [(self._moment(day, span.start), self._moment(day, span.end)) for span in spans]
        return found

    def _moment(self, day: date, minute: int) -> datetime:
        """A time of the wall clock in UTC; one that the clocks skip is the moment at which they do."""
        wall = datetime.combine(day, time()) + timedelta(minutes=minute)
        found = wall.replace(tzinfo=self._zone).astimezone(UTC)
        if found.astimezone(self._zone).replace(tzinfo=None) == wall:
            return found
        after = wall.replace(tzinfo=self._zone, fold=1).astimezone(UTC)  # before the change: it lies in between
        offset = after.astimezone(self._zone).utcoffset()
        while after.astimezone(self._zone).utcoffset() == offset:
            after += timedelta(minutes=1)
        return after
