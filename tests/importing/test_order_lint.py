"""What about the rows of an order file needs a look: lumps, odd quantities, lines twice, impossible currencies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.test_tolerance import HEADERS, ROW, read_lines


@pytest.mark.rule("R-O2")
def test_a_line_of_no_pieces_is_named(tmp_path: Path) -> None:
    staged = read_lines(tmp_path, HEADERS, ROW, ("1001", "2026-11-20", "TEA", "Tea", "0", "3.50"), ("1002", *ROW[1:]))
    assert ["quantity" in order["attention"].split() for order in staged.entities] == [True, False]


@pytest.mark.rule("R-O2")
def test_the_same_line_twice_is_kept_and_named(tmp_path: Path) -> None:
    staged = read_lines(tmp_path, HEADERS, ROW, ROW, ("1002", *ROW[1:]), (*ROW[:4], "5", ROW[5]))
    assert ["duplicate" in order["attention"].split() for order in staged.entities] == [True, False]
    assert (len(staged.lines["1001"]), staged.warnings["line_repeated"]) == (3, 1)


@pytest.mark.rule("R-O2")
def test_a_line_id_twice_is_named(tmp_path: Path) -> None:
    headers = (*HEADERS, "Line ID")
    staged = read_lines(tmp_path, headers, (*ROW, "7"), (*ROW, "8"), ("1002", *ROW[1:], "7"), (*ROW[:4], "9", "1", "8"))
    assert ["duplicate" in order["attention"].split() for order in staged.entities] == [True, False]


@pytest.mark.parametrize(("code", "taken"), [("XXX", "EUR"), ("ABC", "EUR"), ("gbp", "GBP"), ("人民币", "CNY")])
def test_a_currency_that_is_none_is_said(tmp_path: Path, code: str, taken: str) -> None:
    staged = read_lines(tmp_path, (*HEADERS, "Currency"), (*ROW, code), ("1002", *ROW[1:], taken))
    assert staged.order("1001")["currency"] == taken
    assert staged.warnings["currency_unknown"] == (taken == "EUR")


def test_the_summary_names_the_item_then_the_pieces(tmp_path: Path) -> None:
    staged = read_lines(tmp_path, HEADERS, ROW, ("1002", "2026-11-20", "TEA", "", "3", "1"))
    assert [order["items_summary"] for order in staged.entities] == ["Cup × 2", "TEA × 3"]
