"""Check digits of S10 waybills (R-O6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.waybills import is_s10, normal_waybill, s10_check_digit, waybill_warning


@pytest.mark.rule("R-O6")
def test_worked_example() -> None:
    assert waybill_warning("RR123456785CN") == ""
    assert waybill_warning("RR123456784CN") == "waybill_check_digit"
    assert waybill_warning("rr123456785cn") == ""


@pytest.mark.rule("R-O6")
@pytest.mark.parametrize("other", ["00340434161094042557", "1Z999AA10123456784", "", "RR12345678CN", "SF1234567890123"])
def test_other_numbers_are_not_judged(other: str) -> None:
    assert not is_s10(other)
    assert waybill_warning(other) == ""


def test_spaces_are_not_part_of_a_number() -> None:
    assert normal_waybill(" RR 123 456 785 CN\n") == "RR123456785CN"


@pytest.mark.rule("R-O6")
@given(st.text(alphabet="0123456789", min_size=8, max_size=8))
def test_exactly_one_digit_is_right(serial: str) -> None:
    right = [digit for digit in range(10) if not waybill_warning(f"EE{serial}{digit}DE")]
    assert right == [s10_check_digit(serial)]


@pytest.mark.rule("R-O6")
@pytest.mark.parametrize(
    ("waybill", "warning"),
    [
        ("1Z999AA10123456784", ""),
        ("1z999aa10123456784", ""),
        ("1Z999AA1012345678", "waybill_pattern"),
        ("RR123456785CN", ""),  # an S10 number is right at every carrier
        ("RR123456784CN", "waybill_check_digit"),
        ("", ""),
    ],
)
def test_the_look_of_a_carriers_own_numbers(waybill: str, warning: str) -> None:
    assert waybill_warning(waybill, r"1Z[0-9A-Z]{16}") == warning
