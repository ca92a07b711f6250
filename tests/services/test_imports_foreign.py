"""Two shops of one marketplace count their orders alike: the file of one must not overwrite the orders of the other."""

from __future__ import annotations

import pytest

from shopdesk.services import import_rejects, imports
from shopdesk.storage.session import ShopFile
from tests.services.conftest import Stage
from tests.services.staging_files import line, order
from tests.services.test_imports_orders import edit, lines_of, the

OTHER = {"currency": "USD", "placed_at": "2026-11-01T10:00:00Z"}


def test_an_order_of_another_shop_is_rejected_and_the_rows_add_up(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1001", line("A")), order("1002", line("B"))]))
    staged = stage("orders", [order("1002", line("X"), line("Y"), **OTHER), order("1003", line("X"), **OTHER)])
    for _ in range(2):
        preview = imports.prepare(shop, staged)
        assert (preview.foreign, preview.counts["rejected"], preview.reject_reasons) == (1, 2, {"other_shop": 2})
        assert sum(preview.counts.values()) == staged.rows and preview.counts["new"] == 1
        assert [note.code for note in preview.notes] == ["import_other_shop"]
    result = imports.apply(shop, staged)
    assert (result.imported, result.unchanged, result.rejected_rows, result.rows) == (1, 0, 2, 3)
    assert [(row.row, row.code) for row in result.rejected] == [(2, "other_shop"), (3, "other_shop")]
    assert "1002" in result.to_json()["rejected"][0]["message"]
    with shop.read() as session:
        assert lines_of(session, "1002") == [("B", 1)] and the(session, "1002").currency == "EUR"
        assert len(import_rejects.rejects_of_batch(session, result.batch or 0)[1]) == 2
    apart = imports.apply(shop, staged, channel="Second shop")
    assert (apart.counts["orders_new"], apart.rejected_rows) == (2, 0)


@pytest.mark.parametrize(
    "same",
    [{"currency": "EUR"}, {"placed_at": "2026-11-22T09:00:00Z"}, {"lines": (line("B", 4),)}],
)
def test_one_thing_in_common_is_a_change(shop: ShopFile, stage: Stage, same: dict[str, object]) -> None:
    imports.apply(shop, stage("orders", [order("1002", line("B"))]))
    preview = imports.prepare(shop, stage("orders", [order("1002", line("X")) | OTHER | same]))
    assert (preview.foreign, preview.counts["changed"]) == (0, 1)


@pytest.mark.parametrize("buyer", ["Emma", "Emma B."])
def test_what_the_owner_typed_is_kept_counted_and_listed(shop: ShopFile, stage: Stage, buyer: str) -> None:
    from shopdesk.services import staged_rows

    imports.apply(shop, stage("orders", [order("1", buyer_name="Emma"), order("2", buyer_name="Ben")]))
    edit(shop, "1", buyer_name="Emma Fischer")
    staged = stage("orders", [order("1", buyer_name=buyer), order("2", buyer_name="Ben")])
    preview = imports.prepare(shop, staged)
    assert (preview.counts["kept"], preview.counts["same"], preview.kept_edits) == (1, 1, 1)
    (kept,) = (row for row in staged_rows.rows(staged, staged_rows.ids(staged, "kept", None, None)))
    with shop.read() as session:
        found = staged_rows.detail(session, staged, kept.id)
    assert found is not None and kept.name == "1"
    assert [(c.field, c.before, c.after) for c in found.changes] == [("buyer_name", "Emma Fischer", buyer)]
    assert found.changes[0].kept_at is not None
    result = imports.apply(shop, staged)
    assert (result.imported, result.unchanged) == (0, 2)
