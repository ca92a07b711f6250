"""Parcels that did not arrive (R-O7, S1-4.2.3.3-STALE): delivery failed, lost, on the way back. The carrier is asked at
once; the gap without news that may follow is :mod:`stale`'s.
"""

from __future__ import annotations

from collections.abc import Iterator

from shopdesk.alerts.facts import TroubleFacts
from shopdesk.alerts.finding import Finding, stamp
from shopdesk.alerts.rule import AlertRule
from shopdesk.alerts.surroundings import Surroundings
from shopdesk.domain.parcels import ParcelState

#: What the task is, by what the carrier said.
KINDS = {
    ParcelState.STALLED: "undelivered_ask_carrier",
    ParcelState.LOST: "lost_ask_carrier",
    ParcelState.RETURNED_TO_SENDER: "sent_back_ask_carrier",
}


def find(parcel: TroubleFacts, around: Surroundings) -> Iterator[Finding]:
    """One task for each word of the carrier, due when it was said; it ends when the parcel moves on."""
    if not around.rules["tracking.watch"]:
        return
    kind = KINDS[ParcelState(parcel.state)]
    params = {"order_no": parcel.order_no, "carrier": parcel.carrier, "waybill": parcel.waybill}
    key = f"trouble:{parcel.shipment_id}:{parcel.state}:{stamp(parcel.said_at)}"
    yield Finding(key, kind, parcel.said_at, parcel.order_id, parcel.shipment_id, params)


RULE = AlertRule(tuple(KINDS.values()), TroubleFacts, find)
