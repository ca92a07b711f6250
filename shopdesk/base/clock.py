"""The time now, in one place, so that tests and pictures can stop it (``SHOPDESK_NOW=2026-11-22T12:00:00+00:00``)."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, UTC."""
    fixed = os.environ.get("SHOPDESK_NOW")
    return datetime.fromisoformat(fixed).astimezone(UTC) if fixed else datetime.now(UTC)
