"""First installations at the buyer's (R-O15, S3-Y1.1.7.1-3DAYS)."""

from __future__ import annotations

from collections.abc import Iterator

from shopdesk.alerts.facts import InstallationFacts
from shopdesk.alerts.finding import Finding
from shopdesk.alerts.rule import AlertRule
from shopdesk.alerts.surroundings import Surroundings
from shopdesk.domain.aftercare import installation_due

INSTALL, REASSIGN = "install", "install_reassign"


def find(wish: InstallationFacts, around: Surroundings) -> Iterator[Finding]:
    """To install until due; once overdue the suggestion to give it to somebody else takes its place."""
    due_at = installation_due(wish.requested_at, wish.delivered_at, around.rules["install.within_hours"])
    params = {"order_no": wish.order_no, "outlet": wish.outlet or "–"}
    kind, key = (REASSIGN, "install_late") if around.moment > due_at else (INSTALL, "install")
    yield Finding(f"{key}:{wish.installation_id}", kind, due_at, wish.order_id, params=params)


RULE = AlertRule((INSTALL, REASSIGN), InstallationFacts, find)
