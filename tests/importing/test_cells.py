"""Every converter: what a cell becomes, and that nothing a file holds gets past it raw."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.importing.cells import Bad, clean, to_id, to_line, to_text
from shopdesk.importing.customers import to_flag
from shopdesk.importing.dates import date_evidence, moments
from shopdesk.importing.numbers import amounts, decimal_evidence, parse_decimal, quantities, to_grams
from shopdesk.importing.places import to_country


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("\t9001\t", "9001"),
        ('="5118609024991031607"', "5118609024991031607"),
        ("'0042", "0042"),
        ("10160070484512.0", "10160070484512"),
        (536365.0, "536365"),
        ("000000", "000000"),
        ("1E10", "1E10"),
        ("--", ""),
        ("null", ""),
        ("Null", "Null"),
        ("\ufeffA\x00B\u200b", "AB"),
        (None, ""),
    ],
)
def test_ids_are_text(cell: object, text: str) -> None:
    assert to_id(cell) == text


@pytest.mark.parametrize("cell", ["5.11861E+18", "3.18E+11", "5,11861E+18", 5.118609024991032e18])
def test_an_id_that_lost_digits_is_refused(cell: object) -> None:
    assert to_id(cell) == Bad("id_precision_lost")


def test_formula_protection_of_our_own_exports_is_taken_off() -> None:
    assert to_text("'=1+1") == "=1+1"


def test_text_is_composed_and_surrogates_are_gone() -> None:
    assert clean("e\u0301\ud800") == "é"


@given(st.text())
def test_no_text_leaves_with_what_sqlite_cannot_hold(text: str) -> None:
    cleaned = to_line(text)
    cleaned.encode("utf-8")
    assert "\0" not in cleaned and cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("cell", "micros"),
    [
        ("$1,234.50", 1_234_500_000),
        ("1.234,50", 1_234_500_000),
        ("(3.00)", -3_000_000),
        ("1.2万", 12_000_000_000),
        ("12,00", 12_000_000),
        ("116,99 €", 116_990_000),
        ("1\u202f234,56", 1_234_560_000),
        ("JPY 1,200", 1_200_000_000),
        ("-$5.00", -5_000_000),
        ("0.085", 85_000),
        (2.55, 2_550_000),
        ("１２．５", 12_500_000),
        ("1,23,456.00", 123_456_000_000),
        ("", None),
        ("abc", Bad("amount_not_a_number")),
        (float("inf"), Bad("amount_not_a_number")),
        ("99999999999", Bad("amount_out_of_range")),
    ],
)
def test_amounts(cell: object, micros: object) -> None:
    assert amounts(".")(cell) == micros


def test_a_thousand_or_a_decimal_follows_the_file() -> None:
    assert (parse_decimal("1,234", "."), parse_decimal("1,234", ",")) == (Decimal(1234), Decimal("1.234"))
    assert (parse_decimal("79.500", "."), parse_decimal("79.500", ",")) == (Decimal("79.5"), Decimal(79500))


@given(st.decimals(min_value=-999_999, max_value=999_999, places=3), st.sampled_from([".", ","]))
def test_amounts_survive_the_way_a_locale_writes_them(value: Decimal, mark: str) -> None:
    text = f"{value:,.3f}"
    if mark == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    assert amounts(mark)(text) == int(value * 1_000_000)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234", "12,50"], (",", ())),
        (["1,234", "9.95"], (".", ())),
        (["1.234", "1.234.567"], (",", ())),
        (["1,234", "1,234,567"], (".", ())),
        (["1,234", "1,23,456"], (".", ())),
        (["1,234", "2,500"], ("", ("1,234", "2,500"))),
        (["12", "7"], (".", ())),
    ],
)
def test_the_decimal_mark_is_proved_or_asked(cells: list[str], expected: object) -> None:
    assert decimal_evidence(cells) == expected


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        ("2", 2),
        (3.0, 3),
        ("-4", -4),
        ("1,204", 1204),
        ("0.0000", 0),
        ("", None),
        ("abc", Bad("quantity_not_a_number")),
        ("1.5", Bad("quantity_not_whole")),
        ("99999999", Bad("quantity_out_of_range")),
    ],
)
def test_quantities(cell: object, pieces: object) -> None:
    assert quantities()(cell) == pieces


@pytest.mark.parametrize(
    ("cell", "order", "zone", "utc"),
    [
        ("2017-06-17T08:04:21+00:00", "", "UTC", "2017-06-17T08:04:21Z"),
        ("2025-05-11 09:55:16 -0400", "", "UTC", "2025-05-11T13:55:16Z"),
        ("2013-01-07 07:35:42 PST", "", "UTC", "2013-01-07T15:35:42Z"),
        ("Jun-29-26 16:00:01 PDT", "", "UTC", "2026-06-29T23:00:01Z"),
        ("10-Dez-25", "", "UTC", "2025-12-10T00:00:00Z"),
        ("Sep 01, 2026", "", "UTC", "2026-09-01T00:00:00Z"),
        ("04 Jul 2022 11:46", "", "Asia/Manila", "2022-07-04T03:46:00Z"),
        ("2020/2/21 0:00", "", "Asia/Shanghai", "2020-02-20T16:00:00Z"),
        ("2020年01月02日03时04分05秒", "", "Asia/Shanghai", "2020-01-01T19:04:05Z"),
        ("20260601~20260630", "", "UTC", "2026-06-01T00:00:00Z"),
        ("7/8/22, 8:07 AM", "MDY", "UTC", "2022-07-08T08:07:00Z"),
        ("10/05/2026 22:05:43\t", "DMY", "UTC", "2026-05-10T22:05:43Z"),
        ("04-30-22", "MDY", "UTC", "2022-04-30T00:00:00Z"),
        (43891.5, "", "UTC", "2020-03-01T12:00:00Z"),
        ("", "", "UTC", None),
    ],
)
def test_dates(cell: object, order: str, zone: str, utc: str | None) -> None:
    assert moments(order, zone)(cell) == utc


@pytest.mark.parametrize("cell", ["hello", "31/31/2020", "2026-02-30", "not-a-date"])
def test_what_is_no_date_is_bad(cell: str) -> None:
    assert moments("DMY", "UTC")(cell) == Bad("date_unreadable")


def test_a_year_that_no_shop_knows_is_bad() -> None:
    assert moments("DMY", "UTC")("1888-01-01") == Bad("date_out_of_range", {"first": 1990, "last": 2100})


@given(st.text(max_size=30))
def test_no_text_breaks_a_date(text: str) -> None:
    result = moments("DMY", "UTC")(text)
    assert result is None or isinstance(result, str | Bad)


def test_the_order_of_day_and_month_is_proved_by_cells() -> None:
    assert date_evidence(["03/04/2026", "13/04/2026"])[:2] == ("DMY", ("13/04/2026",))
    assert date_evidence(["03/04/2026", "04/13/2026"])[:2] == ("MDY", ("04/13/2026",))
    assert date_evidence(["03/04/2026"]) == ("", (), ("03/04/2026",))
    assert date_evidence(["03.04.2026 10:22"])[:2] == ("DMY", ("03.04.2026 10:22",))
    assert date_evidence(["2026-03-04"])[0] == "-"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("United Kingdom", "GB"),
        ("英国", "GB"),
        ("uk", "GB"),
        ("EIRE", "IE"),
        ("USA", "US"),
        ("de", "DE"),
        ("", ""),
        ("Narnia", "Narnia"),
    ],
)
def test_countries(name: str, code: str) -> None:
    assert to_country(name) == code


@pytest.mark.parametrize(
    ("text", "unit", "grams"), [("1.2", "kg", 1200), (".5", "lbs", 227), ("250 g", "", 250), ("", "kg", None)]
)
def test_weights(text: str, unit: str, grams: int | None) -> None:
    assert to_grams(text, unit) == grams


def test_flags() -> None:
    assert [to_flag(text) for text in ("yes", "否", "perhaps")] == [True, False, None]
