"""Lists of waybills: by their headings in both languages, by place, pasted with any delimiter; files of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.domain.waybill_entry import TypedWaybill
from shopdesk.exporting.xlsx import write_xlsx
from shopdesk.importing import child
from shopdesk.importing.request import ReadRequest
from shopdesk.importing.waybill_rows import waybill_rows


def rows_of(text: str) -> list[TypedWaybill]:
    """The rows of a table written with bars."""
    return waybill_rows([(number, tuple(line.split("|"))) for number, line in enumerate(text.splitlines(), 1) if line])


@pytest.mark.parametrize(
    "text",
    [
        "Order number|Carrier|Tracking number\nA-1|DHL|0034 0434",
        "订单号|快递公司|快递单号\nA-1|DHL|00340434",
        "Waybill|Note|Order ID|Courier\n00340434|fragile|A-1|DHL",
        "A-1|DHL|00340434",
        "A-1 || DHL |00340434",
    ],
)
def test_a_list_is_read_by_its_headings_or_by_place(text: str) -> None:
    (row,) = rows_of(text)
    assert (row.order_no, row.carrier, row.waybill) == ("A-1", "DHL", "00340434")


def test_two_columns_are_order_and_waybill() -> None:
    assert rows_of("A-1|111\n\nA-2|222") == [TypedWaybill(1, "A-1", "111"), TypedWaybill(3, "A-2", "222")]


def test_titles_may_stand_above_the_headings_and_rows_keep_their_numbers() -> None:
    rows = [(1, ("Parcels of Monday", "", "")), (3, ("Order no", "Carrier", "AWB")), (4, ("A-1", "UPS", "1Z9"))]
    assert waybill_rows(rows) == [TypedWaybill(4, "A-1", "1Z9", "UPS")]


@pytest.mark.parametrize("header", ["Order number|Carrier", "Tracking number|Carrier"])
def test_headings_of_only_one_of_both_are_refused(header: str) -> None:
    with pytest.raises(UserError, match="waybill_columns_missing"):
        rows_of(f"{header}\nA-1|DHL")


def test_an_apostrophe_that_kept_a_number_a_text_is_taken_away() -> None:
    (row,) = rows_of("Order number|Carrier|Waybill\n'0012|DHL|'00340")
    assert (row.order_no, row.waybill) == ("0012", "00340")


@given(st.text(max_size=200))
def test_whatever_a_table_holds_is_rows_or_a_worded_refusal(text: str) -> None:
    try:
        rows = rows_of(text)
    except UserError as error:
        assert error.code == "waybill_columns_missing"
    else:
        assert len({row.row for row in rows}) == len(rows)


def _cells(path: Path) -> list[TypedWaybill]:
    return waybill_rows(child.cells(ReadRequest(path=path, staging=path.with_suffix(".none"))))


def test_files_are_read_in_the_child(tmp_path: Path) -> None:
    book, table = tmp_path / "list.xlsx", tmp_path / "list.csv"
    write_xlsx(book, ["订单编号", "物流公司", "运单号"], [["A-1", "顺丰速运", "SF0012"], ["A-2", "", "0034"]])
    table.write_bytes("订单编号,物流公司,运单号\nA-1,顺丰速运,SF0012\n\nA-2,,0034\n".encode("gb18030"))
    assert [(row.order_no, row.carrier, row.waybill) for row in _cells(book)] == [
        ("A-1", "顺丰速运", "SF0012"),
        ("A-2", "", "0034"),
    ]
    assert [row.row for row in _cells(table)] == [2, 4]


def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(UserError, match="file_empty"):
        _cells(empty)
    long = tmp_path / "long.csv"
    long.write_text("Order number,Waybill\n" + "A-1,1\n" * 20_001)
    with pytest.raises(UserError, match="too_many_rows"):
        _cells(long)
