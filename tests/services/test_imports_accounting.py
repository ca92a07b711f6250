"""Every row of a file ends as imported, unchanged or rejected, whatever is imported in whatever order; undo brings back
what was.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk.services import import_undo, imports
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import create_shop
from tests.services.staging_files import line, order, stage
from tests.services.test_imports_undo import contents

SKUS = st.sampled_from(["A", "a ", "B", "C"])
LINES = st.lists(
    st.builds(line, SKUS, st.integers(-3, 5), external_line_id=st.sampled_from(["", "1", "2"])), min_size=1, max_size=4
)
STATES = st.sampled_from(["imported", "to_review", "shipped", "cancelled"])
ORDERS = st.dictionaries(
    st.sampled_from("12345"),
    st.tuples(LINES, STATES, st.sampled_from(["", "incomplete", "totals"]), st.sampled_from(["", "W1"])),
    max_size=5,
)  # fmt: skip
STOCK = st.lists(
    st.fixed_dictionaries({
        "sku_code": SKUS, "warehouse": st.sampled_from(["", "X", "x"]), "quantity": st.none() | st.integers(-2, 9),
    }), max_size=5,
)  # fmt: skip
PRODUCTS = st.lists(
    st.fixed_dictionaries({
        "sku_code": SKUS, "handle": st.sampled_from(["", "h", "g"]), "product_title": st.sampled_from(["", "T"]),
        "external_id": st.sampled_from(["", "1", "2"]), "price_minor": st.none() | st.integers(0, 3),
        "quantity": st.none() | st.just(1),
    }), max_size=5,
)  # fmt: skip
FILES = st.one_of(
    st.tuples(st.just("orders"), ORDERS.map(lambda found: [
        order(number, *lines, state=state, attention=attention, waybill=waybill)
        for number, (lines, state, attention, waybill) in found.items()
    ])),
    st.tuples(st.just("stock"), STOCK),
    st.tuples(st.just("products"), PRODUCTS),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(FILES, min_size=1, max_size=4), st.integers(0, 2))
def test_rows_add_up_and_undo_brings_back(files: list[tuple[str, list[dict[str, Any]]]], rejected: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = create_shop(Path(folder) / "s.shopdesk", name="S", currency="EUR", timezone="UTC")
        try:
            _import_all(shop, Path(folder), files, rejected)
        finally:
            shop.close()


def _import_all(shop: ShopFile, folder: Path, files: list[tuple[str, list[dict[str, Any]]]], rejected: int) -> None:
    history = []
    for number, (target, rows) in enumerate(files):
        bad = [(900 + n, "bad_quantity", ["x"]) for n in range(rejected)]
        staged = stage(folder / f"{number}.sqlite", target, rows, rejected=bad)
        before = contents(shop.path)
        preview = imports.prepare(shop, staged)
        assert sum(preview.counts.values()) == staged.rows
        result = imports.apply(shop, staged)
        assert result.imported + result.unchanged + result.rejected_rows == result.rows == staged.rows
        assert result.imported == preview.counts["new"] + preview.counts["changed"]
        again = imports.apply(shop, staged)
        assert (again.imported, again.unchanged + again.rejected_rows) == (0, staged.rows)
        history.append((result, before))
    for result, before in reversed(history):
        if result.change.undoable and result.batch is not None:
            import_undo.undo(shop, result.batch)
        assert contents(shop.path) == before
