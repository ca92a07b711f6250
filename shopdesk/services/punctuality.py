"""How punctual the shop is (R-O1, R-O4), when the next order export is due, and whether the clock can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.services import settings
from shopdesk.services.service_calendar import service_clock
from shopdesk.storage.queries import review
from shopdesk.storage.queries.review import Punctuality
from shopdesk.storage.tables import ChangeLog

RATED_DAYS = 30
_CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """At a moment. ``import_due_at``: when to ask for the next order export, ``None``: not at all; ``last_step_at``:
    only when it lies in the future, for then the clock was put back.
    """

    counts: Punctuality
    last_import_at: datetime | None
    import_due_at: datetime | None
    last_step_at: datetime | None

    @property
    def in_time_percent(self) -> int | None:
        """Reviews in time of all reviews, ``None`` without any (R-G2); never 100 while one was late."""
        return _percent(self.counts.reviewed_in_time, self.counts.reviewed)

    @property
    def late_percent(self) -> int | None:
        """Orders shipped late of all shipped, ``None`` without any (R-G2); never 0 while one was."""
        on_time = _percent(self.counts.shipped - self.counts.shipped_late, self.counts.shipped)
        return None if on_time is None else 100 - on_time


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None


def review_figures(session: Session, *, moment: datetime | None = None) -> ReviewFigures:
    """Reviews and parcels of the orders placed in the last 30 days, and what the owner is to be asked for."""
    at = moment or now()
    rules = settings.values(session)
    counts = review.punctuality(
        session, at, at + timedelta(minutes=rules["order.review_amber_minutes"]), at - timedelta(days=RATED_DAYS)
    )
    last = review.last_order_import(session)
    every, due = rules["order.import_every_minutes"], None
    if last is not None and every:
        try:
            due = service_clock(session, rules).due(last, every)
        except UserError:  # a calendar that never opens asks for nothing
            due = None
    step = session.scalar(select(ChangeLog.at).order_by(ChangeLog.id.desc()).limit(1))
    is_ahead = step is not None and step > at + _CLOCK_SLACK
    return ReviewFigures(counts, last, due, step if is_ahead else None)
