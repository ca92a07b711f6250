"""A quote somebody forgot to close costs its own row; cells of several lines stay as they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shopdesk.base.catalog import resources_dir
from shopdesk.importing.sources.opening import open_table
from shopdesk.importing.sources.records import BrokenRow
from tests.importing.staged_files import SAMPLES, read_file_here

HEADER = "Order number,Order date,SKU,Product name,Quantity,Unit price"
PLAIN = "{no},2026-11-20,CUP,Cup,2,3.50"
FIELD_SAMPLES = Path(os.environ.get("SHOPDESK_FIELD_SAMPLES") or resources_dir().parent.parent / "shared" / "samples")


def lines(*broken: str, before: int = 3, after: int = 3) -> str:
    rows = [PLAIN.format(no=1000 + n) for n in range(before)]
    rows += [*broken, *(PLAIN.format(no=2000 + n) for n in range(after))]
    return "\r\n".join([HEADER, *rows]) + "\r\n"


@pytest.mark.parametrize(
    "text",
    [
        lines('1500,2026-11-20,CUP,"Cup,2,3.50'),
        lines('1500,2026-11-20,CUP,"Cup,2,3.50', after=0),
        lines('1500,2026-11-20,CUP,"Cup,2,3.50', '1501,2026-11-20,TEA,"Tea, green",1,4.00'),
        lines('1500,2026-11-20,CUP,"Cup,2,3.50', PLAIN.format(no=1501), '1502,2026-11-20,SCR,Screen 15",1,9.00'),
        lines('"1500","2026-11-20","CUP","Cup,2,3.50', '"1501","2026-11-20","TEA","Tea","1","4.00"'),
    ],
)
def test_an_open_quote_costs_one_row(tmp_path: Path, text: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8", newline="")
    staged = read_file_here(path, tmp_path, history_days=40_000)
    assert staged.rejected == ((5, "row_quotes"),)
    assert staged.accounted == staged.rows == text.count("\r\n") - 1
    assert {line["quantity"] for order in staged.lines.values() for line in order} <= {1, 2}


@pytest.mark.rule("R-O2")
def test_the_order_of_a_broken_row_is_known_to_be_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(lines('1500,2026-11-20,CUP,"Cup,2,3.50', PLAIN.format(no=1500)), encoding="utf-8", newline="")
    staged = read_file_here(path, tmp_path, history_days=40_000)
    assert [order["order_no"] for order in staged.entities if order["attention"] == "incomplete"] == ["1500"]


@pytest.mark.parametrize(
    "name",
    [
        "Cup\r\n\r\nholds 0.3 l, dishwasher safe, blue, red, green, black",
        "<ul>\r\n<li>one,two,three,four,five,six</li>\r\n</ul>",
        'He said ""fine"",\r\nthen, she, said, ""no"", and, left',
        "1,2,3\r\n4,5,6",
    ],
)
def test_cells_of_several_lines_stay(tmp_path: Path, name: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(lines(f'1500,2026-11-20,CUP,"{name}",1,3.50'), encoding="utf-8", newline="")
    staged = read_file_here(path, tmp_path, history_days=40_000)
    assert (staged.rejected, len(staged.entities)) == ((), 7)
    assert staged.lines["1500"][0]["quantity"] == 1


def _texts(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in {".csv", ".tsv", ".txt"})


@pytest.mark.parametrize("path", [*_texts(SAMPLES), *_texts(FIELD_SAMPLES)], ids=lambda path: path.name)
def test_no_row_of_a_real_export_is_broken(path: Path, tmp_path: Path) -> None:
    table = open_table(path, scratch=tmp_path, score=lambda _: 0.0)
    if table.kind != "text":
        return
    assert not [row for row in table.rows() if type(row) is BrokenRow]
