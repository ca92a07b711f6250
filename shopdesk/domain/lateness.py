"""When an order has to be reviewed and to leave, and how late that is (R-O1, R-O4).

Moments are aware UTC; spans round down to whole minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Urgency(StrEnum):
    """``overdue``: the ship-by time has passed; ``due``: within the warning time; ``ready``: there is time."""

    OVERDUE = "overdue"
    DUE = "due"
    READY = "ready"


def ship_by(paid_at: datetime, within_hours: int) -> datetime:
    """The promised time (R-O4): payment + ``within_hours``."""
    return paid_at + timedelta(hours=within_hours)


def urgency(due_at: datetime | None, moment: datetime, amber_hours: int) -> Urgency:
    """How urgent an order due at ``due_at`` is at ``moment``; exactly at the due time it is not yet overdue."""
    return _urgency(due_at, moment, timedelta(hours=amber_hours))


def review_urgency(due_at: datetime | None, moment: datetime, amber_minutes: int) -> Urgency:
    """The same of a review: green while more than ``amber_minutes`` are left, red past its time (R-O1)."""
    return _urgency(due_at, moment, timedelta(minutes=amber_minutes))


def is_met(reviewed_at: datetime, due_at: datetime) -> bool:
    """Whether a review was in time: at the due time itself it was (R-O1)."""
    return reviewed_at <= due_at


def _urgency(due_at: datetime | None, moment: datetime, amber: timedelta) -> Urgency:
    if due_at is None or moment < due_at - amber:
        return Urgency.READY
    return Urgency.OVERDUE if moment > due_at else Urgency.DUE


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in its largest whole unit: ``day`` from two days, ``hour`` from one hour, else ``minute``."""

    count: int
    unit: str


def span(start: datetime, end: datetime) -> Span:
    """The time between two moments, never negative."""
    minutes = max(0, int((end - start).total_seconds() // 60))
    if minutes >= 48 * 60:
        return Span(minutes // (24 * 60), "day")
    if minutes >= 60:
        return Span(minutes // 60, "hour")
    return Span(minutes, "minute")
