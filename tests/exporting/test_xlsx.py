"""XLSX out: texts stay texts, forbidden characters never stop it, cuts are counted, the old file survives a failure."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from shopdesk.exporting.xlsx import CELL_LIMIT, write_xlsx

ROOT = Path(__file__).resolve().parents[2]


def test_what_looks_like_a_formula_is_kept_as_text(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "#N/A", "007", "1.23E+15"]
    write_xlsx(tmp_path / "a.xlsx", ["=head"], [[text] for text in texts])
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet["A1"].data_type == "s" and sheet["A1"].value == "=head"
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(texts)
    assert [str(cell.value).replace("\r\n", "\n").replace("_x000D_", "\r") for cell in cells][:5] == texts[:5]


def test_characters_xlsx_cannot_hold_are_left_out(tmp_path: Path) -> None:
    written = write_xlsx(tmp_path / "a.xlsx", ["a\x00"], [["b\x0bc\ud800d"], ["_x0041_"], ["=\x01"]])
    assert (written.rows, written.cleaned_cells) == (3, 3)
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[:2] == [["a"], ["bcd"]]


@pytest.mark.parametrize("count", [0, 2, 3, 4, 5])
def test_what_one_sheet_cannot_hold_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr("shopdesk.exporting.xlsx.ROW_LIMIT", 2)
    assert write_xlsx(tmp_path / "a.xlsx", ["n"], [[n] for n in range(count)], sheet="List").rows == count
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["List", "List 2", "List 3"][: max(1, -(-count // 2))]
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [row[0] for sheet in sheets for row in sheet[1:]] == list(range(count))
    assert all(sheet[0] == ["n"] for sheet in sheets)


def test_long_texts_are_cut_and_counted(tmp_path: Path) -> None:
    written = write_xlsx(tmp_path / "a.xlsx", ["a"], [["x" * (CELL_LIMIT + 1)], ["y" * CELL_LIMIT]])
    assert written.cut_cells == 1
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert [len(str(row[0])) for row in rows[1:]] == [CELL_LIMIT, CELL_LIMIT]


def test_numbers_and_times_are_typed(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 22, 8, 46, tzinfo=UTC)
    write_xlsx(tmp_path / "a.xlsx", list("abcd"), [[5, Decimal("12.50"), moment, None]])
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1][:3] == [5.0, 12.5, moment.replace(tzinfo=None)]


def test_the_old_file_survives_a_failure(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def rows() -> object:
        yield ["1"]
        raise ValueError

    with pytest.raises(ValueError):
        write_xlsx(target, ["a"], rows())  # type: ignore[arg-type]
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=5))
def test_any_text_can_be_written(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    assert write_xlsx(path, ["a", "b"], rows).rows == len(rows)
    sheet = load_workbook(path).active
    assert sheet is not None
    assert all(cell.data_type in {"s", "n", "inlineStr"} for row in sheet.iter_rows() for cell in row)


NO_ROOM = """
import resource, signal, sys, tempfile
from pathlib import Path
from shopdesk.base.errors import MachineError
from shopdesk.exporting.csv import write_csv
from shopdesk.exporting.xlsx import write_xlsx
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
tempfile.gettempdir()
rows = [[f"r{n}" * 5, n, "x" * 50] for n in range(3000)]
write_xlsx(Path(sys.argv[1]).with_name("first.xlsx"), ["a", "b", "c"], rows)
for write in (write_xlsx, write_csv):
    for room in (100, 5000, 30_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        try:
            write(Path(sys.argv[1]), ["a", "b", "c"], rows)
        except MachineError as refused:
            print(refused.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_no_room_for_all_of_it(tmp_path: Path) -> None:
    """F5: whether the sheet or the temporary folder is full, it is said; the older file stays, nothing else does."""
    path = tmp_path / "orders.xlsx"
    path.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["disk_full"] * 6, done.stderr
    assert path.read_bytes() == b"old"
    assert {entry.name for entry in tmp_path.iterdir()} == {"orders.xlsx", "first.xlsx"}
