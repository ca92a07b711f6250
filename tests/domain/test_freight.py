"""Chargeable weight, price tables and the cheapest suitable service (R-O14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.freight import (
    Comparison,
    Offer,
    Parcel,
    Rate,
    Rejected,
    chargeable_g,
    compare,
    price,
    special_goods,
    stacked_size,
    volumetric_g,
)

DAY = date(2026, 11, 25)
TO_KG_5 = (Rate(2_000, 490, "EUR", "DE"), Rate(5_000, 690, "EUR", "DE"), Rate(10_000, 990, "EUR", "DE"))
DHL = Offer(1, "DHL", "Paket", 2, 5000, 500, TO_KG_5, max_weight_g=31_500, max_length_mm=1_200)
DPD = Offer(2, "DPD", "Classic", 3, 5000, 500, (Rate(5_000, 650, "EUR", "DE"), Rate(10_000, 1_050, "EUR", "DE")))
EXPRESS = Offer(3, "UPS", "Express", 1, 5000, 500, (Rate(10_000, 1_990, "EUR", "DE"),), goods=frozenset({"battery"}))
PARCEL = Parcel(3_200, (400, 300, 200), "DE")


def _compare(parcel: Parcel = PARCEL, *offers: Offer, max_days: int = 5) -> Comparison:
    return compare(parcel, offers or (DHL, DPD, EXPRESS), max_days=max_days, currency="EUR", day=DAY)


@pytest.mark.rule("R-O14")
def test_worked_example() -> None:
    assert volumetric_g((400, 300, 200), 5000) == 4_800
    assert chargeable_g(3_200, (400, 300, 200), 5000, 500) == 5_000


@pytest.mark.rule("R-O14")
@pytest.mark.parametrize(
    ("weight", "size", "divisor", "step", "charged"),
    [
        (5_000, None, 5000, 500, 5_000),  # exactly on a step stays
        (5_001, None, 5000, 500, 5_500),
        (4_800, (400, 300, 200), 5000, 1, 4_800),
        (100, (1, 1, 1), 5000, 1, 100),
        (1, (101, 100, 100), 8000, 1, 127),  # 126.25 g: a part of a gram counts whole
        (6_000, (400, 300, 200), 6000, 1_000, 6_000),  # the heavier of the two
        (1, None, 5000, 500, 500),
    ],
)
def test_rounding_up(weight: int, size: tuple[int, int, int] | None, divisor: int, step: int, charged: int) -> None:
    assert chargeable_g(weight, size, divisor, step) == charged


@pytest.mark.rule("R-O14")
@given(
    st.integers(1, 60_000),
    st.tuples(st.integers(1, 2_000), st.integers(1, 2_000), st.integers(1, 2_000)),
    st.sampled_from([4000, 5000, 6000, 8000]),
    st.sampled_from([1, 100, 500, 1000]),
)
def test_charged_weight_is_the_next_step_above_both(
    weight: int, size: tuple[int, int, int], divisor: int, step: int
) -> None:
    charged = chargeable_g(weight, size, divisor, step)
    volume = size[0] * size[1] * size[2]
    assert charged % step == 0
    assert charged >= weight
    assert charged * divisor >= volume
    assert charged - step < weight or (charged - step) * divisor < volume


@pytest.mark.rule("R-O14")
def test_cheapest_is_suggested_and_the_order_is_certain() -> None:
    found = _compare()
    assert [(quote.offer.name, quote.price_minor, quote.chargeable_g) for quote in found.quotes] == [
        ("DPD Classic", 650, 5_000),
        ("DHL Paket", 690, 5_000),
        ("UPS Express", 1_990, 5_000),
    ]
    assert found.best == found.quotes[0]
    twin = replace(DPD, service_id=9, carrier="Ace", transit_days=3)
    assert _compare(PARCEL, DPD, twin).best.offer.carrier == "Ace"  # type: ignore[union-attr]
    faster = replace(DPD, service_id=10, transit_days=2)
    assert _compare(PARCEL, DPD, faster).best.offer.service_id == 10  # type: ignore[union-attr]


@pytest.mark.rule("R-O14")
@pytest.mark.parametrize(
    ("parcel", "offer", "reason"),
    [
        (PARCEL, replace(DHL, transit_days=6), Rejected.TOO_SLOW),
        (replace(PARCEL, weight_g=31_501), DHL, Rejected.TOO_HEAVY),
        (replace(PARCEL, size_mm=(1_201, 10, 10)), DHL, Rejected.TOO_LONG),
        (replace(PARCEL, goods=frozenset({"battery"})), DHL, Rejected.GOODS),
        (replace(PARCEL, country="FR"), DHL, Rejected.NO_PRICE_COUNTRY),
        (replace(PARCEL, weight_g=10_001), DHL, Rejected.NO_PRICE_WEIGHT),
        (PARCEL, replace(DHL, rates=()), Rejected.NO_PRICE_COUNTRY),
    ],
)
def test_each_reason_is_named(parcel: Parcel, offer: Offer, reason: Rejected) -> None:
    found = _compare(parcel, offer)
    assert not found.quotes
    assert [rejection.reason for rejection in found.rejected] == [reason]


@pytest.mark.rule("R-O14")
def test_limits_are_inclusive() -> None:
    assert _compare(replace(PARCEL, weight_g=10_000), DHL).best is not None
    assert _compare(replace(PARCEL, size_mm=(1_200, 10, 10)), DHL).best is not None
    assert _compare(PARCEL, replace(DHL, transit_days=5)).best is not None
    assert _compare(replace(PARCEL, goods=frozenset({"battery"})), EXPRESS).best is not None


@pytest.mark.rule("R-O14")
def test_currencies_are_never_compared() -> None:
    yuan = replace(DPD, service_id=4, carrier="YTO", rates=(Rate(10_000, 1, "CNY", "DE"),))
    found = _compare(PARCEL, DHL, yuan)
    assert [quote.offer.carrier for quote in found.quotes] == ["DHL"]
    assert [rejection.reason for rejection in found.rejected] == [Rejected.OTHER_CURRENCY]
    assert _compare(PARCEL, yuan).best.currency == "CNY"  # type: ignore[union-attr]


def test_price_tables() -> None:
    steps = (Rate(500, 1_200, "CNY", step_g=500, step_minor=200), Rate(500, 1_800, "CNY", "JP"))
    assert price(steps, "CN", 500, DAY) == (1_200, "CNY")
    assert price(steps, "CN", 501, DAY) == (1_400, "CNY")
    assert price(steps, "CN", 2_000, DAY) == (1_800, "CNY")
    assert price(steps, "JP", 500, DAY) == (1_800, "CNY")
    assert price(steps, "JP", 501, DAY) is Rejected.NO_PRICE_WEIGHT  # a country's own table stands alone
    assert price((Rate(1_000, 700, "EUR", "DE"),), "AT", 100, DAY) is Rejected.NO_PRICE_COUNTRY


def test_the_newest_table_in_force_counts() -> None:
    old, new = Rate(1_000, 500, "EUR"), Rate(1_000, 550, "EUR", valid_from=date(2026, 11, 25))
    coming = Rate(1_000, 900, "EUR", valid_from=date(2027, 1, 1))
    assert price((old, new, coming), "DE", 900, DAY) == (550, "EUR")
    assert price((old, new, coming), "DE", 900, date(2026, 11, 24)) == (500, "EUR")
    assert price((coming,), "DE", 900, DAY) is Rejected.NO_PRICE_COUNTRY


@given(st.lists(st.integers(1, 900), min_size=1, max_size=8, unique=True), st.integers(1, 1_000))
def test_no_parcel_costs_less_than_a_lighter_one(limits: list[int], grams: int) -> None:
    rates = [Rate(limit, limit * 3, "EUR", step_g=100, step_minor=300) for limit in limits]
    lighter, heavier = price(rates, "DE", grams, DAY), price(rates, "DE", grams + 50, DAY)
    assert not isinstance(lighter, Rejected)
    assert not isinstance(heavier, Rejected)
    assert lighter[0] <= heavier[0]


def test_pieces_are_stacked_flat() -> None:
    assert stacked_size([((200, 100, 50), 3)]) == (200, 100, 150)
    assert stacked_size([((50, 200, 100), 1), ((300, 20, 30), 2)]) == (300, 100, 90)
    assert stacked_size([]) is None


def test_special_goods_in_both_languages() -> None:
    assert special_goods("fragile, battery") == {"battery"}
    assert special_goods("易碎；带电 液体") == {"battery", "liquid"}
    assert special_goods("") == frozenset()
