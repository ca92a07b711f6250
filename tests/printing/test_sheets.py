"""Label stock: every declared geometry fits its page, positions are counted right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.printing.sheets import DEFAULT_SHEET, LabelSheet, sheet, sheets

ALL = list(sheets().values())


def test_the_sizes_that_are_asked_for_are_there():
    sizes = {entry.size for entry in ALL}
    assert {(100, 150), (76, 130), (101.6, 152.4)} <= sizes
    assert {entry.key for entry in ALL} >= {"a4_2up", "a4_4up", "letter_2up"}
    assert DEFAULT_SHEET in sheets()


@pytest.mark.parametrize("stock", ALL, ids=lambda stock: stock.key)
def test_every_label_lies_on_the_page_and_on_no_other(stock):
    places = [stock.place(position) for position in range(1, stock.per_page + 1)]
    for place in places:
        assert place.x >= 0
        assert place.y >= 0
        assert place.right <= stock.page[0] + 1e-6
        assert place.bottom <= stock.page[1] + 1e-6
    for index, one in enumerate(places):
        for other in places[index + 1 :]:
            assert one.right <= other.x + 1e-6 or one.bottom <= other.y + 1e-6 or other.right <= one.x + 1e-6


@pytest.mark.parametrize("stock", ALL, ids=lambda stock: stock.key)
def test_labels_stand_upright(stock):
    width, height = stock.upright
    assert height > width
    assert 0 < stock.margin < width / 8


def made(columns: int, rows: int) -> LabelSheet:
    return LabelSheet("x", {}, (columns * 10.0, rows * 10.0), (10, 10), columns, rows, (0, 0), (10, 10))


@given(st.integers(1, 6), st.integers(1, 12), st.data(), st.integers(0, 200))
def test_slots_follow_each_other(columns, rows, data, count):
    stock = made(columns, rows)
    start = data.draw(st.integers(1, stock.per_page))
    slots = list(stock.slots(start, count))
    assert len(set(slots)) == count
    assert slots == sorted(slots)
    assert not slots or slots[0] == (0, start)
    assert stock.pages(start, count) == (slots[-1][0] + 1 if slots else 0)
    following = list(stock.slots(start, count + 1))[-1]
    assert stock.next_start(start, count) == following[1]


@given(st.integers(1, 6), st.integers(1, 12))
def test_places_tile_the_sheet(columns, rows):
    stock = made(columns, rows)
    places = {(stock.place(n).x, stock.place(n).y) for n in range(1, stock.per_page + 1)}
    assert places == {(column * 10.0, row * 10.0) for column in range(columns) for row in range(rows)}


def test_start_outside_is_refused():
    with pytest.raises(UserError, match="label_start_outside"):
        sheet("a4_2up").check_start(3)


def test_unknown_sheet_names_the_known():
    with pytest.raises(UserError) as caught:
        sheet("a9")
    assert "a4_2up" in str(caught.value.params["known"])


def test_where_each_label_is_a_page_every_start_is_the_first():
    assert sheet("thermal_100x150").check_start(2) == 1
