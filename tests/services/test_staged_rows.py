"""The preview: rows by verdict, cell by cell what changes, what the owner's edits keep."""

from __future__ import annotations

from shopdesk.lists.spec import Money
from shopdesk.services import imports, staged_rows
from shopdesk.services.shop import set_facts
from shopdesk.services.staged_rows import changes_of
from shopdesk.storage.session import ShopFile
from tests.services.conftest import Stage
from tests.services.staging_files import line, order
from tests.services.test_imports_orders import edit


def test_rows_by_verdict_in_file_order(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1"), order("2", ship_city="Bonn")]))
    rows = [order("1"), order("2", ship_city="Jena"), order("3", buyer_name="Bo")]
    staged = stage("orders", rows, rejected=[(9, "bad_quantity", ["x9", "y"])])
    imports.prepare(shop, staged)
    assert [row.name for row in staged_rows.rows(staged, staged_rows.ids(staged, "changed", None, None))] == ["2"]
    everything = staged_rows.rows(staged, staged_rows.ids(staged, None, None, None))
    assert sorted(row.verdict for row in everything) == ["changed", "new", "rejected", "same"]
    refused = next(row for row in everything if row.verdict == "rejected")
    assert (refused.row, refused.code) == (9, "bad_quantity")
    new = next(row for row in everything if row.verdict == "new")
    assert (new.name, new.amount) == ("3", Money(1250, "EUR"))
    falling = staged_rows.rows(staged, staged_rows.ids(staged, None, ("name", True), 2))
    assert [row.name for row in falling] == ["3", "2"]


def test_cells_that_change_and_cells_that_stay(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", line("A"), line("B"), ship_city="Bon", buyer_name="Ann")]))
    edit(shop, "1", ship_city="Bonn")
    staged = stage("orders", [order("1", line("A", 2), line("C"), ship_city="BON", buyer_name="Anna")])
    imports.prepare(shop, staged)
    entity = staged_rows.ids(staged, "changed", None, None)[0] - 1
    found = {(c.kind, c.field, c.before, c.after, c.kept_at is not None) for c in changes_of(staged, entity)}
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
    entity = staged_rows.ids(staged, None, None, None)[0] - 1
    assert {(c.kind, c.field, c.before, c.after) for c in changes_of(staged, entity)} == {
        ("stock_balance", "quantity", 1, 3), ("sku", "price_minor", 5, 6),
    }  # fmt: skip
    imports.apply(shop, stage("customers", [{"key": "1", "name": "Ann"}]))
    staged = stage("customers", [{"key": "1", "name": "Bo"}])
    imports.prepare(shop, staged)
    assert [(c.kind, c.field, c.after) for c in changes_of(staged, 1)] == [("customer", "name", "Bo")]
    assert [row.name for row in staged_rows.rows(staged, staged_rows.ids(staged, None, None, None))] == ["Bo"]


def test_a_second_look_replaces_the_first(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [order("1")])
    imports.prepare(shop, staged)
    imports.apply(shop, staged)
    assert imports.prepare(shop, staged).counts["same"] == 1
    assert list(staged_rows.ids(staged, "new", None, None)) == []


def test_a_new_order_shows_its_address_as_its_country_writes_it(shop: ShopFile, stage: Stage) -> None:
    place = {"ship_name": "Emma Fischer", "ship_line1": "Lindenstraße 14", "ship_city": "Berlin"}
    abroad = {"ship_region": "CA", "ship_postcode": "94105", "ship_country": "US", "ship_city": "San Francisco"}
    rows = [order("1", **place, ship_postcode="10969", ship_country="DE"), order("2", **(place | abroad))]
    staged = stage("orders", rows)
    imports.prepare(shop, staged)
    ids = staged_rows.ids(staged, "new", ("name", False), None)
    with shop.write() as session:
        set_facts(session, country="DE")
    with shop.read() as session:
        home, away = (staged_rows.detail(session, staged, record) for record in ids)
    assert home is not None and away is not None
    assert home.address == ("Emma Fischer", "Lindenstraße 14", "10969 BERLIN")
    assert away.address[:3] == ("Emma Fischer", "Lindenstraße 14", "SAN FRANCISCO, CA 94105")
    assert "UNITED STATES" in away.address[-1]
