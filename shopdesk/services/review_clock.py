"""When each order has to be reviewed (R-O1): on the service clock, from its placing or its import.

The time stands in the order, so that a list can sort by it; it follows from other facts and is written anew when these
change. Takes the rule values in force, as ``services.service_calendar`` does. Both "since placed" and "since imported"
stay known: ``placed_at`` and ``imported_at`` are kept (F46).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.service_clock import ServiceClock
from shopdesk.services import service_calendar
from shopdesk.storage.queries import review

#: The settings that decide when a review is due.
KEYS = service_calendar.KEYS | {"order.review_minutes", "order.review_anchor"}


def refresh(session: Session, values: Mapping[str, Any]) -> int:
    """Write the due time of every order that still waits for its review, where it differs; how many did.

    With a calendar that never opens nothing is due.
    """
    orders = review.waiting(session)
    if not orders:
        return 0
    clock, minutes = service_calendar.service_clock(session, values), values["order.review_minutes"]
    from_import = values["order.review_anchor"] == "imported"
    changed: list[tuple[str | None, int]] = []
    known: dict[str, str | None] = {}  # a file holds many orders of the same moment
    for order_id, placed_at, imported_at, stored_due in orders:
        anchor = (imported_at if from_import else None) or placed_at
        if anchor not in known:
            known[anchor] = _due(clock, anchor, minutes)
        if known[anchor] != stored_due:
            changed.append((known[anchor], order_id))
    review.write_due(session, changed)
    return len(changed)


def _due(clock: ServiceClock, anchor: str, minutes: int) -> str | None:
    try:
        return review.stored(clock.due(datetime.fromisoformat(anchor), minutes))
    except UserError:
        return None
