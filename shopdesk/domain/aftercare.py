"""Money back, invoices and installations after the sale: until when, how much, for whom (R-O9, R-O11, R-O15).

Amounts are minor units of one currency; moments aware.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from shopdesk.base.errors import UserError
from shopdesk.domain.service_clock import ServiceClock


class RefundKind(StrEnum):
    """Why money goes back, which decides how fast (R-O9)."""

    RETURN = "return"  # from the day the goods passed inspection
    CANCELLATION = "cancellation"  # before shipping


class InvoiceKind(StrEnum):
    """For whom an invoice is (R-O11)."""

    PERSONAL = "personal"
    COMPANY = "company"


def refund_due(
    kind: str, started_at: datetime, *, return_days: int, cancellation_days: int, clock: ServiceClock
) -> datetime:
    """Until when a refund is paid: the end of service so many days of service after the inspection passed, fewer for a
    cancellation (R-O9).
    """
    return service_deadline(started_at, cancellation_days if kind == RefundKind.CANCELLATION else return_days, clock)


def service_deadline(start: datetime, days: int, clock: ServiceClock) -> datetime:
    """The end of service ``days`` days of service after the day of ``start``; aware UTC."""
    return clock.end_of_service(clock.service_days_after(clock.day_of(start), days))


def median_days(spans: Iterable[tuple[datetime, datetime]]) -> float | None:
    """The median time from start to payment in days, ``None`` without any (R-G2)."""
    days = [(paid - started) / timedelta(days=1) for started, paid in spans]
    return median(days) if days else None


def refundable(total_minor: int, refunded_minor: int, open_minor: int) -> int:
    """What of an order can still be promised back, never negative."""
    return max(0, total_minor - max(refunded_minor, 0) - open_minor)


def check_refund(amount_minor: int, left_minor: int) -> None:
    """Raise ``UserError``: ``refund_amount_zero``, ``refund_too_high``."""
    if amount_minor <= 0:
        raise UserError("refund_amount_zero")
    if amount_minor > left_minor:
        raise UserError("refund_too_high")


@dataclass(frozen=True, slots=True)
class InvoiceWish:
    """What a buyer asks for."""

    kind: str
    title: str
    tax_no: str
    amount_minor: int


def invoiceable(paid_minor: int, refunded_minor: int, invoiced_minor: int) -> int:
    """What can still be invoiced: paid − refunded − invoiced already, never negative (R-O11)."""
    return max(0, paid_minor - refunded_minor - invoiced_minor)


def check_invoice(wish: InvoiceWish, left_minor: int) -> None:
    """Raise ``UserError``: ``invoice_no_title``, ``invoice_no_tax_no`` (a company needs one), ``invoice_amount_zero``,
    ``invoice_too_high`` (R-O11).
    """
    if not wish.title.strip():
        raise UserError("invoice_no_title")
    if wish.kind == InvoiceKind.COMPANY and not wish.tax_no.strip():
        raise UserError("invoice_no_tax_no")
    if wish.amount_minor <= 0:
        raise UserError("invoice_amount_zero")
    if wish.amount_minor > left_minor:
        raise UserError("invoice_too_high")


def installation_due(requested_at: datetime, delivered_at: datetime | None, within_hours: int) -> datetime:
    """The later of delivery and wish, plus ``within_hours`` (R-O15: 72)."""
    return max(requested_at, delivered_at or requested_at) + timedelta(hours=within_hours)
