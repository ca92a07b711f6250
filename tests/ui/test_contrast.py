"""Every pair of text and ground that the tokens can make is readable, in both schemes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette

from shopdesk.ui.theme import DARK, LIGHT, palette
from tests.ui.colours import ENOUGH, contrast

PAIRS = [
    *((text, ground) for text in ("text", "muted") for ground in ("window", "panel", "hover", "selection")),
    *((text, ground) for text in ("accent_text", "red", "amber", "green") for ground in ("window", "panel")),
    *((tone, f"{tone}_tint") for tone in ("red", "amber", "green", "neutral")),
    *((text, ground) for text in ("rail_text", "rail_on") for ground in ("rail", "rail_selected")),
    ("accent_text", "selection"),
    ("accent_text", "hover"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("neutral", "neutral_tint"),
    ("toast_text", "toast"),
    ("toast_link", "toast"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable(tokens, text, ground):
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= ENOUGH


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_focus_and_edge_of_what_is_chosen_stand_out(tokens):
    assert contrast(tokens.accent, tokens.panel) >= 3
    assert contrast(tokens.accent, tokens.window) >= 3
    assert contrast(tokens.rail_edge, tokens.rail) >= 3


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_a_tone_is_a_pair_of_its_own(tokens):
    assert {tokens.tone(name) for name in ("red", "amber", "green", "neutral", "accent")} == {
        (tokens.red, tokens.red_tint),
        (tokens.amber, tokens.amber_tint),
        (tokens.green, tokens.green_tint),
        (tokens.neutral, tokens.neutral_tint),
        (tokens.accent_text, tokens.selection),
    }
    assert tokens.tone("no such tone") == (tokens.neutral, tokens.neutral_tint)


def test_the_palette_carries_the_tokens(qapp):
    made = palette(DARK)
    assert made.color(QPalette.ColorRole.Base).name() == DARK.panel
    assert made.color(QPalette.ColorRole.BrightText).name() == DARK.on_accent
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name() == DARK.muted
