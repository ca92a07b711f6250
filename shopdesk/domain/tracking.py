"""What a carrier says of a parcel (SM-SHIPMENT): where its word moves it to, and when no word is too long (R-O7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from shopdesk.domain.parcels import ARRIVED, LEFT, ON_THE_WAY, ParcelState

P = ParcelState

#: The words a carrier can say (``tracking_event.status``).
TRACKED = (P.HANDED_OVER, P.IN_TRANSIT, P.OUT_FOR_DELIVERY, P.STALLED, P.DELIVERED, P.LOST, P.RETURNED_TO_SENDER)
#: With the carrier, and news are to be expected.
UNDER_WAY = (*ON_THE_WAY, P.STALLED)


def tracked_state(current: str, latest: str) -> str:
    """The state of a parcel in ``current`` of which the newest word is ``latest`` (one of :data:`TRACKED` or ``""``:
    it was scanned, nobody says where it stands).

    What arrived stays so; a scan of a parcel that had not left says that it has (a shop forgets to write it down).
    """
    if current in ARRIVED:
        return current
    if latest:
        return latest
    return current if current in LEFT else str(P.IN_TRANSIT)


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
