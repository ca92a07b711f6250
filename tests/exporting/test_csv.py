"""CSV out: no text becomes a formula, and it comes back as it was."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.exporting.csv import OBEYED, plain_text, safe_text, write_csv, write_rows


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_a_spreadsheet_obeys_gets_an_apostrophe(start: str) -> None:
    stream = io.StringIO(newline="")
    write_rows(stream, ["a"], [[f"{start}cmd|' /C calc'!A0"]])
    assert stream.getvalue().startswith('"a"\r\n"\'' + start)


def test_numbers_are_not_touched() -> None:
    stream = io.StringIO(newline="")
    assert write_rows(stream, ["n", "d", "e"], [[-5, Decimal("-0.0000001"), None]]) == 1
    assert stream.getvalue() == '"n","d","e"\r\n"-5","-0.0000001",""\r\n'


@given(st.text())
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert plain_text(safe_text(text)) == text
    assert not safe_text(text).startswith(OBEYED)


@given(
    st.lists(st.lists(st.text(alphabet=st.characters(exclude_characters="\0", codec="utf-8")), min_size=2, max_size=2))
)
def test_rows_survive_a_csv_reader(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    write_rows(stream, ["a", "b"], rows)
    stream.seek(0)
    assert [[plain_text(cell) for cell in row] for row in list(csv.reader(stream))[1:]] == rows


def test_the_file_is_utf8_with_bom(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ["订单号"], [["1"]])
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
