"""What rules look at, one frozen record a subject. ``storage.queries.alert_facts`` fills them, many in one statement.

Moments are aware UTC, amounts minor units; a record stands for one parcel, order, refund …
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """A parcel that is with its carrier (R-O7). The hours are the carrier's own, ``None``: the shop's rule.
    ``is_asked``: the carrier was asked about the news it has now.
    """

    shipment_id: int
    order_id: int
    order_no: str
    carrier: str
    waybill: str
    handed_over_at: datetime
    last_event_at: datetime | None
    is_abroad: bool
    stale_domestic_h: int | None
    stale_abroad_h: int | None
    first_scan_h: int | None
    is_asked: bool


@dataclass(frozen=True, slots=True)
class TroubleFacts:
    """A parcel of which the carrier says that it did not arrive (R-O7): stalled, lost or returned to the sender.
    ``said_at``: its newest word, else the hand-over.
    """

    shipment_id: int
    order_id: int
    order_no: str
    carrier: str
    waybill: str
    state: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class ArrivalFacts:
    """An order of which every parcel has left (R-O8). ``expected_on`` as said by who handed over, else the days that
    the service takes, ``None``: the shop's rule. ``has_trouble``: a return or a dispute is open.
    """

    order_id: int
    order_no: str
    buyer: str
    handed_over_at: datetime
    expected_on: date | None
    transit_days: int | None
    is_abroad: bool
    has_trouble: bool


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """Money that was promised back and is not paid (R-O9)."""

    refund_id: int
    order_id: int
    order_no: str
    amount: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """An invoice that was asked for and is not issued (R-O11)."""

    request_id: int
    order_id: int
    order_no: str
    title: str
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class InstallationFacts:
    """An installation that is not done (R-O15). ``delivered_at``: of the order's last parcel."""

    installation_id: int
    order_id: int
    order_no: str
    outlet: str
    requested_at: datetime
    delivered_at: datetime | None
