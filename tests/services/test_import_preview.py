"""The preview: rows by verdict, cell by cell what changes, what the owner's edits keep."""

from __future__ import annotations

from shopdesk.services import imports
from shopdesk.services.import_preview import changes_of, preview_ids, preview_window
from shopdesk.storage.session import ShopFile
from tests.services.conftest import Stage
from tests.services.staging_files import line, order
from tests.services.test_imports_orders import edit


def test_rows_by_verdict_and_search(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1"), order("2", ship_city="Bonn")]))
    rows = [order("1"), order("2", ship_city="Jena"), order("3", buyer_name="50%_Bo")]
    staged = stage("orders", rows, rejected=[(9, "bad_quantity", ["x9", "y"])])
    imports.prepare(shop, staged)
    assert list(preview_ids(staged, "same")) == [1]
    assert list(preview_ids(staged, "changed")) == [2]
    assert list(preview_ids(staged)) == [1, 2, 3, -1]
    assert list(preview_ids(staged, search="0%_b")) == [3]
    assert list(preview_ids(staged, "rejected", "x9")) == [-1]
    last, first = preview_window(staged, [-1, 3])
    assert (last.row, last.verdict, last.code) == (9, "rejected", "bad_quantity")
    assert (first.verdict, first.name, first.amount, first.currency) == ("new", "3", 1250, "EUR")


def test_cells_that_change_and_cells_that_stay(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", line("A"), line("B"), ship_city="Bon", buyer_name="Ann")]))
    edit(shop, "1", ship_city="Bonn")
    staged = stage("orders", [order("1", line("A", 2), line("C"), ship_city="BON", buyer_name="Anna")])
    imports.prepare(shop, staged)
    found = {(change.kind, change.field, change.before, change.after, change.kept_at is not None) for change in changes_of(staged, 1)}
    assert {
        ("orders", "buyer_name", "Ann", "Anna", False),
        ("orders", "ship_city", "Bonn", "BON", True),
        ("order_line", "quantity", 1, 2, False),
        ("order_line", "line", None, "1 × C", False),
        ("order_line", "line", "1 × B", None, False),
    } <= found


def test_other_targets_tell_their_changes(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("stock", [{"sku_code": "A", "quantity": 1, "price_minor": 5}]))
    staged = stage("stock", [{"sku_code": "A", "quantity": 3, "price_minor": 6}])
    imports.prepare(shop, staged)
    assert {(c.kind, c.field, c.before, c.after) for c in changes_of(staged, 1)} == {
        ("stock_balance", "quantity", 1, 3), ("sku", "price_minor", 5, 6),
    }  # fmt: skip
    imports.apply(shop, stage("products", [{"sku_code": "P", "handle": "p", "product_title": "Pot", "external_id": "1", "url": "u"}]))
    staged = stage("products", [{"sku_code": "P", "handle": "p", "product_title": "Pan", "external_id": "1", "url": "v"}])
    imports.prepare(shop, staged)
    assert {(c.kind, c.field, c.after) for c in changes_of(staged, 1)} == {("product", "title", "Pan"), ("listing", "url", "v")}
    imports.apply(shop, stage("customers", [{"key": "1", "name": "Ann"}]))
    staged = stage("customers", [{"key": "1", "name": "Bo"}])
    imports.prepare(shop, staged)
    assert [(c.kind, c.field, c.after) for c in changes_of(staged, 1)] == [("customer", "name", "Bo")]
    assert [row.name for row in preview_window(staged, preview_ids(staged))] == ["Bo"]


def test_a_second_look_replaces_the_first(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [order("1")])
    imports.prepare(shop, staged)
    imports.apply(shop, staged)
    assert imports.prepare(shop, staged).counts["same"] == 1
    assert list(preview_ids(staged, "new")) == []
