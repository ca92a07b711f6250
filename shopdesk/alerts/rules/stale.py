"""Parcels without news (R-O7, S1-4.2.3.3-STALE): first ask the carrier, then tell the buyer. Once for the same gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from shopdesk.alerts.facts import ParcelFacts
from shopdesk.alerts.finding import Finding, stamp
from shopdesk.alerts.rule import AlertRule
from shopdesk.alerts.surroundings import Surroundings
from shopdesk.domain.tracking import is_stale, stale_limit

ASK, TELL = "stale_ask_carrier", "stale_tell_buyer"


def find(parcel: ParcelFacts, around: Surroundings) -> Iterator[Finding]:
    """The first task when the gap is too long, the second once the carrier was asked; both end with the next news."""
    if not around.rules["tracking.watch"]:
        return
    news_at = parcel.last_event_at or parcel.handed_over_at
    limit = stale_limit(
        has_scan=parcel.last_event_at is not None,
        is_abroad=parcel.is_abroad,
        domestic_h=parcel.stale_domestic_h or around.rules["tracking.stale_domestic_hours"],
        abroad_h=parcel.stale_abroad_h or around.rules["tracking.stale_abroad_hours"],
        first_scan_h=parcel.first_scan_h or around.rules["tracking.first_scan_hours"],
    )
    if not is_stale(news_at, around.moment, limit):
        return
    params = {"order_no": parcel.order_no, "carrier": parcel.carrier, "waybill": parcel.waybill, "hours": limit}
    subject = f"{parcel.shipment_id}:{stamp(news_at)}"
    due_at = news_at + timedelta(hours=limit)
    yield Finding(f"stale:{subject}", ASK, due_at, parcel.order_id, parcel.shipment_id, params)
    if parcel.is_asked:
        yield Finding(f"stale_tell:{subject}", TELL, due_at, parcel.order_id, parcel.shipment_id, params)


RULE = AlertRule((ASK, TELL), ParcelFacts, find)
