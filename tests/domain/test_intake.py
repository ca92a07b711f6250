"""What a platform's facts about an order mean here, and what about it needs a look (R-O2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shopdesk.domain.intake import OrderFacts, intake_state, lint, order_kind
from shopdesk.domain.orders import Attention, OrderKind, OrderState, PaymentState

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OPEN = OrderFacts(
    status="to_ship", placed_at=NOW - timedelta(days=1), goods_minor=2000, shipping_minor=500, total_minor=2500
)
ADDRESS = replace(
    OPEN,
    knows_address=True,
    address=("12 Station Road",),
    city="Bath",
    postcode="BA1 1AA",
    country="GB",
    phone="+44 1225 700700",
)


def state_of(facts: OrderFacts, kind: OrderKind = OrderKind.B2C) -> tuple[OrderState, PaymentState]:
    return intake_state(facts, kind, NOW, 60)


def checked(facts: OrderFacts, state: OrderState = OrderState.TO_REVIEW) -> list[Attention]:
    return lint(facts, state, tolerance_minor=1, address_min_chars=5)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (OrderFacts(status="to_ship"), (OrderState.TO_REVIEW, PaymentState.PAID)),
        (OrderFacts(status="to_ship", payment="unpaid"), (OrderState.IMPORTED, PaymentState.UNPAID)),
        (OrderFacts(status="pending"), (OrderState.IMPORTED, PaymentState.UNPAID)),
        (OrderFacts(status="to_ship", platform_ships=True), (OrderState.IMPORTED, PaymentState.PAID)),
        (OrderFacts(status="shipped"), (OrderState.SHIPPED, PaymentState.PAID)),
        (OrderFacts(status="refunded"), (OrderState.CANCELLED, PaymentState.REFUNDED)),
        (OrderFacts(is_shipped=True), (OrderState.SHIPPED, PaymentState.PAID)),
        (OrderFacts(placed_at=NOW - timedelta(days=60)), (OrderState.TO_REVIEW, PaymentState.PAID)),
        (OrderFacts(placed_at=NOW - timedelta(days=61)), (OrderState.COMPLETED, PaymentState.PAID)),
        (OrderFacts(placed_at=NOW, knows_payment=True), (OrderState.IMPORTED, PaymentState.UNPAID)),
        (
            OrderFacts(status="shipped", total_minor=900, refunded_minor=100),
            (OrderState.SHIPPED, PaymentState.PART_REFUNDED),
        ),
    ],
)
def test_states(facts: OrderFacts, expected: tuple[OrderState, PaymentState]) -> None:
    assert state_of(facts) == expected


def test_a_credit_note_is_never_to_ship() -> None:
    assert order_kind(-1, 0) is order_kind(0, -3) is OrderKind.CREDIT
    assert order_kind(0, 3) is OrderKind.B2C
    assert state_of(OrderFacts(status="to_ship"), OrderKind.CREDIT)[0] is OrderState.COMPLETED


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"total_minor": 2501}, []),
        ({"total_minor": 2502}, [Attention.TOTALS]),
        ({"total_minor": 2700, "tax_minor": 200}, []),
        ({"total_minor": 2499}, []),
        ({"total_minor": 2498}, [Attention.TOTALS]),
        ({"address": ("12",)}, [Attention.ADDRESS]),
        ({"address": ("1 Ru",)}, [Attention.ADDRESS]),
        ({"address": ("1 Rue",)}, []),
        ({"units": 1}, []),
        ({"units": 3, "has_odd_quantity": True}, [Attention.QUANTITY]),
        ({"is_lump": True}, [Attention.NOT_ITEMISED]),
        ({"is_repeated": True}, [Attention.DUPLICATE]),
        ({"phone": "1******6198"}, [Attention.PHONE]),
        ({"phone": "##7Hb"}, [Attention.PHONE]),
        ({"name": "张**"}, [Attention.ADDRESS]),
        ({"address": ("沙洲街道****",)}, [Attention.ADDRESS]),
        ({"city": ""}, [Attention.ADDRESS]),
        ({"postcode": "123"}, [Attention.ADDRESS]),
        ({"phone": "1******98"}, [Attention.PHONE]),
        ({"phone": ""}, []),
        ({"units": 0}, [Attention.QUANTITY]),
        ({"has_missing_rows": True}, [Attention.INCOMPLETE]),
    ],
)
def test_verification(changes: dict[str, object], expected: list[Attention]) -> None:
    assert checked(replace(ADDRESS, **changes)) == expected  # type: ignore[arg-type]


@pytest.mark.rule("R-O2")
def test_closed_orders_are_left_in_peace() -> None:
    assert checked(replace(ADDRESS, total_minor=1, phone="x"), OrderState.COMPLETED) == []


def test_chinese_parcels_need_no_postcode() -> None:
    facts = replace(
        ADDRESS,
        country="CN",
        region="江苏省",
        city="南京市",
        postcode="",
        address=("沙洲街道1号",),
        phone="13800138000",
    )
    assert checked(facts) == []
