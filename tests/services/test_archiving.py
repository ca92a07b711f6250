"""The archive: what is over leaves the lists and comes back, in one undoable step; what is open stays in sight."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from shopdesk.app.lists import list_specs
from shopdesk.base.errors import UserError
from shopdesk.domain.orders import OVER, OrderState
from shopdesk.lists import query
from shopdesk.services import changes, orders
from shopdesk.storage.session import ShopFile
from tests.services.order_rows import add_orders

ORDERS = list_specs()["orders"]


def shown(session, chip: str, search: str = "") -> list[int]:
    return sorted(query.ids(session, ORDERS, filter=chip, search=search))


@pytest.mark.parametrize("state", list(OrderState))
def test_only_what_is_over_may_be_archived(shop: ShopFile, state: OrderState) -> None:
    with shop.write() as session:
        (order,) = add_orders(session, state=str(state))
        if state in OVER:
            assert orders.archive(session, [order]).code == "order_archived_one"
            assert (shown(session, "all"), shown(session, "archived")) == ([], [order])
        else:
            with pytest.raises(UserError, match="order_still_open"):
                orders.archive(session, [order])
            assert (shown(session, "all"), shown(session, "archived")) == ([order], [])


def test_archived_orders_come_back_and_each_step_is_undone(shop: ShopFile) -> None:
    with shop.write() as session:
        over, still = add_orders(session, 3, state="cancelled"), add_orders(session, state="confirmed")
        change = orders.archive(session, [*over, *still])
        assert (change.code, change.params) == ("order_archived_some", {"n": 3, "left": 1})
        assert shown(session, "all") == still and shown(session, "cancelled") == []
        with pytest.raises(UserError, match="order_archived_already"):
            orders.archive(session, over[:1])
        back = orders.bring_back(session, over[:2])
        assert (back.code, shown(session, "archived")) == ("order_brought_back_many", over[2:])
        assert "order_brought_back" in [event.code for event in orders.detail(session, over[0]).events]
        with pytest.raises(UserError, match="order_not_archived"):
            orders.bring_back(session, still)
        changes.undo(session, back.id or 0)
        assert shown(session, "archived") == over
        changes.undo(session, change.id or 0)
        assert shown(session, "all") == sorted([*over, *still]) and shown(session, "archived") == []


def test_the_archive_is_searched_within_its_chip(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_orders(session, 2, state="completed")
        orders.archive(session, [first])
        number = orders.detail(session, first).order_no
        assert shown(session, "archived", number) == [first] and shown(session, "all", number) == []
        counts = query.counts(session, ORDERS)
        assert (counts["archived"], counts["shipped"], counts["all"]) == (1, 1, 1)
        assert shown(session, "all") == [second]


def test_the_chip_is_answered_from_its_index(shop: ShopFile) -> None:
    with shop.read() as session:
        asked = "SELECT id FROM orders WHERE archived_at IS NOT NULL ORDER BY placed_at DESC, id DESC"
        plan = " ".join(row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {asked}")))
    assert "COVERING INDEX ix_orders_archived" in plan and "TEMP B-TREE" not in plan
