"""Packing (R-O12): what traits ask for, what a recipe lacks, which box fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.packing import (
    Box,
    Lack,
    MaterialKind,
    Piece,
    RecipeLine,
    Trait,
    lacks,
    suggest_box,
    traits_of,
)

M = MaterialKind


def line(kind: MaterialKind, quantity: int = 1, *protects: Trait) -> RecipeLine:
    return RecipeLine(f"{kind}", kind, quantity, frozenset(protects))


@pytest.mark.rule("R-O12")
@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("", set()), ("Fragile, liquid", {Trait.FRAGILE}), ("易碎、防潮", {Trait.FRAGILE, Trait.MOISTURE}),
        ("怕脏;keep-dry", {Trait.DUST, Trait.MOISTURE}), ("fragiles", set()),
    ],
)  # fmt: skip
def test_traits_are_read_in_both_languages(text: str, traits: set[Trait]) -> None:
    assert traits_of(text) == traits


@pytest.mark.rule("R-O12")
@pytest.mark.parametrize(
    ("trait", "recipe", "missing"),
    [
        (Trait.FRAGILE, [line(M.PADDING, 2), line(M.FILLING)], ()),
        (Trait.FRAGILE, [line(M.PADDING, 1), line(M.PADDING, 1), line(M.FILLING)], ()),
        (Trait.FRAGILE, [line(M.PADDING, 1), line(M.FILLING)], (Lack.LAYERS,)),
        (Trait.FRAGILE, [line(M.PADDING, 2)], (Lack.FILLING,)),
        (Trait.FRAGILE, [line(M.PADDING, 2), line(M.FILLING, 0)], (Lack.FILLING,)),
        (Trait.FRAGILE, [], (Lack.LAYERS, Lack.FILLING)),
        (Trait.MOISTURE, [line(M.FILM)], ()),
        (Trait.MOISTURE, [line(M.VACUUM)], ()),
        (Trait.MOISTURE, [line(M.BAG)], (Lack.WATERPROOF,)),
        (Trait.MOISTURE, [line(M.BOX, 1, Trait.MOISTURE)], ()),
        (Trait.DUST, [line(M.BAG)], ()),
        (Trait.DUST, [line(M.PADDING, 5)], (Lack.INNER_BAG,)),
    ],
)
def test_traits_make_materials_mandatory(trait: Trait, recipe: list[RecipeLine], missing: tuple[Lack, ...]) -> None:
    assert lacks([trait], recipe) == missing
    assert lacks([], recipe) == ()


@pytest.mark.rule("R-O12")
def test_several_traits_ask_for_everything_together() -> None:
    assert lacks(Trait, [line(M.BOX)]) == tuple(Lack)
    assert lacks(Trait, [line(M.PADDING, 2), line(M.FILLING), line(M.VACUUM)]) == ()


_BOXES = (Box("L", (400, 300, 300)), Box("S", (200, 150, 100)), Box("M", (300, 200, 200)))


@pytest.mark.rule("R-O12")
@pytest.mark.parametrize(
    ("goods", "box", "fill", "is_loose"),
    [
        ([Piece((100, 100, 100), 2)], "S", 66, False),
        ([Piece((150, 100, 90), 2)], "S", 90, False),  # 2,700,000 of 3,000,000: exactly 90 %
        ([Piece((150, 100, 91), 2)], "M", 22, True),  # one too much for S, and M is mostly air
        ([Piece((120, 100, 150), 1)], "S", 60, False),  # exactly 60 % is not too empty
        ([Piece((119, 100, 150), 1)], "S", 59, True),
        ([Piece((100, 250, 20), 1)], "M", 4, True),  # little, but longer than S
    ],
)
def test_the_box_is_the_smallest_that_is_not_too_full(goods, box, fill, is_loose) -> None:
    found = suggest_box(goods, _BOXES)
    assert found is not None
    assert (found.box.name, found.fill_percent, found.is_loose) == (box, fill, is_loose)


@pytest.mark.rule("R-O12")
@pytest.mark.parametrize("goods", [[], [Piece((0, 1, 1), 1)], [Piece((500, 10, 10), 1)], [Piece((300, 300, 300), 2)]])
def test_without_a_fitting_box_there_is_no_suggestion(goods: list[Piece]) -> None:
    assert suggest_box(goods, _BOXES) is None


_SIDES = st.tuples(*[st.integers(1, 500)] * 3)


@pytest.mark.rule("R-O12")
@given(st.lists(st.builds(Piece, _SIDES, st.integers(1, 9)), max_size=5), st.lists(_SIDES, max_size=6))
def test_a_suggested_box_takes_every_piece_and_no_smaller_one_would(goods, sides) -> None:
    boxes = [Box(str(number), each) for number, each in enumerate(sides)]
    found = suggest_box(goods, boxes)
    volume = sum(piece.volume for piece in goods)
    fitting = [
        box for box in boxes
        if volume * 100 <= 90 * box.volume
        and all(a <= b for piece in goods for a, b in zip(sorted(piece.sides), sorted(box.sides), strict=True))
    ]  # fmt: skip
    if found is None:
        assert not goods or not fitting
    else:
        assert found.box in fitting and found.box.volume == min(box.volume for box in fitting)
        assert found.is_loose == (volume * 100 < 60 * found.box.volume)
