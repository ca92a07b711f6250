"""Merging orders into one parcel, splitting an order into several."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.domain.parcel_plan import Waiting, address_key, buyer_key, check_split, merge_groups

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(hours=24)


def waiting(order: int, hours: float, buyer: str = "b", address: str = "a", place: str = "") -> Waiting:
    return Waiting(order, buyer, address, NOON + timedelta(hours=hours), place)


@pytest.mark.parametrize(
    ("orders", "groups"),
    [
        ([waiting(1, 0), waiting(2, 24)], ((1, 2),)),
        ([waiting(1, 0), waiting(2, 24.01)], ()),
        ([waiting(1, 0), waiting(2, 20), waiting(3, 30), waiting(4, 50)], ((1, 2), (3, 4))),
        ([waiting(2, 5), waiting(1, 9)], ((2, 1),)),
        ([waiting(1, 0), waiting(2, 0, address="x"), waiting(3, 0, buyer="y"), waiting(4, 0, place="w2")], ()),
        ([waiting(1, 0, buyer=""), waiting(2, 0, buyer=""), waiting(3, 0, address=""), waiting(4, 0, address="")], ()),
    ],
)
def test_same_buyer_same_address_inside_the_window(orders, groups) -> None:
    assert merge_groups(orders, DAY) == groups


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from("ab")), max_size=30))
def test_a_group_never_spans_more_than_the_window_and_no_order_is_in_two(placed) -> None:
    orders = [waiting(number, hours, address=address) for number, (hours, address) in enumerate(placed)]
    by_id = {order.order_id: order for order in orders}
    groups = merge_groups(orders, DAY)
    members = [order for group in groups for order in group]
    assert len(members) == len(set(members)) and all(len(group) > 1 for group in groups)
    for group in groups:
        found = [by_id[order] for order in group]
        assert len({order.address for order in found}) == 1
        assert max(order.placed_at for order in found) - min(order.placed_at for order in found) <= DAY


def test_a_buyer_is_known_by_name_and_the_end_of_the_phone() -> None:
    assert buyer_key("Emma  Fischer", "+49 30 23125 001", "", "") == buyer_key("emma fischer", "03023125001", "x@y", "")
    assert buyer_key("Emma", "", "E@X.example", "") == buyer_key("Emma", "", "e@x.example ", "other")
    assert buyer_key("Emma", "", "", "login") != buyer_key("Emma", "", "", "other")
    for name, phone in (("", "+49301"), ("Emma", ""), ("张*", "13800000000"), ("王小明", "138****0000")):
        assert buyer_key(name, phone, "", "") == ""


def test_an_address_is_compared_without_case_spaces_and_points() -> None:
    first = address_key(("Linden-Str. 14", "", ""), "Berlin", "10969", "DE")
    assert first == address_key(("linden str 14",), "BERLIN", "10969 ", "de")
    assert first != address_key(("Lindenstr 15",), "Berlin", "10969", "DE")
    assert address_key(("", " "), "Berlin", "10969", "DE") == address_key(("沙洲街道****",), "南京市", "", "CN") == ""


def test_a_split_deals_out_everything_once() -> None:
    check_split({1: 2, 2: 1}, [{1: 1}, {1: 1, 2: 1}])
    check_split({1: 2}, [{1: 2}])


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([{1: 2, 2: 1}, {}], "split_empty"),
        ([{1: 2, 2: 1}, {1: 0}], "split_empty"),
        ([{1: 3, 2: 1}, {1: -1}], "split_empty"),
        ([{1: 1}, {2: 1}], "split_sum"),
        ([{1: 2}, {1: 1, 2: 1}], "split_sum"),
        ([{1: 2, 2: 1}, {3: 1}], "split_line_unknown"),
    ],
)
def test_a_split_that_loses_or_invents_goods_is_refused(parts, code) -> None:
    with pytest.raises(UserError, match=code):
        check_split({1: 2, 2: 1}, parts)


@given(st.dictionaries(st.integers(1, 5), st.integers(1, 6), min_size=1), st.randoms())
def test_every_dealing_out_is_accepted(ordered, random) -> None:
    parts: list[dict[int, int]] = [{} for _ in range(3)]
    for line, quantity in ordered.items():
        for _ in range(quantity):
            part = random.choice(parts)
            part[line] = part.get(line, 0) + 1
    check_split(ordered, [part for part in parts if part])
