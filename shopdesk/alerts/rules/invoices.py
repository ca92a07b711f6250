"""Invoices that buyers asked for (R-O11, S3-Y3.3.12-INVOICE)."""

from __future__ import annotations

from collections.abc import Iterator

from shopdesk.alerts.facts import InvoiceFacts
from shopdesk.alerts.finding import Finding
from shopdesk.alerts.rule import AlertRule
from shopdesk.alerts.surroundings import Surroundings
from shopdesk.domain.aftercare import service_deadline

ISSUE = "invoice_issue"


def find(request: InvoiceFacts, around: Surroundings) -> Iterator[Finding]:
    """To issue within some days of service."""
    due_at = service_deadline(request.requested_at, around.rules["invoice.issue_days"], around.clock)
    params = {"order_no": request.order_no, "title": request.title}
    yield Finding(f"invoice:{request.request_id}", ISSUE, due_at, request.order_id, params=params)


RULE = AlertRule((ISSUE,), InvoiceFacts, find)
