"""How this shop reads a file: what the reader must know of it, in one place for wizard and command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.importing.request import ReadRequest
from shopdesk.services import settings
from shopdesk.storage.tables import ImportProfile, Shop

_RULES = {
    "history_days": "import.history_days",
    "total_tolerance_minor": "order.total_tolerance_minor",
    "address_min_chars": "order.address_min_chars",
}


def read_request(session: Session, path: Path, staging: Path, **choices: Any) -> ReadRequest:
    """A request to read ``path`` for this shop; ``choices`` are the owner's (``format_key``, ``date_order`` …)."""
    shop, rules = session.scalars(select(Shop)).one(), settings.values(session)
    profiles = session.execute(select(ImportProfile.name, ImportProfile.mapping))
    facts: dict[str, Any] = {
        "currency": shop.currency,
        "timezone": shop.timezone,
        "country": shop.country,
        "profiles": dict(profiles.all()),
        **{name: rules[key] for name, key in _RULES.items()},
    }
    return ReadRequest(path=path, staging=staging, **(facts | {key: v for key, v in choices.items() if v is not None}))
