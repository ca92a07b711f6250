"""The one badge of an order: what the owner has to know first. Computed from the row; worded when it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from shopdesk.base.i18n import N_, tr
from shopdesk.domain.lateness import Urgency, review_urgency, span, urgency
from shopdesk.domain.orders import TO_SHIP, Attention, OrderState

_TO_SHIP = frozenset(TO_SHIP)


class Tone(StrEnum):
    """The colour of a badge; never the only signal."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """What a badge is made of. ``due_at`` is the ship-by time (aware UTC), ``amber_hours`` the warning before it;
    ``review_due_at`` and ``review_amber_minutes`` likewise for the review; ``parcels``: ``1/2`` when one of two parcels
    has left.
    """

    state: str
    attention: str
    payment_state: str
    due_at: datetime | None
    amber_hours: int
    review_due_at: datetime | None = None
    review_amber_minutes: int = 0
    parcels: str = ""

    def __str__(self) -> str:
        return self.state

    def badge(self, moment: datetime) -> tuple[str, Tone]:
        """Words and tone at ``moment``; see :func:`badge`."""
        return badge(self, moment)


@runtime_checkable
class Badged(Protocol):
    """The value of a ``status`` column: it knows its badge."""

    def badge(self, moment: datetime) -> tuple[str, Tone]:
        """Words and tone at ``moment``."""


STATE_WORDS = {
    OrderState.IMPORTED: N_("Waiting"),
    OrderState.TO_REVIEW: N_("To review"),
    OrderState.EXCEPTION: N_("Exception"),
    OrderState.CONFIRMED: N_("Ready"),
    OrderState.ALLOCATED: N_("Reserved"),
    OrderState.PICKING: N_("Picking"),
    OrderState.PACKED: N_("Packed"),
    OrderState.SHIPPED: N_("Shipped"),
    OrderState.DELIVERED: N_("Delivered"),
    OrderState.COMPLETED: N_("Completed"),
    OrderState.CANCELLED: N_("Cancelled"),
    OrderState.RETURN_OPEN: N_("Return open"),
    OrderState.RETURNED: N_("Returned"),
}
#: In the order in which they are said: what costs money if it is seen late comes first.
ATTENTION_WORDS = {
    Attention.PARCEL_TO_STOP: N_("Stop the parcel"),
    Attention.TOTALS: N_("Totals differ"),
    Attention.ADDRESS: N_("Address?"),
    Attention.PHONE: N_("Phone?"),
    Attention.UNKNOWN_SKU: N_("Unknown SKU"),
    Attention.QUANTITY: N_("Quantity?"),
    Attention.NOT_ITEMISED: N_("Items?"),
    Attention.DUPLICATE: N_("Duplicate?"),
    Attention.INCOMPLETE: N_("Incomplete"),
    Attention.HELD: N_("Held"),
}
#: States in which an open problem is what the owner has to know first.
_ASKED = frozenset((OrderState.TO_REVIEW, OrderState.EXCEPTION, OrderState.IMPORTED))
_QUIET = {
    OrderState.SHIPPED: Tone.GREEN,
    OrderState.DELIVERED: Tone.GREEN,
    OrderState.TO_REVIEW: Tone.AMBER,
    OrderState.EXCEPTION: Tone.RED,
    OrderState.RETURN_OPEN: Tone.AMBER,
}
_OVERDUE = {"day": N_("Overdue {n} d"), "hour": N_("Overdue {n} h"), "minute": N_("Overdue {n} min")}
_DUE = {"day": N_("Due in {n} d"), "hour": N_("Due in {n} h"), "minute": N_("Due in {n} min")}
_REVIEW_DUE = {
    "day": N_("Review in {n} d"), "hour": N_("Review in {n} h"), "minute": N_("Review in {n} min")
}  # fmt: skip
_REVIEW_LATE = {
    "day": N_("Review {n} d late"), "hour": N_("Review {n} h late"), "minute": N_("Review {n} min late")
}  # fmt: skip
_REVIEW_TONES = {Urgency.OVERDUE: Tone.RED, Urgency.DUE: Tone.AMBER, Urgency.READY: Tone.GREEN}
_AGO = {"day": N_("{n} d ago"), "hour": N_("{n} h ago"), "minute": N_("{n} min ago")}
_LATE = {"day": N_("{n} d late"), "hour": N_("{n} h late"), "minute": N_("{n} min late")}


def badge(status: OrderStatus, moment: datetime) -> tuple[str, Tone]:
    """The words and the tone of an order's badge at ``moment``: late, else what is wrong, else where it stands."""
    try:
        state = OrderState(status.state)
    except ValueError:
        return status.state, Tone.NEUTRAL
    if state in _TO_SHIP:
        words, tone = _to_ship_badge(status, state, moment)
        return (f"{words} · {status.parcels}" if status.parcels else words), tone
    if status.attention and (state in _ASKED or Attention.PARCEL_TO_STOP in status.attention.split()):
        return attention_word(status.attention), Tone.RED
    if state is OrderState.TO_REVIEW and status.review_due_at is not None:
        return _review_badge(status.review_due_at, status.review_amber_minutes, moment)
    if state is OrderState.IMPORTED and status.payment_state == "unpaid":
        return tr("Unpaid"), Tone.NEUTRAL
    return tr(STATE_WORDS[state]), _QUIET.get(state, Tone.NEUTRAL)


def _review_badge(due_at: datetime, amber_minutes: int, moment: datetime) -> tuple[str, Tone]:
    """How long a review may still take, or how late it is (R-O1)."""
    how = review_urgency(due_at, moment, amber_minutes)
    length = span(due_at, moment) if how is Urgency.OVERDUE else span(moment, due_at)
    words = (_REVIEW_LATE if how is Urgency.OVERDUE else _REVIEW_DUE)[length.unit]
    return tr(words, n=length.count), _REVIEW_TONES[how]


def _to_ship_badge(status: OrderStatus, state: OrderState, moment: datetime) -> tuple[str, Tone]:
    how = urgency(status.due_at, moment, status.amber_hours)
    if status.due_at is not None and how is Urgency.OVERDUE:
        late = span(status.due_at, moment)
        return tr(_OVERDUE[late.unit], n=late.count), Tone.RED
    if status.attention:
        return attention_word(status.attention), Tone.RED
    if status.due_at is not None and how is Urgency.DUE:
        left = span(moment, status.due_at)
        return tr(_DUE[left.unit], n=left.count), Tone.AMBER
    return tr(STATE_WORDS[state]), Tone.GREEN


def attention_word(attention: str) -> str:
    """The weightiest of the open problems in words, ``+1`` when there are more."""
    codes = attention.split()
    known = [tr(words) for code, words in ATTENTION_WORDS.items() if code in codes]
    first = known[0] if known else codes[0]
    return f"{first} +{len(codes) - 1}" if len(codes) > 1 else first


def since_text(moment: datetime, present: datetime) -> str:
    """``35 min ago``, ``2 h ago``."""
    length = span(moment, present)
    return tr(_AGO[length.unit], n=length.count)


def lateness_text(due_at: datetime, moment: datetime) -> str:
    """``35 min late``, ``Due in 2 h``."""
    late = moment > due_at
    length = span(due_at, moment) if late else span(moment, due_at)
    return tr((_LATE if late else _DUE)[length.unit], n=length.count)
