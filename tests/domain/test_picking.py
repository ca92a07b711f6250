"""The pick list's sums (R-O5)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.paper import PickShare, Unlisted
from shopdesk.domain.picking import Demand, fold


def need(order: int, sku: str, quantity: int, key: int | None = None, place: str = "", sequence: int = 10**9) -> Demand:
    return Demand(order, f"A-{order}", sku, f"Title {sku}", "", quantity, key, place, sequence)


@pytest.mark.rule("R-O5")
def test_lines_are_folded_by_sku_and_bin_and_follow_the_walk():
    picking = fold(
        [need(1, "B", 2, 2, "Z-9", 1), need(1, "A", 1, 1, "A-1", 7), need(2, "B", 3, 2, "Z-9", 1), need(2, "C", 1)], {}
    )
    assert [(line.bin, line.sku_code, line.quantity) for line in picking.lines] == [
        ("Z-9", "B", 5), ("A-1", "A", 1), ("", "C", 1),
    ]  # fmt: skip
    assert picking.lines[0].shares == (PickShare("A-1", 2), PickShare("A-2", 3))
    assert not picking.shortages


@pytest.mark.rule("R-O5")
def test_a_shortage_names_the_order_and_the_first_are_served_first():
    picking = fold([need(1, "A", 2, 1), need(2, "A", 2, 1), need(3, "A", 1, 1)], {1: 3})
    assert [line.quantity for line in picking.lines] == [3]
    (shortage,) = picking.shortages
    assert (shortage.sku_code, shortage.missing, shortage.order_nos) == ("A", 2, ("A-2", "A-3"))
    assert picking.short_order_ids == (2, 3)


@pytest.mark.rule("R-O5")
def test_a_sku_stands_once_whatever_its_lines_are_called():
    first = need(1, "A", 2, 1, "Z-9", 1)
    other = replace(need(2, "A", 3, 1, "Z-9", 1), title="Black lamp, large", options="EU")
    picking = fold([first, other], {1: 1})
    assert [(line.title, line.quantity) for line in picking.lines] == [("Title A", 1)]
    assert [(short.title, short.missing, short.order_nos) for short in picking.shortages] == [
        ("Title A", 4, ("A-1", "A-2"))
    ]
    assert [line.quantity for line in fold([first, other], {}).lines] == [5]


def test_without_sku_the_title_tells_goods_apart():
    demands = [replace(need(1, "", 1), title=title, options=options) for title, options in ("Ax", "Ay", "Bx", "Ax")]
    assert [(line.title, line.options, line.quantity) for line in fold(demands, {}).lines] == [
        ("A", "x", 2), ("A", "y", 1), ("B", "x", 1),
    ]  # fmt: skip


@pytest.mark.rule("R-O5")
def test_what_is_not_itemised_stands_in_no_bin():
    lump = replace(need(1, "", 3), title="Mug; lamp", is_itemised=False)
    picking = fold([lump, need(2, "A", 1)], {})
    assert picking.unlisted == (Unlisted("A-1", "Mug; lamp", 3),)
    assert [line.sku_code for line in picking.lines] == ["A"]


def test_credits_are_not_picked():
    assert fold([need(1, "A", -2, 1), need(1, "B", 0)], {1: 5}).lines == ()


DEMANDS = st.lists(
    st.builds(
        need,
        st.integers(1, 6),
        st.sampled_from("ABCD"),
        st.integers(-2, 9),
        st.none() | st.integers(1, 4),
        st.sampled_from(["", "X", "Y"]),
        st.integers(0, 3),
    ),
    max_size=30,
)


@pytest.mark.rule("R-O5")
@given(DEMANDS, st.dictionaries(st.integers(1, 4), st.integers(-3, 20)))
def test_what_is_picked_and_what_is_missing_is_what_was_ordered(demands, available):
    picking = fold(demands, available)
    picked = sum(line.quantity for line in picking.lines)
    missing = sum(shortage.missing for shortage in picking.shortages)
    assert picked + missing == sum(demand.quantity for demand in demands if demand.quantity > 0)
    places = [line.bin_sequence for line in picking.lines]
    assert places == sorted(places)
    assert all(share.quantity > 0 for line in picking.lines for share in line.shares)


@pytest.mark.rule("R-O5")
@given(DEMANDS)
def test_without_counted_stock_everything_is_picked(demands):
    picking = fold(demands, {})
    assert not picking.shortages
    ordered: dict[str, int] = {}
    for demand in demands:
        if demand.quantity > 0:
            ordered[demand.order_no] = ordered.get(demand.order_no, 0) + demand.quantity
    shares: dict[str, int] = {}
    for line in picking.lines:
        for share in line.shares:
            shares[share.order_no] = shares.get(share.order_no, 0) + share.quantity
    assert shares == ordered
