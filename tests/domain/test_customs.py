"""What may be declared to customs (R-O13) and which form a parcel needs (D06)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.customs import (
    Category,
    CustomsForm,
    category_fault,
    category_of,
    form_for,
    hs_fault,
    name_fault,
    net_values,
    origin_fault,
    same_priced,
    sdr_rates,
    unit_values,
    value_fault,
)
from shopdesk.domain.orders import OrderKind

RATES = {"EUR": Decimal("1.17"), "JPY": Decimal(210)}


@pytest.mark.rule("R-O13")
def test_worked_example() -> None:
    values = net_values([3 * 1250, 2 * 800], 0)
    assert [same_priced(unit_values(value, count)) for value, count in zip(values, (3, 2), strict=True)] == [
        [(3, 1250)],
        [(2, 800)],
    ]
    assert sum(values) == 5350


@pytest.mark.rule("R-O13")
@pytest.mark.rule("R-G6")
def test_a_discount_is_shared_out_exactly() -> None:
    assert net_values([3750, 1600], 535) == [3375, 1440]
    assert net_values([1000, 1000, 1000], 100) == [966, 967, 967]
    assert same_priced(unit_values(1000, 3)) == [(1, 334), (2, 333)]
    assert net_values([0, 0], 100) == [0, 0]
    assert net_values([500, 500], 2000) == [0, 0]


@pytest.mark.rule("R-O13")
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=9), st.integers(0, 10**7), st.integers(1, 40))
def test_nothing_is_lost_in_sharing(lines: list[int], discount: int, quantity: int) -> None:
    values = net_values(lines, discount)
    assert sum(values) == sum(lines) - min(discount, sum(lines))
    assert all(0 <= value <= line for value, line in zip(values, lines, strict=True))
    units = unit_values(values[0], quantity)
    assert sum(units) == values[0]
    assert max(units) - min(units) <= 1
    assert sum(count * unit for count, unit in same_priced(units)) == values[0]


@pytest.mark.rule("R-O13")
def test_a_sale_is_no_gift_and_its_value_is_what_was_paid() -> None:
    assert category_of(OrderKind.B2C) is Category.SALE
    assert category_of(OrderKind.RESEND) is Category.OTHER
    assert category_fault(OrderKind.B2C, Category.GIFT) == "customs_gift_for_sale"
    assert category_fault(OrderKind.B2B, Category.SAMPLE) == "customs_gift_for_sale"
    assert category_fault(OrderKind.B2C, Category.SALE) == ""
    assert category_fault(OrderKind.GIFT, Category.GIFT) == ""
    assert value_fault(1249, 1250) == "customs_value_low"
    assert value_fault(1250, 1250) == ""
    assert value_fault(1300, 1250) == ""


@pytest.mark.rule("R-O13")
@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Electric kettle", ""),
        ("Cup", ""),
        ("Tea strainer, steel 18/8", ""),
        ("gift", "customs_generic_name"),
        ("Goods", "customs_generic_name"),
        ("Gift goods", "customs_generic_name"),
        ("sample of goods", "customs_generic_name"),
        ("Gift box of paper", ""),
        ("ab", "customs_no_name"),
        ("", "customs_no_name"),
        ("12345", "customs_no_name"),
        ("电热水壶", "customs_no_name"),
        ("Kettle 电热水壶", "customs_no_name"),
        ("Café kettle", ""),
    ],
)
def test_names(name: str, fault: str) -> None:
    assert name_fault(name) == fault


@pytest.mark.rule("R-O13")
@pytest.mark.parametrize(
    ("code", "is_fine"),
    [("851610", True), ("8516.10", True), ("8516 10 80 00", True), ("85161", False), ("", False), ("85161O", False)],
)
def test_tariff_numbers(code: str, is_fine: bool) -> None:
    assert (hs_fault(code) == "") is is_fine


def test_origin() -> None:
    assert origin_fault("CN") == ""
    assert origin_fault("China") == origin_fault("") == "customs_no_origin"


def test_the_form_by_value_and_weight() -> None:
    limits = {"limit_sdr": 300, "limit_g": 2_000, "rates": RATES}
    assert form_for(35_100, "EUR", 2_000, **limits) is CustomsForm.CN22  # 351.00 EUR are exactly 300 SDR
    assert form_for(35_101, "EUR", 2_000, **limits) is CustomsForm.CN23
    assert form_for(100, "EUR", 2_001, **limits) is CustomsForm.CN23
    assert form_for(63_000, "JPY", 500, **limits) is CustomsForm.CN22
    assert form_for(100, "BRL", 500, **limits) is CustomsForm.CN23
    assert form_for(100, "EUR", None, **limits) is CustomsForm.CN23


def test_rates_as_they_are_typed() -> None:
    assert sdr_rates("EUR 1.17, usd=1.36; CNY: 9.7") == {
        "EUR": Decimal("1.17"),
        "USD": Decimal("1.36"),
        "CNY": Decimal("9.7"),
    }
    assert sdr_rates("nothing, EUR 0") == {}
