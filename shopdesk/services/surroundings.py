"""The shop's clock, calendar and numbers as pure rules want them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shopdesk.alerts.surroundings import Surroundings
from shopdesk.base.clock import now
from shopdesk.services import settings
from shopdesk.services.service_calendar import service_clock


def surroundings(session: Session, moment: datetime | None = None) -> Surroundings:
    """What rules may know at ``moment`` (aware; by default now)."""
    rules = settings.values(session)
    return Surroundings(moment or now(), rules, service_clock(session, rules))
