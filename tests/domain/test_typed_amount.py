"""Amounts as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.domain.money import to_decimal
from shopdesk.domain.typed_amount import typed_amount


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("39.90", "EUR", 3990), ("39,90", "EUR", 3990), ("39", "EUR", 3900), ("39.9", "EUR", 3990),
        ("1,234.50", "USD", 123450), ("1.234,50", "EUR", 123450), ("1,234", "USD", 123400), ("1 234", "EUR", 123400),
        ("¥6,980", "JPY", 6980), ("€ 5", "EUR", 500), ("5 EUR", "EUR", 500), ("1.234", "KWD", 1234), (".5", "EUR", 50),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_meant(typed, currency, minor):
    assert typed_amount(typed, currency) == minor


@pytest.mark.parametrize("typed", ["", " ", "abc", "1.2345", "12,3456", "1-2", "five", "-5"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(UserError) as refused:
        typed_amount(typed, "EUR")
    assert refused.value.code == "amount_unreadable"


@given(minor=st.integers(0, 10**10), currency=st.sampled_from(["EUR", "JPY", "CNY"]))
def test_what_is_written_is_read_back(minor, currency):
    assert typed_amount(f"{to_decimal(minor, currency):,}", currency) == minor
