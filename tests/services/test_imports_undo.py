"""Undo this import: what it made goes, what it changed comes back, what was used since stays and is named."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shopdesk.base.errors import UserError
from shopdesk.services import import_undo, imports
from shopdesk.services.import_result import ImportResult
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import open_shop
from shopdesk.storage.tables import ChangeItem, ChangeLog, Order, OrderLine, OwnerEdit, Shipment, Sku
from tests.services.conftest import Stage
from tests.services.staging_files import line, order

_LEFT_OUT = {
    "import_batch",
    "change_log",
    "change_item",
    "import_problem",
    "search_item",
    "search_item_text",
    "search_order",
}


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that an import may touch, without the moments of the last touch."""
    with sqlite3.connect(path) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if name not in _LEFT_OUT and not name.startswith("search_")]
        rows = {}
        for name in kept:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] != "updated_at"]
            rows[name] = sorted(connection.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall(), key=repr)
        return rows


def batch_of(result: ImportResult) -> int:
    assert result.batch is not None
    return result.batch


def test_undo_of_a_first_import_leaves_the_shop_as_it_was(shop: ShopFile, stage: Stage) -> None:
    before = contents(shop.path)
    staged = stage("orders", [order("1", carrier="DHL", waybill="W1"), order("2", line("A"), line("B"))])
    undone = import_undo.undo(shop, batch_of(imports.apply(shop, staged)))
    assert (undone.done, undone.removed, undone.restored, undone.kept) == (True, 2, 0, ())
    assert contents(shop.path) == before
    assert imports.apply(shop, staged).counts["orders_new"] == 2


_POT = {"handle": "m", "sku_code": "A", "external_id": "1"}
_TWICE: dict[str, tuple[list[dict[str, object]], list[dict[str, object]]]] = {
    "products": (
        [{**_POT, "product_title": "M", "quantity": 1, "price_minor": 5}],
        [{**_POT, "product_title": "N", "quantity": 2, "price_minor": 6}, {"handle": "m", "sku_code": "B"}],
    ),
    "stock": (
        [{"sku_code": "A", "quantity": 1}],
        [{"sku_code": "A", "quantity": 2}, {"sku_code": "C", "quantity": 2, "warehouse": "X"}],
    ),
    "customers": ([{"key": "1", "name": "Ann"}], [{"key": "1", "name": "Bo", "spent_minor": 5}, {"key": "2"}]),
}


@pytest.mark.parametrize("target", list(_TWICE))
def test_undo_of_other_targets(shop: ShopFile, stage: Stage, target: str) -> None:
    rows = _TWICE[target]
    first = contents(shop.path)
    one = imports.apply(shop, stage(target, rows[0]))
    second = contents(shop.path)
    two = imports.apply(shop, stage(target, rows[1]))
    undone = import_undo.undo(shop, batch_of(two))
    assert undone.restored and undone.removed and not undone.kept
    assert contents(shop.path) == second
    import_undo.undo(shop, batch_of(one))
    assert contents(shop.path) == first


def test_undo_restores_changed_orders_with_their_lines(shop: ShopFile, stage: Stage) -> None:
    imports.apply(
        shop, stage("orders", [order("1", line("A", 2), line("B"), ship_city="Bonn"), order("2", waybill="W")])
    )
    before = contents(shop.path)
    again = stage(
        "orders",
        [order("1", line("A", 3), line("C"), ship_city="Köln", waybill="W1"), order("2", waybill="W"), order("9")],
    )
    undone = import_undo.undo(shop, batch_of(imports.apply(shop, again)))
    assert undone.kept == ()
    assert contents(shop.path) == before


def test_what_was_edited_since_is_kept_and_named(shop: ShopFile, stage: Stage) -> None:
    first = imports.apply(shop, stage("orders", [order("1", ship_city="Bonn", buyer_name="A"), order("2")]))
    second = imports.apply(shop, stage("orders", [order("1", ship_city="Köln", buyer_name="B"), order("3")]))
    with shop.write() as session:
        row = session.scalars(select(Order).where(Order.external_no == "1")).one()
        row.ship_city = "Jena"
        session.add(OwnerEdit(kind="orders", row_id=row.id, field="ship_city"))
    undone = import_undo.undo(shop, batch_of(second))
    assert (undone.removed, undone.restored) == (1, 1)
    assert [(kept.name, kept.fields) for kept in undone.kept] == [("1", ("ship_city",))]
    with shop.read() as session:
        assert session.execute(select(Order.ship_city, Order.buyer_name).order_by(Order.id)).first() == ("Jena", "A")
    undone = import_undo.undo(shop, batch_of(first))
    assert (undone.removed, [(kept.kind, kept.name) for kept in undone.kept]) == (1, [("orders", "1")])


def test_an_order_with_work_done_on_it_is_kept(shop: ShopFile, stage: Stage) -> None:
    result = imports.apply(shop, stage("orders", [order("1"), order("2"), order("3"), order("4", waybill="W4")]))
    with shop.write() as session:
        session.add(Shipment(order_id=1, waybill="mine"))
        step = ChangeLog(code="orders_confirmed", params={})
        session.add(step)
        session.flush()
        session.add(
            ChangeItem(
                change_id=step.id, kind="orders", row_id=2, before={"state": "to_review"}, after={"state": "confirmed"}
            )
        )
    undone = import_undo.undo(shop, batch_of(result))
    assert {kept.name for kept in undone.kept} == {"1", "2"}
    assert undone.removed == 2  # the channel stays: two orders are still on it
    with shop.read() as session:
        assert set(session.scalars(select(Order.external_no))) == {"1", "2"}
        assert set(session.scalars(select(OrderLine.order_id))) == {1, 2}


def test_an_undo_that_removes_nothing_says_so(shop: ShopFile, stage: Stage) -> None:
    result = imports.apply(shop, stage("orders", [order("1")]))
    with shop.write() as session:
        session.add(OwnerEdit(kind="orders", row_id=1, field="ship_city"))
    undone = import_undo.undo(shop, batch_of(result))
    assert not undone.done and undone.change.code == "import_undo_kept_all" and len(undone.kept) == 1
    with shop.read() as session:
        assert session.scalars(select(ChangeLog.undone_at)).one() is None


def test_what_cannot_be_undone_is_refused(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [order("1")])
    first, second = imports.apply(shop, staged), imports.apply(shop, staged)
    with pytest.raises(UserError, match="import_nothing_to_undo"):
        import_undo.undo(shop, batch_of(second))
    import_undo.undo(shop, batch_of(first))
    with pytest.raises(UserError, match="import_already_undone"):
        import_undo.undo(shop, batch_of(first))
    with pytest.raises(UserError, match="import_unknown"):
        import_undo.undo(shop, 99)


def test_undo_works_after_a_restart(shop: ShopFile, stage: Stage) -> None:
    result = imports.apply(shop, stage("orders", [order("1")]))
    shop.close()
    again = open_shop(shop.path)
    try:
        assert import_undo.undo(again, batch_of(result)).removed == 1
    finally:
        again.close()


def test_undoing_a_catalogue_unlinks_the_lines(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("products", [{"sku_code": "OLD", "handle": "old"}]))
    imports.apply(shop, stage("orders", [order("1", line("A"))]))
    before = contents(shop.path)
    result = imports.apply(shop, stage("products", [{"sku_code": "A", "handle": "a"}]))
    import_undo.undo(shop, batch_of(result))
    assert contents(shop.path) == before
    with shop.read() as session:
        assert session.scalars(select(Order.attention)).one() == "unknown_sku"
        assert session.scalar(select(func.count()).select_from(Sku)) == 1
