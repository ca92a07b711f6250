"""SM-ORDER: what may follow what, and that the chips' groups do not overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest

from shopdesk.base.errors import UserError
from shopdesk.domain.orders import OPEN, SHIPPED, TO_SHIP, TRANSITIONS, OrderState, check_transition

S = OrderState


@pytest.mark.rule("SM-ORDER")
def test_the_way_of_an_order() -> None:
    way = (S.IMPORTED, S.TO_REVIEW, S.CONFIRMED, S.ALLOCATED, S.PICKING, S.PACKED, S.SHIPPED, S.DELIVERED, S.COMPLETED)
    for current, following in pairwise(way):
        check_transition(current, following)


@pytest.mark.rule("SM-ORDER")
@pytest.mark.parametrize(
    ("current", "following"),
    [
        (S.IMPORTED, S.CONFIRMED), (S.TO_REVIEW, S.SHIPPED), (S.SHIPPED, S.CANCELLED), (S.SHIPPED, S.CONFIRMED),
        (S.CANCELLED, S.TO_REVIEW), (S.RETURNED, S.COMPLETED), (S.COMPLETED, S.SHIPPED), (S.PACKED, S.PICKING),
    ],
)  # fmt: skip
def test_refused_steps(current: OrderState, following: OrderState) -> None:
    with pytest.raises(UserError, match="order_state_refused"):
        check_transition(current, following)


#: SM-ORDER as ``domain.md`` has it, with the steps a small shop may skip; a row: from, then everything that may follow.
_LISTED = """
imported: to_review cancelled
to_review: confirmed exception cancelled
exception: to_review confirmed cancelled
confirmed: allocated picking packed shipped exception cancelled
allocated: picking packed shipped exception cancelled
picking: packed shipped exception cancelled
packed: shipped cancelled
shipped: delivered
delivered: completed return_open
completed: return_open
return_open: completed returned
"""


@pytest.mark.rule("SM-ORDER")
def test_every_step_that_is_not_listed_is_refused() -> None:
    listed = {
        (current, following)
        for row in _LISTED.strip().splitlines()
        for current, _, rest in [row.partition(":")]
        for following in rest.split()
    }
    for current in OrderState:
        for following in OrderState:
            if (current, following) in listed:
                check_transition(current, following)
            else:
                with pytest.raises(UserError, match="order_state_refused"):
                    check_transition(current, following)


@pytest.mark.rule("SM-ORDER")
def test_everything_before_shipped_can_be_cancelled_and_nothing_after() -> None:
    for state in OrderState:
        assert (S.CANCELLED in TRANSITIONS[state]) == (state in OPEN), state


@pytest.mark.rule("SM-ORDER")
def test_every_state_has_its_rules_and_groups_do_not_overlap() -> None:
    assert set(TRANSITIONS) == set(OrderState)
    assert not set(OPEN) & set(SHIPPED)
    assert set(TO_SHIP) < set(OPEN)
