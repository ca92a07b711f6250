"""Money rounds half-up once (R-G1); splits add up to the last cent (R-G6)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.money import exponent, line_total, micros_to_minor, share, split, to_decimal, to_micros, to_minor


@pytest.mark.rule("R-G1")
def test_half_a_cent_goes_up_away_from_zero() -> None:
    assert share(159_901, 5_000) == 79_951
    assert share(-159_901, 5_000) == -79_951
    assert to_minor(Decimal("0.005"), "EUR") == 1
    assert to_minor(Decimal("-0.005"), "EUR") == -1
    assert to_minor(Decimal("0.0049"), "EUR") == 0


@pytest.mark.rule("R-G1")
def test_currencies_have_their_own_digits() -> None:
    assert (exponent("JPY"), exponent("EUR"), exponent("KWD")) == (0, 2, 3)
    assert to_minor(Decimal("6980.4"), "JPY") == 6980
    assert to_decimal(1234, "KWD") == Decimal("1.234")


@pytest.mark.rule("R-G1")
def test_line_rounds_once_not_each_piece() -> None:
    assert line_total(to_micros(Decimal("0.005")), 3, "GBP") == 2
    assert line_total(to_micros(Decimal("0.001")), 1000, "GBP") == 100
    assert line_total(to_micros(Decimal("12.75")), -2, "GBP") == -2550


@pytest.mark.rule("R-G1")
@given(st.integers(-(10**13), 10**13), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_micros_round_as_decimals_do(micros: int, currency: str) -> None:
    assert micros_to_minor(micros, currency) == to_minor(Decimal(micros).scaleb(-6), currency)


@pytest.mark.rule("R-G1")
@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD", "CNY"]))
def test_minor_units_survive_the_way_to_decimal_and_back(minor: int, currency: str) -> None:
    assert to_minor(to_decimal(minor, currency), currency) == minor


@pytest.mark.rule("R-G6")
def test_worked_splits() -> None:
    assert split(100_000, [1, 1, 1]) == [33_334, 33_333, 33_333]
    assert split(10_001, [1, 1, 1]) == [3_334, 3_334, 3_333]
    assert split(-100, [1, 1, 1]) == [-34, -33, -33]
    assert split(0, [3, 1]) == [0, 0]
    assert split(7, [0, 1]) == [0, 7]


@pytest.mark.rule("R-G6")
@given(st.integers(-(10**10), 10**10), st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(any))
def test_split_adds_up_and_is_fair(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    whole = sum(weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - amount * weight) < whole


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_weights_that_cannot_be_split_by(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(100, weights)
