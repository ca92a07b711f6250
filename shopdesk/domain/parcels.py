"""The parcel: its states (SM-SHIPMENT), what may follow what, and what the parcels of an order make of the order.

Pure: which parcels an order has is given; what travels in another order's parcel is not counted twice here.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from shopdesk.base.errors import UserError
from shopdesk.domain.orders import OrderState


class ParcelState(StrEnum):
    """SM-SHIPMENT."""

    CREATED = "created"
    LABEL_PRINTED = "label_printed"
    PACKED = "packed"
    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    STALLED = "stalled"
    LOST = "lost"
    RETURNED_TO_SENDER = "returned_to_sender"
    DISPUTED = "disputed"


P = ParcelState

#: The next steps of each state, as the law draws them.
TRANSITIONS: dict[ParcelState, frozenset[ParcelState]] = {
    P.CREATED: frozenset({P.LABEL_PRINTED}),
    P.LABEL_PRINTED: frozenset({P.PACKED}),
    P.PACKED: frozenset({P.HANDED_OVER}),
    P.HANDED_OVER: frozenset({P.IN_TRANSIT}),
    P.IN_TRANSIT: frozenset({P.OUT_FOR_DELIVERY, P.STALLED}),
    P.OUT_FOR_DELIVERY: frozenset({P.DELIVERED}),
    P.DELIVERED: frozenset({P.DISPUTED}),
    P.STALLED: frozenset({P.IN_TRANSIT, P.LOST, P.RETURNED_TO_SENDER}),
    P.LOST: frozenset(),
    P.RETURNED_TO_SENDER: frozenset(),
    P.DISPUTED: frozenset(),
}

TO_LABEL = (P.CREATED,)
TO_HAND_OVER = (P.LABEL_PRINTED, P.PACKED)
WAITING = (*TO_LABEL, *TO_HAND_OVER)
ON_THE_WAY = (P.HANDED_OVER, P.IN_TRANSIT, P.OUT_FOR_DELIVERY)
LEFT = (*ON_THE_WAY, P.STALLED, P.DELIVERED, P.LOST, P.RETURNED_TO_SENDER, P.DISPUTED)
ARRIVED = (P.DELIVERED, P.DISPUTED)


@cache
def following(current: ParcelState) -> frozenset[ParcelState]:
    """Every state that may come after ``current``: what is reached over steps that nobody told of (a parcel handed over
    without a printed label, a carrier that reports the delivery alone) counts as taken.
    """
    reached: set[ParcelState] = set()
    waiting = list(TRANSITIONS[current])
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += TRANSITIONS[state]
    return frozenset(reached - {current})


def check_transition(current: ParcelState, wanted: ParcelState) -> None:
    """Raise ``UserError("parcel_state_refused", current=…, following=…)`` when SM-SHIPMENT does not allow the step."""
    if wanted not in following(current):
        raise UserError("parcel_state_refused", current=str(current), following=str(wanted))


def order_state_of(parcels: Iterable[str]) -> OrderState | None:
    """What an order is by its least advanced parcel (SM-ORDER): packed, shipped or delivered; ``None`` while a parcel
    is not even packed, or there is none: the order then stands where its own steps brought it.
    """
    states = {ParcelState(state) for state in parcels}
    if not states or states & {P.CREATED, P.LABEL_PRINTED}:
        return None
    if P.PACKED in states:
        return OrderState.PACKED
    return OrderState.DELIVERED if states <= set(ARRIVED) else OrderState.SHIPPED
