"""The lines of a carrier's bill, as carriers lay them out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.importing.bill_rows import BillLine, bill_lines


def test_letter_head_headings_lines_and_sum() -> None:
    rows = [
        (1, ("DHL Paket GmbH", "", "")),
        (2, ("Rechnung 4711", "", "")),
        (4, ("Datum", "Sendungsnummer", "Betrag", "Währung")),
        (5, ("01.11.2026", "00340434 161094042557", "5,19", "eur")),
        (6, ("02.11.2026", "'00340434161094042558", "1.005,19", "EUR")),
        (7, ("Total", "", "1.010,38", "EUR")),
    ]
    assert bill_lines(rows) == [
        BillLine(5, "00340434161094042557", Decimal("5.19"), "5,19", "EUR"),
        BillLine(6, "00340434161094042558", Decimal("1005.19"), "1.005,19", "EUR"),
    ]


def test_chinese_headings_and_the_better_amount() -> None:
    rows = [(1, ("序号", "运单号码", "费用", "应付金额", "快递公司")), (2, ("1", "SF123", "12", "13.5", "顺丰"))]
    assert bill_lines(rows) == [BillLine(2, "SF123", Decimal("13.5"), "13.5", carrier="顺丰")]


def test_what_is_no_amount_is_kept_as_it_stands() -> None:
    assert bill_lines([(1, ("waybill", "amount")), (2, ("A1", "free")), (3, ("", ""))]) == [
        BillLine(2, "A1", None, "free"),
        BillLine(3, "", None, ""),
    ]


@pytest.mark.parametrize("head", [("Waybill", "Weight"), ("Amount", "Date"), ("", "")])
def test_without_both_columns_it_says_what_it_found(head: tuple[str, ...]) -> None:
    with pytest.raises(UserError, match="bill_columns_missing"):
        bill_lines([(1, head), (2, ("1", "2"))])


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=8))
def test_any_cells_are_safe(cells: list[tuple[str, str]]) -> None:
    rows = [(1, ("waybill", "amount")), *((number, row) for number, row in enumerate(cells, 2))]
    assert len(bill_lines(rows)) <= len(cells)
