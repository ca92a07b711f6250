"""Every row of a file ends in an entity or as rejected, whatever the file holds; row numbers are those Excel shows."""

from __future__ import annotations

import csv
import json
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.importing.formats import LAYOUTS
from shopdesk.importing.reader import read_file
from shopdesk.importing.request import ReadRequest
from shopdesk.importing.staging import ENTITY_TABLES

_CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "A-1",
            "A-2",
            "A-3",
            "1",
            "2",
            "-1",
            "abc",
            "2026-11-20",
            "9.95",
            "x;y",
            "1;2",
            "5.1E+18",
            "Total",
            "-",
            "to ship",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)
_ROWS = st.lists(st.lists(_CELL, min_size=0, max_size=8), min_size=1, max_size=12)
_COLUMNS = {
    "order_no": ["No"], "placed_at": ["When"], "status": ["State"], "total": ["Total"],
    "sku": ["SKU"], "title": ["Title"], "quantity": ["Qty"], "unit_price": ["Price"],
}  # fmt: skip
_HEADERS = ["No", "When", "State", "Total", "SKU", "Title", "Qty", "Price"]
_OTHERS: dict[str, dict[str, Any]] = {
    "products": {
        "columns": {"handle": ["No"], "sku": ["SKU"], "title": ["Title"], "price": ["Price"], "quantity": ["Qty"]}
    },
    "stock": {"columns": {"sku": ["SKU"], "warehouse": ["No"], "quantity": ["Qty"]}},
    "customers": {"columns": {"external_id": ["No"], "email": ["SKU"], "name": ["Title"], "spent": ["Price"]}},
}


def read_rows(
    rows: list[list[str]], mapping: dict[str, Any], warnings: list[sqlite3.Row] | None = None
) -> tuple[dict[str, Any], list[sqlite3.Row], list[sqlite3.Row]]:
    """Meta, entities and rejected problems of a CSV of ``rows`` below the usual headers; fills ``warnings``."""
    with tempfile.TemporaryDirectory() as folder:
        path, staging = Path(folder) / "a.csv", Path(folder) / "staging.db"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([_HEADERS, *rows])
        request = ReadRequest(path, staging, mapping=mapping, date_order="DMY", decimal=".", encoding="utf-8")
        _, _, _, target = read_file(request, lambda fraction, text: None)
        connection = sqlite3.connect(staging)
        connection.row_factory = sqlite3.Row
        meta = {key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM meta")}
        entities = connection.execute(f"SELECT * FROM {ENTITY_TABLES[target]}").fetchall()
        rejected = connection.execute("SELECT * FROM problem WHERE severity = 'rejected' ORDER BY row").fetchall()
        if warnings is not None:
            warnings += connection.execute("SELECT * FROM problem WHERE severity = 'warning' ORDER BY row").fetchall()
        connection.close()
    return meta, entities, rejected


def assert_sums(rows: list[list[str]], mapping: dict[str, Any]) -> None:
    try:
        meta, entities, rejected = read_rows(rows, mapping)
    except UserError as error:
        assert error.code in ("file_unreadable", "columns_missing", "header_not_found", "file_not_a_table")
        return
    assert sum(entity["row_count"] for entity in entities) + len(rejected) == meta["rows"]
    assert meta["rows"] + sum(meta["skipped"].values()) <= len(rows) + 40
    assert len({problem["row"] for problem in rejected}) == len(rejected)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=_ROWS)
def test_order_rows_add_up_in_every_layout(layout: str, rows: list[list[str]]) -> None:
    assert_sums(
        rows,
        {
            "target": "orders",
            "columns": _COLUMNS,
            "lines": {"layout": layout, "separator": ";"},
            "status": {"to ship": "to_ship"},
        },
    )


@pytest.mark.parametrize("target", _OTHERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=_ROWS)
def test_other_rows_add_up(target: str, rows: list[list[str]]) -> None:
    assert_sums(rows, {"target": target, **_OTHERS[target]})


def test_a_rejected_row_keeps_its_number_its_cells_and_marks_its_order() -> None:
    rows = [
        ["A-1", "2026-11-20", "to ship", "19.90", "S1", "Cup", "1", "9.95"],
        [],
        ["A-1", "", "", "", "S2", "Plate", "abc", "9.95"],
        ["A-2", "20/13/2026", "to ship", "5", "S1", "Cup", "1", "5"],
    ]
    mapping = {
        "target": "orders",
        "columns": _COLUMNS,
        "lines": {"layout": "id_repeated"},
        "status": {"to ship": "to_ship"},
    }
    meta, entities, rejected = read_rows(rows, mapping)
    assert [(problem["row"], problem["code"]) for problem in rejected] == [
        (4, "quantity_not_a_number"),
        (5, "date_unreadable"),
    ]
    assert json.loads(rejected[0]["cells"])[6] == "abc"
    assert meta["rows"] == 3 and meta["skipped"]["blank"] == 1
    assert entities[0]["attention"].split() == ["totals", "incomplete"]


def test_a_sku_named_twice_counts_once_and_a_difference_is_said() -> None:
    """The first row is taken; silently dropping another price would be a wrong price in the shop."""
    rows = [
        ["", "", "", "", "KET", "Kettle", "5", "30"],
        ["", "", "", "", "KET", "Kettle", "5", "30"],
        ["", "", "", "", "KET", "Kettle", "7", "31"],
        ["", "", "", "", "MUG", "Mug", "1", "5"],
    ]
    warnings: list[sqlite3.Row] = []
    meta, entities, rejected = read_rows(rows, {"target": "products", **_OTHERS["products"]}, warnings)
    assert [(e["sku_code"], e["row_count"], e["price_minor"], e["quantity"]) for e in entities] == [
        ("KET", 3, 3000, 5),
        ("MUG", 1, 500, 1),
    ]
    assert [(w["row"], w["code"]) for w in warnings] == [(3, "duplicate_row"), (4, "sku_repeated")]
    assert (meta["rows"], rejected) == (4, [])
