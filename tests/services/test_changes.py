"""What was recorded can be undone and done again, also after a restart; what was changed since is kept and named."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message
from shopdesk.services import changes
from shopdesk.services.recording import recording
from shopdesk.storage.search import matching_orders
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import open_shop
from shopdesk.storage.tables import ChangeItem, Channel, Order, OrderEvent, OwnerEdit, Shipment
from tests.services.order_rows import add_orders


def test_update_is_undone_and_redone(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session)
        with recording(session, "order_edited", order_no="303-0001") as step:
            step.update(session.get_one(Order, order_id), buyer_name="Zoë", paid_at=now())
            step.update(session.get_one(Order, order_id), buyer_name="Zoë Novák")
    change = step.change
    assert change.ids == {"orders": (order_id,)}
    assert change.undoable
    with shop.write() as session:
        outcome = changes.undo(session, change.id or 0)
        order = session.get_one(Order, order_id)
        assert (order.buyer_name, order.paid_at) == ("Emma Fischer", None)
        assert (outcome.kept, outcome.change.code) == ((), "undone")
        told = message(outcome.change.code, **outcome.change.params)
        assert told == f"Undone: {message('order_edited', order_no='303-0001')}"
    with shop.write() as session:
        changes.redo(session, change.id or 0)
        order = session.get_one(Order, order_id)
        assert order.buyer_name == "Zoë Novák"
        assert order.paid_at is not None


def test_undo_survives_a_restart(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session)
        with recording(session, "order_edited", order_no="303-0001") as step:
            step.update(session.get_one(Order, order_id), seller_note="fragile")
    shop.close()
    again = open_shop(shop.path)
    with again.write() as session:
        last = changes.last_undoable(session)
        assert last is not None
        assert (last.id, last.code, last.params) == (step.change.id, "order_edited", {"order_no": "303-0001"})
        changes.undo(session, last.id or 0)
        assert session.get_one(Order, order_id).seller_note == ""
        assert changes.last_undoable(session) is None
    again.close()


def test_later_edits_are_kept_and_named(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_orders(session, 2)
        with recording(session, "order_edited", order_no="x") as step:
            step.update_many(Order, [first, second], state="confirmed", seller_note="mine")
        session.get_one(Order, first).seller_note = "later"
    with shop.write() as session:
        outcome = changes.undo(session, step.change.id or 0)
        kept = outcome.kept
        assert [(row.kind, row.id, row.name, row.fields) for row in kept] == [
            ("orders", first, "303-0001", ("seller_note",))
        ]
        assert (session.get_one(Order, first).state, session.get_one(Order, first).seller_note) == (
            "to_review",
            "later",
        )
        assert (session.get_one(Order, second).state, session.get_one(Order, second).seller_note) == ("to_review", "")
        assert outcome.change.code == "undone_partly"


def test_inserted_rows_go_and_come_back_as_they_were(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session)
        with recording(session, "waybill_set", order_no="x", waybill="y") as step:
            step.insert(Shipment(order_id=order_id, carrier="DHL", waybill="00340"))
            step.insert_many(
                OrderEvent, [{"order_id": order_id, "at": now(), "code": "order_placed", "params": {"a": "王"}}]
            )
    with shop.write() as session:
        changes.undo(session, step.change.id or 0)
        assert session.scalars(select(Shipment)).all() == []
        assert session.scalars(select(OrderEvent)).all() == []
        changes.redo(session, step.change.id or 0)
        assert session.scalars(select(Shipment)).one().waybill == "00340"
        assert session.scalars(select(OrderEvent)).one().params == {"a": "王"}


def test_inserted_row_that_was_used_since_stays(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session)
        with recording(session, "waybill_set", order_no="x", waybill="y") as step:
            step.insert(Shipment(order_id=order_id, carrier="DHL", waybill="00340"))
        session.scalars(select(Shipment)).one().state = "handed_over"
    with shop.write() as session:
        outcome = changes.undo(session, step.change.id or 0)
        assert [(row.kind, row.name) for row in outcome.kept] == [("shipment", "00340")]
        assert session.scalars(select(Shipment)).one().state == "handed_over"


def test_deleted_row_comes_back(shop: ShopFile) -> None:
    with shop.write() as session:
        session.add(Channel(id=5, name="Etsy", kind="etsy", currency="USD"))
        session.flush()
        with recording(session, "channel_removed") as step:
            step.delete(session.get_one(Channel, 5))
    with shop.write() as session:
        assert session.get(Channel, 5) is None
        changes.undo(session, step.change.id or 0)
        assert session.get_one(Channel, 5).name == "Etsy"


def test_owner_edits_are_marked_and_unmarked(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session)
        session.add(OwnerEdit(kind="orders", row_id=order_id, field="tags"))
        with recording(session, "order_edited", order_no="x") as step:
            step.update(session.get_one(Order, order_id), by_owner=True, ship_city="Berlin", tags="vip")
    with shop.write() as session:
        assert set(session.scalars(select(OwnerEdit.field))) == {"ship_city", "tags"}
        changes.undo(session, step.change.id or 0)
        assert set(session.scalars(select(OwnerEdit.field))) == {"tags"}
        changes.redo(session, step.change.id or 0)
        assert set(session.scalars(select(OwnerEdit.field))) == {"ship_city", "tags"}


def test_search_follows_edit_and_undo(shop: ShopFile) -> None:
    def found(typed: str) -> list[int]:
        with shop.read() as session:
            matches = matching_orders(session, typed)
            return list(matches.ids) if matches else []

    with shop.write() as session:
        (order_id,) = add_orders(session)
        with recording(session, "order_edited", order_no="x") as step:
            step.update(session.get_one(Order, order_id), buyer_name="王小明")
            step.insert(Shipment(order_id=order_id, carrier="DHL", waybill="RR123456785CN"))
    assert (found("wxm"), found("rr123"), found("emma")) == ([order_id], [order_id], [])
    with shop.write() as session:
        changes.undo(session, step.change.id or 0)
    assert (found("wxm"), found("rr123"), found("emma")) == ([], [], [order_id])


def test_step_that_changes_nothing_leaves_no_trace(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session)
        with recording(session, "order_edited", order_no="x") as step:
            step.update(session.get_one(Order, order_id), buyer_name="Emma Fischer")
    assert (step.change.id, step.change.undoable) == (None, False)
    with shop.read() as session:
        assert changes.last_undoable(session) is None
        assert session.scalars(select(ChangeItem)).all() == []


def test_undone_step_cannot_be_undone_again(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session)
        with recording(session, "order_edited", order_no="x") as step:
            step.update(session.get_one(Order, order_id), tags="a")
        change_id = step.change.id or 0
        with pytest.raises(UserError, match="redo_gone"):
            changes.redo(session, change_id)
        changes.undo(session, change_id)
        with pytest.raises(UserError, match="undo_gone"):
            changes.undo(session, change_id)
        with pytest.raises(UserError, match="undo_gone"):
            changes.undo(session, 999)


def test_print_is_logged_but_not_undone(shop: ShopFile) -> None:
    with shop.write() as session:
        with recording(session, "labels_printed", undoable=False, n=3) as step:
            step.insert(Channel(name="X", kind="x", currency="EUR"))
        assert not step.change.undoable
        assert step.change.id is not None
        assert changes.last_undoable(session) is None


def test_many_rows_are_told_as_many(shop: ShopFile) -> None:
    with shop.write() as session:
        ids = add_orders(session, 3)
        session.get_bind()
        with recording(session, "order_fine_many", n=3) as step:
            step.update_many(Order, ids, tags="x")
    assert step.change.ids == {"orders": tuple(ids)}
