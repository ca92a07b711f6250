"""The shop's clock, calendar and numbers as pure rules want them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.alerts.surroundings import Surroundings
from shopdesk.base.clock import now
from shopdesk.domain.service_days import every_day
from shopdesk.services import settings
from shopdesk.storage.tables import Shop


def surroundings(session: Session, moment: datetime | None = None) -> Surroundings:
    """What rules may know at ``moment`` (aware; by default now)."""
    timezone = session.scalars(select(Shop.timezone)).one()
    return Surroundings(moment or now(), ZoneInfo(timezone), settings.values(session), every_day)
