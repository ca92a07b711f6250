"""What may stand on paper, and which marks a product's traits ask for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.paper import Pictogram, pictograms_of, printable


@pytest.mark.rule("R-O12")
@pytest.mark.parametrize(
    ("traits", "marks"),
    [
        ("", ()),
        ("fragile", (Pictogram.FRAGILE,)),
        ("易碎、防潮", (Pictogram.FRAGILE, Pictogram.KEEP_DRY)),
        ("upright; Fragile", (Pictogram.FRAGILE, Pictogram.THIS_WAY_UP)),
        ("liquid moisture", (Pictogram.THIS_WAY_UP, Pictogram.KEEP_DRY)),
        ("fragilex, unfragile", ()),
    ],
)
def test_marks(traits, marks):
    assert pictograms_of(traits) == marks


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("  Emma \t Fischer\n", "Emma Fischer"),
        ("a\u200bb\u0000c\u202e", "abc"),
        ("Liam O’Connor", "Liam O'Connor"),
        ("他说’好’", "他说’好’"),
        ("Zoe\u0308", "Zoë"),
        ("\ue123", "\ue123"),
        ("نم\u200cایش", "نم\u200cایش"),
    ],
)
def test_printable(text, printed):
    assert printable(text) == printed


@given(st.text())
def test_printable_is_one_clean_line(text):
    once = printable(text)
    assert printable(once) == once
    assert not any(unicodedata.category(character) == "Cc" for character in once)
    assert once == once.strip()
