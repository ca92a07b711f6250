"""What a toast says of an import and of its undo: orders, products …, never rows."""

from __future__ import annotations

import pytest

from shopdesk.base.i18n import LANGUAGES, message, set_language
from shopdesk.services import changes, import_history, imports
from shopdesk.services.import_undo import COUNTED
from shopdesk.storage.queries.import_batches import CHANGE_CODES
from shopdesk.storage.session import ShopFile
from tests.services.conftest import Stage
from tests.services.staging_files import line, order


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_target_has_its_words(language: str) -> None:
    set_language(language)
    codes = CHANGE_CODES.values()
    assert all("a.csv" in message(code, file="a.csv", new=1, changed=2) for code in codes)
    removed = [code for code, _ in COUNTED.values()]
    assert all("3" in message(code, n=3) for code in removed)
    assert len(set(codes)) == len(set(removed)) == len(CHANGE_CODES) == len(COUNTED)


def test_an_import_and_its_undo_count_orders(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [order("1", line(), line("B")), order("2", carrier="DHL", waybill="X1")])
    done = imports.apply(shop, staged)
    assert staged.rows == 3
    assert message(done.change.code, **done.change.params) == "orders.csv was imported. Orders: 2 new, 0 changed."
    with shop.write() as session:
        outcome = changes.undo(session, done.change.id)
    undone = outcome.change
    assert not outcome.redoable  # its rows are gone: the file brings them again
    assert message(undone.code, **undone.params) == "The import of orders.csv was undone. Orders removed: 2."


def test_new_orders_that_wait_for_review_are_counted(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [order("1"), order("2", state="shipped"), order("3")])
    assert imports.apply(shop, staged).counts["orders_to_review"] == 2
    assert imports.apply(shop, staged).counts["orders_to_review"] == 0


def test_only_orders_without_a_status_count_as_closed_by_their_age(shop: ShopFile, stage: Stage) -> None:
    rows = [
        order("1", state="completed"),
        order("2", state="completed", source_status="done"),
        order("3", state="completed", kind="credit"),
        order("4"),
    ]
    staged = stage("orders", rows)
    (told,) = imports.prepare(shop, staged).notes
    assert told.params == {"n": 1, "days": 60}
    assert imports.apply(shop, staged).notes == (told,)
    assert imports.prepare(shop, staged).notes == ()


def test_an_import_of_another_shops_orders_alone_makes_no_batch(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1")]))
    other = order("1", line("X"), line("Y"), currency="USD", placed_at="2026-10-01T10:00:00Z")
    done = imports.apply(shop, stage("orders", [other]))
    assert (done.batch, done.brought_nothing, done.rejected_rows) == (None, True, 2)
    assert [row.code for row in done.rejected] == ["other_shop"] * 2
    assert [note.code for note in done.notes] == ["import_other_shop"]
    with shop.read() as session:
        assert len(import_history.batches(session)) == 1
    assert imports.apply(shop, stage("orders", [order("2")])).batch == 2
