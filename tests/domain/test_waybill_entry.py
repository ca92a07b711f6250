"""Waybills entered in one go (R-O6): what was typed, and what is wrong with it."""

from __future__ import annotations

import pytest

from shopdesk.domain.waybill_entry import OpenParcel, TypedWaybill, judge, read_typed

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


def judged(typed, **more):
    parcels = {
        "1": [OpenParcel(1, 11, "DHL")],
        "2": [OpenParcel(2, 21, "DHL", "OLD"), OpenParcel(2, 22, "DHL")],
        "3": [OpenParcel(3, None)],
        "4": [OpenParcel(4, 41, why_not="entry_order_cancelled")],
    }
    lines = [TypedWaybill(row, *each) for row, each in enumerate(typed, 1)]
    return judge(lines, parcels, {("DHL", "TAKEN"): "9", ("DHL", "OLD"): "2"}, **more)


@pytest.mark.rule("R-O6")
@pytest.mark.parametrize(
    ("typed", "problem", "warning"),
    [
        (("1", "RR123456785CN"), "", ""),
        (("1", "RR123456784CN"), "", "waybill_check_digit"),
        (("1", " RR 123 "), "", ""),
        (("1", ""), "entry_waybill_empty", ""),
        (("7", "X1"), "entry_order_unknown", ""),
        (("", "X1"), "entry_order_unknown", ""),
        (("1", "TAKEN"), "entry_waybill_taken", ""),
        (("1", "TAKEN", "Hermes"), "", ""),  # unique per carrier
        (("3", "X1"), "", "entry_no_carrier"),
        (("4", "X1", "DHL"), "entry_order_cancelled", ""),
    ],
)
def test_what_is_wrong_with_a_line(typed, problem, warning) -> None:
    (line,) = judged([typed])
    assert (line.problem, line.warning, line.is_ready) == (problem, warning, not problem)


@pytest.mark.rule("R-O6")
def test_the_same_waybill_twice_in_one_entry() -> None:
    first, second, third = judged([("1", "X1"), ("2", "X1"), ("3", "X1", "UPS")])
    assert (first.problem, second.problem, third.problem) == ("", "entry_waybill_again", "")


@pytest.mark.rule("R-O6")
def test_the_parcels_of_an_order_are_filled_one_after_the_other_and_then_it_is_full() -> None:
    lines = judged([("2", "X1"), ("2", "X2"), ("2", "X3")])
    assert [(line.shipment_id, line.problem, line.warning) for line in lines] == [
        (22, "", ""), (21, "", "entry_replaces"), (None, "entry_order_again", ""),
    ]  # fmt: skip


@pytest.mark.rule("R-O6")
def test_the_carrier_of_a_line_comes_before_the_parcels_and_the_shops_own_names_are_used() -> None:
    names = {"dhl": "DHL", "DHL": "DHL"}
    lines = judged([("1", "X1", "dhl"), ("3", "X2"), ("2", "X3", "Brieftaube")], carrier="DHL",
                   known_carrier=lambda name: names.get(name, ""))  # fmt: skip
    assert [(line.carrier, line.warning) for line in lines] == [
        ("DHL", ""), ("DHL", ""), ("Brieftaube", "entry_carrier_unknown"),
    ]  # fmt: skip


@pytest.mark.rule("R-O6")
def test_who_has_the_waybill_already_is_said() -> None:
    (line,) = judged([("1", "TAKEN")])
    assert line.other == "9"
