"""Phones that can be dialled in their country (R-O2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.phones import is_phone_plausible


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("+49 30 1234567", "DE"), ("030 / 1234567", "DE"), ("0049 30 1234567", "DE"), ("13800138000", "CN"),
        ("+86 138-0013-8000", "CN"), ("0755-82345678", "CN"), ("18412345678-5566", "CN"), ("18412345678转5566", "CN"),
        ("+1 480-618-2280 ext. 12345", "US"), ("(415) 555-0100", "US"), ("1 415 555 0100", "US"),
        ("07911 123456", "GB"),
        ("+44 7911 123456", "DE"), ("+86 138 0013 8000", "DE"), ("1234567", ""), ("01 23 45 67 89", "FR"),
    ],
)  # fmt: skip
def test_plausible(phone: str, country: str) -> None:
    assert is_phone_plausible(phone, country)


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("", "DE"), ("123", "DE"), ("1234", ""), ("??", ""), ("call me maybe", "DE"), ("138****8000", "CN"),
        ("138001380", "US"), ("1380013800013", "CN"), ("555-1234", "US"), ("12345678901234567890", "DE"),
        ("123456789012345678901", ""), ("07911 1234567", "GB"), ("+999 123456789", "DE"),
    ],
)  # fmt: skip
def test_not_plausible(phone: str, country: str) -> None:
    assert not is_phone_plausible(phone, country)


@given(st.text(max_size=30), st.sampled_from(["", "DE", "CN", "US", "XX"]))
def test_any_text_is_judged(text: str, country: str) -> None:
    assert is_phone_plausible(text, country) in {True, False}


@given(st.sampled_from(["DE", "CN", "US", "GB", "FR", "JP"]))
def test_the_librarys_own_examples_are_plausible(country: str) -> None:
    import phonenumbers

    for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
        number = phonenumbers.example_number_for_type(country, kind)
        for form in (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
            assert is_phone_plausible(phonenumbers.format_number(number, form), country)
            assert is_phone_plausible(phonenumbers.format_number(number, form), "")
