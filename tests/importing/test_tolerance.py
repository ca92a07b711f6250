"""What a tolerant importer has to do (formats.md, section 12), point by point, on small files as exports write them."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message
from shopdesk.importing.reader import detect_file
from shopdesk.importing.request import Detection, ReadRequest
from tests.importing.staged_files import StagedFile, read_file_here

HEADERS = ("Order number", "Order date", "SKU", "Product name", "Quantity", "Unit price")
ROW = ("1001", "2026-11-20", "CUP", "Cup", "2", "3.50")


def read_lines(
    folder: Path, *lines: Sequence[str], encoding: str = "utf-8", cut: str = ",", **hints: Any
) -> StagedFile:
    """Read ``lines`` of cells, none of which needs quotes, as a text file cut by ``cut``."""
    path = folder / "export.csv"
    path.write_bytes("\r\n".join(cut.join(cells) for cells in lines).encode(encoding))
    return read_file_here(path, folder, **({"history_days": 40_000} | hints))


def order_nos(staged: StagedFile) -> list[str]:
    return [order["order_no"] for order in staged.entities]


# 1 Decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_1_encodings_of_chinese_files(tmp_path: Path, encoding: str) -> None:
    headers = ("订单号", "下单时间", "商家编码", "商品名称", "数量", "单价")
    staged = read_lines(tmp_path, headers, ("1", "2026-11-20", "杯-1", "陶瓷马克杯", "2", "3.50"), encoding=encoding)
    assert staged.lines["1"][0]["title"] == "陶瓷马克杯"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_1_encodings_of_western_files(tmp_path: Path, encoding: str) -> None:
    staged = read_lines(tmp_path, HEADERS, (*ROW[:3], "Größe Füße Öl", *ROW[4:]), encoding=encoding)
    assert staged.lines["1001"][0]["title"] == "Größe Füße Öl"


def test_1_a_table_is_known_by_its_content_not_its_ending(tmp_path: Path) -> None:
    cells = "".join(f"<td>{cell}</td>" for cell in HEADERS), "".join(f"<td>{cell}</td>" for cell in ROW)
    html = tmp_path / "export.xls"
    html.write_text("<html><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table></html>")
    tabs = tmp_path / "list.xls"
    tabs.write_text("\t".join(HEADERS) + "\n" + "\t".join(ROW) + "\n")
    packed = tmp_path / "report.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(tabs, "报表_20260901.csv")
    for path in (html, tabs, packed):
        assert order_nos(read_file_here(path, tmp_path)) == ["1001"]


# 2 Header, preamble, footer


def test_2_what_stands_above_and_below_the_table_is_no_data(tmp_path: Path) -> None:
    lines = [["#made by a shop"], [], ["My shop"], HEADERS, ROW, ["总计", "", "", "", "2", "7.00"], ["Total: 1"]]
    staged = read_lines(tmp_path, *lines, [], ["83 record(s) downloaded"], ["Seller ID : somebody"])
    assert order_nos(staged) == ["1001"]
    assert staged.meta["skipped"] == {"preamble": 3, "description": 0, "footer": 4, "blank": 1, "header": 0}


def test_2_a_line_that_names_the_separator(tmp_path: Path) -> None:
    staged = read_lines(tmp_path, ["sep=;"], [";".join(HEADERS)], [";".join(ROW)])
    assert (staged.detection.delimiter, order_nos(staged)) == (";", ["1001"])


def test_2_headings_again_in_the_middle_of_files_pasted_together(tmp_path: Path) -> None:
    headers = ("No. Pesanan", *HEADERS[1:])
    staged = read_lines(tmp_path, HEADERS, ROW, HEADERS, ("1002", *ROW[1:]))
    dotted = read_lines(
        tmp_path, headers, ROW, headers, ("1002", *ROW[1:]), mapping={
            "target": "orders", "columns": {"order_no": ["No. Pesanan"], "sku": ["SKU"], "quantity": ["Quantity"]},
        },
    )  # fmt: skip
    assert order_nos(staged) == order_nos(dotted) == ["1001", "1002"]
    assert staged.meta["skipped"]["header"] == dotted.meta["skipped"]["header"] == 1


@pytest.mark.parametrize("second", [("订单号", "下单时间", "商家编码", "商品名称", "数量", "单价"), ()])
def test_2_two_rows_of_headings(tmp_path: Path, second: Sequence[str]) -> None:
    groups = ("Order", "", "Item", "", "", "")
    staged = read_lines(tmp_path, *([HEADERS, second] if second else [groups, HEADERS]), ROW)
    assert order_nos(staged) == ["1001"]


def test_2_a_row_of_explanations_is_no_order_but_an_order_without_amounts_is(tmp_path: Path) -> None:
    headers = ["Order ID", "Order Status", "Order Substatus", "Seller SKU", "Product Name", "Quantity", "Order Amount"]
    headers += ["SKU Subtotal After Discount", "Created Time", "RTS Time"]
    explained = ["Platform unique order ID.", "Current status.", "", "SKU of the seller.", "Name.", "", "", "", "", ""]
    unpriced = ["5838709000001", "Unpaid", "", "CUP", "A cup with a name of many words", "", "", "", "", ""]
    below = [explained, unpriced]
    assert [len(read_lines(tmp_path, headers, *below[at:]).entities) for at in (0, 1)] == [1, 1]


# 3 Names


def test_3_names_are_compared_without_width_case_space_and_unit(tmp_path: Path) -> None:
    headers = ("\ufeffORDER  NUMBER", "order-date", " sku\t", "Product name", "Ｑｕａｎｔｉｔｙ", "Unit price（USD）")
    staged = read_lines(tmp_path, headers, ROW)
    assert (staged.detection.currency, staged.lines["1001"][0]["unit_price_micros"]) == ("USD", 3_500_000)


def test_3_a_name_that_comes_twice_is_kept_twice(tmp_path: Path) -> None:
    staged = read_lines(tmp_path, (*HEADERS, "Discount", "Discount"), (*ROW, "1", "2"))
    assert staged.detection.headers[-2:] == ("Discount", "Discount.2")
    assert staged.detection.unmapped == ("Discount", "Discount.2")


# 4 Ids


def test_4_ids_come_out_as_they_were_and_lost_digits_are_refused(tmp_path: Path) -> None:
    nos = ['="0005118609024991031607"', "'0042", "\t99\t", "10160070484512.0", "5.11861E+18"]
    staged = read_lines(tmp_path, HEADERS, *[(no, *ROW[1:]) for no in nos])
    assert order_nos(staged) == ["0005118609024991031607", "0042", "99", "10160070484512"]
    assert staged.rejected == ((6, "id_precision_lost"),)


def problems(folder: Path) -> list[str]:
    """Every problem of a staging file in words."""
    with closing(sqlite3.connect(folder / "export.staging")) as connection:
        found = connection.execute("SELECT code, params FROM problem ORDER BY id").fetchall()
    return [message(code, **json.loads(params)) for code, params in found]


def test_4_a_cell_that_is_left_out_is_named_with_its_column(tmp_path: Path) -> None:
    staged = read_lines(tmp_path, (*HEADERS, "Phone"), (*ROW, "3.18E+11"))
    assert order_nos(staged) == ["1001"]
    assert problems(tmp_path)[0].startswith("Phone: “3.18E+11” lost digits")


def test_4_an_amount_that_is_added_is_named_with_its_own_column(tmp_path: Path) -> None:
    headers = ("amazon-order-id", "last-updated-date", "item-status", "purchase-date", "sku", "quantity", "currency")
    headers += ("item-price", "shipping-price", "gift-wrap-price")
    row = ("1-1", "", "Shipped", "2026-09-05T17:00:00+00:00", "MUG", "1", "USD", "10.00", "--", "ribbon")
    staged = read_lines(tmp_path, headers, row, cut="\t")
    assert staged.rejected == ((2, "amount_not_a_number"),)
    assert problems(tmp_path)[0].startswith("gift-wrap-price: “ribbon” is not an amount")


# 5 Cells


def test_5_what_means_nothing_is_blank(tmp_path: Path) -> None:
    marks = ("-", "--", "N/A", "null", "nan", "/", " -- ")
    staged = read_lines(tmp_path, (*HEADERS, "Customer name"), *[(str(n), *ROW[1:], m) for n, m in enumerate(marks)])
    assert {order["buyer_name"] for order in staged.entities} == {""}


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("1.234,56 €", 123_456), ("1\u202f234,56", 123_456), ("1 234,56", 123_456), ("EUR 1.234,56", 123_456),
        ("(3,00)", -300), ("−3,00", -300), ("3,00-", -300), ("1,2万", 1_200_000), ("'12,5", 1_250),
    ],
)  # fmt: skip
def test_5_amounts_with_a_decimal_comma(tmp_path: Path, cell: str, minor: int) -> None:
    rows = [("1", *ROW[1:4], "1", cell), ("2", *ROW[1:4], "1", "0,99")]
    staged = read_lines(tmp_path, HEADERS, *rows, cut=";")
    assert (staged.detection.decimal, staged.order("1")["total_minor"]) == (",", minor)


# 6 Dates


@pytest.mark.parametrize(
    ("cell", "utc"),
    [
        ("2026-06-29 16:00:01 PDT", "2026-06-29T23:00:01Z"),
        ("Jan-29-26 16:00:01 PST", "2026-01-30T00:00:01Z"),
        ("2026-06-29 16:00 IST", "2026-06-29T10:30:00Z"),
        ("2026-06-29 16:00:01 UTC", "2026-06-29T16:00:01Z"),
        ("01.09.2026 10:22:11", "2026-09-01T10:22:11Z"),
        ("1. März 2026", "2026-03-01T00:00:00Z"),
        ("10-Dez-25", "2025-12-10T00:00:00Z"),
        ("Jul-21-25", "2025-07-21T00:00:00Z"),
        ("20260708", "2026-07-08T00:00:00Z"),
        ("20260708 15:30", "2026-07-08T15:30:00Z"),
        ("2026年05月01日", "2026-05-01T00:00:00Z"),
        ("20260601~20260630", "2026-06-01T00:00:00Z"),
        ("2026/06/01 - 2026/06/30", "2026-06-01T00:00:00Z"),
        ("43831.5", "2020-01-01T12:00:00Z"),
    ],
)
def test_6_dates(tmp_path: Path, cell: str, utc: str) -> None:
    assert read_lines(tmp_path, HEADERS, ("1", cell, *ROW[2:])).entities[0]["placed_at"] == utc


@pytest.mark.parametrize(("is_1904", "serial"), [(False, 46_174.5), (True, 44_712.5)])
def test_6_serial_numbers_of_both_epochs(tmp_path: Path, is_1904: bool, serial: float) -> None:
    from openpyxl import Workbook
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

    book = Workbook()
    book.epoch = MAC_EPOCH if is_1904 else WINDOWS_EPOCH
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADERS)
    sheet.append(["1", datetime(2026, 6, 1, 12), "CUP", "Cup", 1, 3.5])  # noqa: DTZ001 - a cell has no zone
    sheet.append(["2", serial, "CUP", "Cup", 1, 3.5])
    path = tmp_path / "export.xlsx"
    book.save(path)
    assert {order["placed_at"] for order in read_file_here(path, tmp_path).entities} == {"2026-06-01T12:00:00Z"}


def test_6_a_day_that_could_be_a_month_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_lines(tmp_path, HEADERS, ("1", "03/04/2026", *ROW[2:]))
    assert caught.value.code == "date_order_needed"


# 7 Multi-line orders: the families stand in import_samples; here what is peculiar to one of them


@pytest.mark.parametrize(("change", "total", "discount"), [("-2", "33", 200), ("2", "37", -200)])
def test_7_a_surcharge_on_1688_makes_the_order_dearer(tmp_path: Path, change: str, total: str, discount: int) -> None:
    headers = (
        "订单编号",
        "买家公司名",
        "卖家公司名",
        "货品总价(元)",
        "运费(元)",
        "涨价或折扣(元)",
        "实付款(元)",
        "订单状态",
    )
    headers += ("订单创建时间", "订单付款时间", "货品标题", "单价(元)", "数量")
    first = ("900", "甲", "乙", "30", "5", change, total, "等待卖家发货", "2026-11-01 10:00", "2026-11-01 10:05")
    staged = read_lines(tmp_path, headers, (*first, "杯", "10", "1"), (*[""] * 10, "壶", "10", "2"))
    order = staged.order("900")
    assert (staged.detection.key, order["total_minor"]) == ("alibaba1688_orders", int(total) * 100)
    assert (order["discount_minor"], order["row_count"], order["attention"]) == (discount, 2, "")


# 8 Repetition


def test_8_equal_rows_of_one_file_are_two_lines(tmp_path: Path) -> None:
    assert len(read_lines(tmp_path, HEADERS, ROW, ROW).lines["1001"]) == 2


# 9 Masked people


def test_9_a_masked_address_is_imported_and_marked(tmp_path: Path) -> None:
    headers = (*HEADERS, "Order status", "Ship to", "Phone", "Address 1", "City", "Country")
    masked = (*ROW, "to ship", "王**", "138****5678", "****街道1号", "上海", "CN")
    attention = read_lines(tmp_path, headers, masked).entities[0]["attention"].split()
    assert {"address", "phone"} <= set(attention)


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(("shop", "expected"), [("GB", "address"), ("DE", ""), ("", "")])
def test_an_address_without_a_country_is_looked_at_as_one_at_home(tmp_path: Path, shop: str, expected: str) -> None:
    headers = (*HEADERS, "Order status", "Ship to", "Address 1", "City", "Postcode")
    row = (*ROW, "to ship", "A Person", "12 Station Road", "Bath", "70173")
    assert read_lines(tmp_path, headers, row, country=shop).entities[0]["attention"] == expected


# The currency of a file that names none


AMAZON = ("order-id", "order-item-id", "purchase-date", "payments-date", "sku", "product-name", "quantity-purchased")
AMAZON += ("item-price", "item-tax", "recipient-name", "ship-address-1", "ship-city", "ship-country")


def amazon_row(no: int, country: str, price: str = "30.00") -> tuple[str, ...]:
    moment = "2026-09-22T15:04:11+00:00"
    return (
        f"113-300000{no}",
        f"7{no}",
        moment,
        moment,
        "LAMP",
        "Lamp",
        "1",
        price,
        "2.40",
        "A",
        "1 Elm St",
        "T",
        country,
    )


@pytest.mark.parametrize(
    ("countries", "currency", "reason"),
    [
        (("US", "US", ""), "USD", "currency_from_country"),
        (("GB",), "GBP", "currency_from_country"),
        (("US", "CA"), "EUR", "currency_from_shop"),
        ((*["US"] * 320, "CA"), "EUR", "currency_from_shop"),
        (("PA",), "EUR", "currency_from_shop"),
        (("Narnia",), "EUR", "currency_from_shop"),
    ],
)
def test_a_marketplace_that_ships_to_one_country_is_paid_in_its_currency(
    tmp_path: Path, countries: Sequence[str], currency: str, reason: str
) -> None:
    rows = [amazon_row(n, country) for n, country in enumerate(countries)]
    staged = read_lines(tmp_path, AMAZON, *rows, cut="\t", currency="EUR")
    assert (staged.detection.currency, staged.detection.currency_reason) == (currency, reason)
    assert set(staged.totals) == {currency}


@pytest.mark.parametrize(
    ("price", "country", "shop", "currency"),
    [
        ("$30.00", "CA", "EUR", "CAD"),
        ("$30.00", "DE", "EUR", "USD"),
        ("$30.00", "", "AUD", "AUD"),
        ("£30.00", "US", "EUR", "GBP"),
        ("-HK$30.00", "", "EUR", "HKD"),
        ("30.00 PLN", "US", "EUR", "PLN"),
    ],
)
def test_the_sign_of_amounts_comes_before_the_country(
    tmp_path: Path, price: str, country: str, shop: str, currency: str
) -> None:
    path = tmp_path / "export.txt"
    path.write_text("\n".join("\t".join(cells) for cells in (AMAZON, amazon_row(1, country, price))))
    found = detect_file(ReadRequest(path=path, staging=tmp_path / "none", currency=shop))
    assert found.currency == currency
    assert found.currency_evidence == ((price,) if country != "CA" else ("CA",))


def test_a_table_of_no_marketplace_is_in_the_shops_own_currency(tmp_path: Path) -> None:
    staged = read_lines(tmp_path, (*HEADERS, "Ship to country"), (*ROW, "US"), currency="EUR")
    assert (staged.detection.currency, staged.detection.currency_reason) == ("EUR", "currency_from_shop")


def test_rows_without_a_currency_take_that_of_all_others(tmp_path: Path) -> None:
    headers = (*HEADERS, "Currency")
    staged = read_lines(tmp_path, headers, (*ROW, "USD"), ("1002", *ROW[1:], ""), currency="EUR")
    assert set(staged.totals) == {"USD"}


def test_the_first_rows_are_shown_as_they_stand_with_their_blanks(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = (HEADERS, ("1001", "", "CUP", "", "2", "3.50"), ("1002", "2026-11-20", "", "Cup", "1"))
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    detection = detect_file(ReadRequest(path, tmp_path / "staging.sqlite"))
    assert detection.first_rows == (("1001", "", "CUP", "", "2", "3.50"), ("1002", "2026-11-20", "", "Cup", "1", ""))
    assert Detection.from_json(json.loads(json.dumps(detection.to_json()))) == detection


def test_a_tab_file_may_quote_just_the_cells_that_hold_a_line_break(tmp_path):
    from shopdesk.importing.sources.text import open_text

    path = tmp_path / "orders.tsv"
    path.write_text('Name\tNote\tTotal\n#1\tplain\t10\n#2\t"wrap: blue\nribbon: red"\t12\n#3\t\t13\n', encoding="utf-8")
    rows = [list(row) for row in open_text(path).rows()]
    assert [row[0] for row in rows] == ["Name", "#1", "#2", "#3"]
    assert rows[2][1] == "wrap: blue\nribbon: red"


def test_an_inch_mark_in_a_flat_file_is_a_letter(tmp_path):
    from shopdesk.importing.sources.text import open_text

    path = tmp_path / "flat.txt"
    path.write_text('sku\ttitle\tprice\nA\t"Big 7\t1\nB\t5" pan\t2\nC\tlid\t3\n', encoding="utf-8")
    rows = [list(row) for row in open_text(path).rows()]
    assert [row[1] for row in rows] == ["title", '"Big 7', '5" pan', "lid"]
