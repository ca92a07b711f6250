"""The parcel on its way (SM-SHIPMENT): its states, what a carrier's word moves it to, when it is stale (R-O7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class ShipmentState(StrEnum):
    """SM-SHIPMENT. ``stalled``: the carrier itself says that it does not go on."""

    CREATED = "created"
    LABEL_PRINTED = "label_printed"
    PACKED = "packed"
    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    STALLED = "stalled"
    DELIVERED = "delivered"
    LOST = "lost"
    RETURNED_TO_SENDER = "returned_to_sender"
    DISPUTED = "disputed"


S = ShipmentState

#: The words a carrier can say (``tracking_event.status``).
TRACKED = (S.HANDED_OVER, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.STALLED, S.DELIVERED, S.LOST, S.RETURNED_TO_SENDER)
#: With the carrier, and news are to be expected.
UNDER_WAY = (S.HANDED_OVER, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.STALLED)
#: It has left the shop.
GONE = (*UNDER_WAY, S.DELIVERED, S.LOST, S.RETURNED_TO_SENDER, S.DISPUTED)
#: The buyer has it: nothing a carrier says later takes it away.
ARRIVED = (S.DELIVERED, S.DISPUTED)


def tracked_state(current: str, latest: str) -> str:
    """The state of a parcel in ``current`` of which the newest word is ``latest`` (one of :data:`TRACKED` or ``""``:
    it was scanned, nobody says where it stands).

    What arrived stays so; a scan of a parcel that had not left says that it has (a shop forgets to write it down).
    """
    if current in ARRIVED:
        return current
    if latest:
        return latest
    return current if current in GONE else str(S.IN_TRANSIT)


def stale_limit(*, has_scan: bool, is_abroad: bool, domestic_h: int, abroad_h: int, first_scan_h: int) -> int:
    """Hours without news after which a parcel is asked for (R-O7): of its way, and until the first scan the shorter
    of that and ``first_scan_h``.
    """
    limit = abroad_h if is_abroad else domestic_h
    return limit if has_scan else min(limit, first_scan_h)


def is_stale(news_at: datetime, moment: datetime, limit_h: int) -> bool:
    """Whether the last news (or the hand-over) is *more* than ``limit_h`` hours old; a clock set back makes nothing
    stale.
    """
    return moment - news_at > timedelta(hours=limit_h)
