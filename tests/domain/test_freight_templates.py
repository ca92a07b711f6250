"""What a buyer pays for freight (运费模板)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shopdesk.domain.freight_templates import FreightBy, FreightRow, Template, buyer_freight

HOME = FreightRow(1_000, 800, 500, 200, "CN")
FAR = FreightRow(1_000, 1_800, 500, 500, "CN", "新疆维吾尔自治区")
ABROAD = FreightRow(500, 9_000, 500, 3_000)
BY_WEIGHT = Template("默认", "CNY", (ABROAD, HOME, FAR), free_over_minor=29_900)


@pytest.mark.parametrize(
    ("country", "region", "grams", "fee"),
    [
        ("CN", "浙江省", 1_000, 800),
        ("CN", "浙江省", 1_001, 1_000),
        ("CN", "浙江省", 2_000, 1_200),
        ("CN", "新疆维吾尔自治区", 1_200, 2_300),
        ("cn", "", 1, 800),
        ("JP", "", 900, 12_000),
    ],
)
def test_by_weight(country: str, region: str, grams: int, fee: int) -> None:
    assert buyer_freight(BY_WEIGHT, country=country, region=region, amount=grams, goods_minor=100) == fee


def test_free_from_the_amount_on() -> None:
    asked = {"country": "CN", "region": "浙江省", "amount": 5_000}
    assert buyer_freight(BY_WEIGHT, **asked, goods_minor=29_900) == 0  # type: ignore[arg-type]
    assert buyer_freight(BY_WEIGHT, **asked, goods_minor=29_899) == 2_400  # type: ignore[arg-type]


def test_by_pieces_and_where_nothing_is_sent() -> None:
    pieces = Template("Pieces", "EUR", (FreightRow(1, 490, 0, 0, "DE"),), FreightBy.PIECES)
    assert buyer_freight(pieces, country="DE", region="", amount=7, goods_minor=1) == 490
    assert buyer_freight(pieces, country="FR", region="", amount=1, goods_minor=1) is None
    more = replace(pieces, rows=(FreightRow(1, 490, 2, 100, "DE"),))
    assert buyer_freight(more, country="DE", region="", amount=4, goods_minor=1) == 690
