"""SM-SHIPMENT: what may follow what; what its parcels make of an order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.domain.orders import OrderState
from shopdesk.domain.parcels import (
    LEFT,
    ON_THE_WAY,
    TO_HAND_OVER,
    TO_LABEL,
    TRANSITIONS,
    WAITING,
    ParcelState,
    check_transition,
    following,
    order_state_of,
)

P = ParcelState

#: SM-SHIPMENT as ``domain.md`` has it.
_LISTED = """
created: label_printed
label_printed: packed
packed: handed_over
handed_over: in_transit
in_transit: out_for_delivery stalled
out_for_delivery: delivered
delivered: disputed
stalled: in_transit lost returned_to_sender
lost:
returned_to_sender:
disputed:
"""


@pytest.mark.rule("SM-SHIPMENT")
def test_the_steps_are_those_of_the_law() -> None:
    listed = {}
    for line in _LISTED.strip().splitlines():
        state, _, after = line.partition(":")
        listed[P(state)] = frozenset(map(P, after.split()))
    assert listed == TRANSITIONS


@pytest.mark.rule("SM-SHIPMENT")
def test_the_way_of_a_parcel() -> None:
    way = (P.CREATED, P.LABEL_PRINTED, P.PACKED, P.HANDED_OVER, P.IN_TRANSIT, P.OUT_FOR_DELIVERY, P.DELIVERED)
    for current, after in pairwise(way):
        check_transition(current, after)
    check_transition(P.STALLED, P.IN_TRANSIT)


@pytest.mark.rule("SM-SHIPMENT")
@pytest.mark.parametrize(
    ("current", "wanted"),
    [(P.CREATED, P.HANDED_OVER), (P.HANDED_OVER, P.DELIVERED), (P.IN_TRANSIT, P.LOST), (P.STALLED, P.DELIVERED)],
)
def test_steps_that_nobody_told_of_count_as_taken(current: ParcelState, wanted: ParcelState) -> None:
    check_transition(current, wanted)


@pytest.mark.rule("SM-SHIPMENT")
@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (P.DELIVERED, P.IN_TRANSIT), (P.LOST, P.DELIVERED), (P.PACKED, P.CREATED), (P.IN_TRANSIT, P.HANDED_OVER),
        (P.OUT_FOR_DELIVERY, P.STALLED), (P.RETURNED_TO_SENDER, P.IN_TRANSIT), (P.DISPUTED, P.DELIVERED),
        (P.PACKED, P.PACKED),
    ],
)  # fmt: skip
def test_refused_steps(current: ParcelState, wanted: ParcelState) -> None:
    with pytest.raises(UserError, match="parcel_state_refused"):
        check_transition(current, wanted)


def test_nothing_follows_itself_and_no_group_overlaps() -> None:
    assert not [state for state in P if state in following(state)]
    assert set(WAITING) | set(LEFT) == set(P) and not set(WAITING) & set(LEFT)
    assert not set(TO_LABEL) & set(TO_HAND_OVER) and set(ON_THE_WAY) < set(LEFT)


@pytest.mark.rule("SM-ORDER")
@pytest.mark.parametrize(
    ("parcels", "state"),
    [
        ([], None),
        (["created", "delivered"], None),
        (["label_printed"], None),
        (["packed", "handed_over"], OrderState.PACKED),
        (["handed_over", "delivered"], OrderState.SHIPPED),
        (["delivered", "lost"], OrderState.SHIPPED),
        (["stalled"], OrderState.SHIPPED),
        (["delivered", "disputed"], OrderState.DELIVERED),
    ],
)
def test_an_order_is_where_its_least_advanced_parcel_is(parcels: list[str], state: OrderState | None) -> None:
    assert order_state_of(parcels) == state


@pytest.mark.rule("SM-ORDER")
@given(st.lists(st.sampled_from(list(P)), min_size=1), st.sampled_from(list(P)))
def test_one_more_parcel_never_brings_an_order_forward(parcels: list[ParcelState], more: ParcelState) -> None:
    rank = {None: 0, OrderState.PACKED: 1, OrderState.SHIPPED: 2, OrderState.DELIVERED: 3}
    assert rank[order_state_of([*parcels, more])] <= rank[order_state_of(parcels)]
