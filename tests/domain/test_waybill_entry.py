"""Waybills entered in one go (R-O6): what was typed."""

from __future__ import annotations

import pytest

from shopdesk.domain.waybill_entry import read_typed

ORDERS = {"1042", "303-8812940-1", "#1001", "A 7"}


def read(text: str, *shown: str) -> list[tuple[str, str, str]]:
    return [(each.order_no, each.waybill, each.carrier) for each in read_typed(text, ORDERS.__contains__, shown)]


@pytest.mark.rule("R-O6")
@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("1042\tRR123456785CN", [("1042", "RR123456785CN", "")]),
        (
            "1042 RR123456785CN\n\n  #1001 , 003404 , DHL Paket",
            [("1042", "RR123456785CN", ""), ("#1001", "003404", "DHL Paket")],
        ),
        ("1042；SF100；顺丰", [("1042", "SF100", "顺丰")]),
        ("1042 0034 0434 1610 94", [("1042", "00340434161094", "")]),
        ("1042 SF100 DHL Express", [("1042", "SF100", "DHL Express")]),
        ("1042\nSF1\nA 7\nSF2", [("1042", "SF1", ""), ("A 7", "SF2", "")]),  # a scanner
        ("1042\nSF1\n#1001", [("1042", "SF1", ""), ("#1001", "", "")]),
        ("1042\n#1001 SF2", [("1042", "", ""), ("#1001", "SF2", "")]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_what_was_typed_scanned_or_pasted(text, typed) -> None:
    assert read(text) == typed


@pytest.mark.rule("R-O6")
def test_a_column_of_waybills_belongs_to_the_orders_shown() -> None:
    assert read("SF1\nSF2\nSF3", "1042", "#1001") == [("1042", "SF1", ""), ("#1001", "SF2", ""), ("", "SF3", "")]
    assert read("1042\nSF2", "A 7") == [("1042", "SF2", "")]
