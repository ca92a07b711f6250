"""Ticks of a review set by hand, and confirmation that waits for them (R-O2)."""

from __future__ import annotations

import pytest

from shopdesk.base.errors import UserError
from shopdesk.domain.verification import Tick, TickState
from shopdesk.services import changes, orders, settings, verification
from shopdesk.services.review_detail import review_detail
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order
from tests.services.order_rows import add_orders


@pytest.mark.rule("R-O2")
def test_a_tick_answers_its_problems_and_can_be_undone(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session, attention="address totals phone")
        change = verification.tick(session, [order_id], [Tick.GOODS, Tick.PHONE])
        order = session.get_one(Order, order_id)
        assert (order.verified, order.attention) == ("goods phone", "address")
        assert change.code == "order_ticked_one"
        changes.undo(session, change.id or 0)
        order = session.get_one(Order, order_id)
        assert (order.verified, order.attention) == ("", "address totals phone")


@pytest.mark.rule("R-O2")
def test_a_tick_is_taken_back(shop: ShopFile) -> None:
    with shop.write() as session:
        ids = add_orders(session, 2, verified="goods phone")
        verification.untick(session, ids, [Tick.GOODS])
        assert {session.get_one(Order, order_id).verified for order_id in ids} == {"phone"}
        assert verification.untick(session, ids, [Tick.GOODS]).undoable is False, "nothing was left to take back"
        with pytest.raises(UserError, match="order_unknown"):
            verification.tick(session, [99])


@pytest.mark.rule("R-O2")
def test_confirmation_waits_for_five_ticks_where_the_rule_says_so(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_orders(session, 2)
        settings.set_value(session, "order.verify", "hand")
        verification.tick(session, [first], [tick for tick in Tick if tick is not Tick.ADDRESS])
        with pytest.raises(UserError, match="order_not_verified"):
            orders.confirm(session, [first])
        verification.tick(session, [first])
        assert orders.confirm(session, [first, second]).params == {"n": 1, "left": 1}
        settings.set_value(session, "order.verify", "auto")
        assert orders.confirm(session, [second]).code == "order_confirmed_one"


@pytest.mark.rule("R-O2")
def test_a_phone_or_name_that_is_not_there_is_said_by_the_tick(shop: ShopFile) -> None:
    with shop.write() as session:
        (bare,) = add_orders(session)
        (masked,) = add_orders(session, ship_name="Emma Fischer", ship_phone="138****0000")
        (whole,) = add_orders(session, ship_name="Emma Fischer", buyer_phone="+49 30 1234567")
        assert review_detail(session, bare).lacks == {Tick.CONSIGNEE, Tick.PHONE}
        assert review_detail(session, bare).ticks[Tick.PHONE] is TickState.DOUBTFUL
        assert review_detail(session, masked).lacks == {Tick.PHONE}, "a masked phone is none on a label"
        assert review_detail(session, whole).lacks == frozenset()
        settings.set_value(session, "label.phone_required", False)
        assert review_detail(session, bare).lacks == {Tick.CONSIGNEE}
        assert review_detail(session, masked).ticks[Tick.PHONE] is TickState.PLAUSIBLE
