"""Price tables typed, pasted, read from files and written again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message, set_language
from shopdesk.domain.freight import Rate
from shopdesk.services.rate_table import COLUMNS, parse_rates, rate_cells

TABLE = [
    Rate(500, 490, "EUR", "DE"),
    Rate(2_000, 690, "EUR", "DE", 1_000, 100),
    Rate(500, 1_200, "CNY", valid_from=date(2026, 12, 1)),
]


def test_there_and_back() -> None:
    cells = rate_cells(TABLE)
    assert cells[1] == ["DE", "2", "6.90", "1", "1.00", "EUR", ""]
    assert parse_rates(cells, "GBP") == TABLE
    assert parse_rates([list(COLUMNS), *cells], "GBP") == TABLE


@given(
    st.lists(
        st.builds(
            Rate,
            up_to_g=st.integers(1, 10**6),
            price_minor=st.integers(0, 10**8),
            currency=st.sampled_from(["EUR", "JPY", "KWD"]),
            country=st.sampled_from(["", "DE", "CN", "GB"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_table_comes_back(rates: list[Rate]) -> None:
    assert parse_rates(rate_cells(rates), "EUR") == rates


def test_headings_in_any_sequence_and_language() -> None:
    rows = [["价格", "重量", "国家"], ["12", "1", "中国"], ["8,50", "0,5", "*"], ["", "", ""]]
    assert parse_rates(rows, "CNY") == [Rate(1_000, 1_200, "CNY", "CN"), Rate(500, 850, "CNY")]
    set_language("zh_CN")
    assert parse_rates(rows, "CNY")[0].country == "CN"


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (["DE", "heavy", "1"], "Up to (kg)", "heavy"),
        (["DE", "1", ""], "Base price", "–"),
        (["DE", "1", "1.999"], "Base price", "1.999"),
        (["DE", "0", "1"], "Up to (kg)", "0"),
        (["DE", "0.0001", "1"], "Up to (kg)", "0.0001"),
        (["Atlantis", "1", "1"], "Country", "Atlantis"),
        (["DE", "1", "1", "", "", "euro"], "Currency", "euro"),
        (["DE", "1", "1", "", "", "", "soon"], "Valid from", "soon"),
        (["DE", "1", "-1"], "Base price", "-1"),
    ],
)
def test_what_cannot_be_read_is_named(row: list[str], column: str, value: str) -> None:
    with pytest.raises(UserError, match="rate_cell_bad") as refused:
        parse_rates([["DE", "1", "1"], row], "EUR")
    assert refused.value.params == {"row": 2, "column": column, "value": value}
    assert value in message("rate_cell_bad", **refused.value.params)


def test_nothing_in_it() -> None:
    with pytest.raises(UserError, match="rates_none_found"):
        parse_rates([list(COLUMNS)], "EUR")
    with pytest.raises(UserError, match="rates_none_found"):
        parse_rates([], "EUR")
