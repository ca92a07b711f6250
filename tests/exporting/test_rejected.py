"""Rows that were not imported: saved with their reason, mended, imported through the same format."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from shopdesk.base.errors import UserError
from shopdesk.exporting.rejected import save_rejected, save_rejected_of_batch
from shopdesk.importing.child import read
from shopdesk.services import imports, reading
from shopdesk.storage.session import ShopFile
from tests.services.staging_files import order, stage


def rows_of(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


def test_one_row_per_source_row_with_all_reasons(shop: ShopFile, tmp_path: Path) -> None:
    rejected = [
        (7, "bad_amount", ["1", "=A"]),
        (5, "bad_day", ["2"]),
        (7, "bad_day", ["1", "=A"]),
    ]
    staged = stage(tmp_path / "s.sqlite", "orders", [order("9")], rejected=rejected)
    assert save_rejected(staged, tmp_path / "bad.xlsx") == 2
    rows = rows_of(tmp_path / "bad.xlsx")
    assert rows[0] == ["Order ID", "SKU", "Not imported because", "Row in the file"]
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [("2", "", 5.0), ("1", "=A", 7.0)]
    batch = imports.apply(shop, staged).batch
    assert batch is not None
    with shop.read() as session:
        assert save_rejected_of_batch(session, batch, tmp_path / "again.xlsx") == 2
    assert rows_of(tmp_path / "again.xlsx") == rows


def test_nothing_rejected_writes_nothing(tmp_path: Path) -> None:
    staged = stage(tmp_path / "s.sqlite", "orders", [order("9")])
    with pytest.raises(UserError, match="import_nothing_rejected"):
        save_rejected(staged, tmp_path / "bad.xlsx")
    assert not (tmp_path / "bad.xlsx").exists()


def test_mended_rows_come_in_through_the_same_format(shop: ShopFile, tmp_path: Path) -> None:
    source = tmp_path / "orders.csv"
    source.write_text(
        "Order ID,Date,SKU,Quantity,Unit price\n1,2026-11-20,A,2,5.00\n1,2026-11-20,B,abc,1.00\n", encoding="utf-8"
    )
    first = _read(shop, source, tmp_path / "one.sqlite")
    assert imports.apply(shop, first).rejected_rows == 1
    save_rejected(first, tmp_path / "bad.xlsx")
    book = load_workbook(tmp_path / "bad.xlsx")
    assert book.active is not None
    book.active["D2"] = "3"
    book.save(tmp_path / "mended.xlsx")
    second = _read(shop, tmp_path / "mended.xlsx", tmp_path / "two.sqlite")
    result = imports.apply(shop, second)
    assert (result.imported, result.rejected_rows, result.counts["lines_new"]) == (1, 0, 1)
    with shop.read() as session:
        from shopdesk.storage.tables import Order

        mended = session.query(Order).one()
        assert (mended.total_minor, mended.unit_count, mended.attention) == (1300, 5, "")


def _read(shop: ShopFile, path: Path, staging: Path):  # type: ignore[no-untyped-def]
    with shop.read() as session:
        request = reading.read_request(session, path, staging)
    return read(request)
