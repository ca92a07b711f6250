"""Why orders are set aside and what may end it (R-O3)."""

from __future__ import annotations

import pytest

from shopdesk.base.errors import UserError
from shopdesk.domain.order_exceptions import (
    FOLLOWING,
    ExceptionKind,
    Resolution,
    check_contact,
    proposal,
    proposed_kind,
)
from shopdesk.domain.orders import TRANSITIONS, OrderState


@pytest.mark.rule("R-O3")
@pytest.mark.parametrize(
    ("attention", "payment", "is_short", "kind", "resolution"),
    [
        ((), "paid", True, "out_of_stock", "change_goods"),
        (("address", "duplicate"), "paid", True, "out_of_stock", "change_goods"),
        (("address",), "paid", False, "address_error", "change_address"),
        (("phone",), "paid", False, "address_error", "change_address"),
        (("duplicate", "address"), "paid", False, "suspected_duplicate", "cancel"),
        (("totals",), "paid", False, "price_error", "part_refund"),
        ((), "unpaid", False, "payment_problem", "wait"),
        ((), "disputed", False, "payment_problem", "wait"),
        (("address",), "unpaid", False, "address_error", "change_address"),
        (("quantity",), "paid", False, "other", "wait"),
        ((), "paid", False, "other", "wait"),
    ],
)
def test_stock_and_lint_propose(
    attention: tuple[str, ...], payment: str, is_short: bool, kind: str, resolution: str
) -> None:
    found = proposed_kind(attention, payment, is_short=is_short)
    assert (found, proposal(found)) == (kind, resolution)


@pytest.mark.rule("R-O3")
@pytest.mark.parametrize("resolution", Resolution)
def test_a_word_with_the_customer_comes_first(resolution: Resolution) -> None:
    check_contact(resolution, 1)
    if resolution is Resolution.WAIT:
        check_contact(resolution, 0)
    else:
        with pytest.raises(UserError, match="exception_without_contact"):
            check_contact(resolution, 0)


@pytest.mark.rule("SM-ORDER")
def test_every_kind_has_a_proposal_and_every_resolution_leads_where_orders_may_go() -> None:
    assert {proposal(kind) for kind in ExceptionKind} <= set(Resolution)
    assert set(FOLLOWING.values()) <= TRANSITIONS[OrderState.EXCEPTION]
    assert set(Resolution) - set(FOLLOWING) == {Resolution.WAIT}
