"""What a carrier said, as lines of text. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

from shopdesk.base.i18n import N_, current_language, tr
from shopdesk.domain.parcels import ParcelState
from shopdesk.lists.formatting import format_datetime
from shopdesk.services.tracking import TrackingPoint

STATUS_WORDS = {
    ParcelState.HANDED_OVER: N_("Picked up"),
    ParcelState.IN_TRANSIT: N_("On its way"),
    ParcelState.OUT_FOR_DELIVERY: N_("Out for delivery"),
    ParcelState.STALLED: N_("Held up"),
    ParcelState.DELIVERED: N_("Delivered"),
    ParcelState.LOST: N_("Lost"),
    ParcelState.RETURNED_TO_SENDER: N_("Returned to sender"),
}


def tracking_lines(points: Iterable[TrackingPoint], timezone: str) -> list[str]:
    """``22 Nov 08:46  Hamburg · Out for delivery: with the driver``."""
    return [_line(point, timezone) for point in points]


def _line(point: TrackingPoint, timezone: str) -> str:
    word = tr(STATUS_WORDS[ParcelState(point.status)]) if point.status else ""
    said = f"{word}: {point.text}" if word and point.text and point.text != word else word or point.text
    when = format_datetime(point.at, current_language(), timezone)
    return f"{when}  " + " · ".join(part for part in (point.place, said) if part)
