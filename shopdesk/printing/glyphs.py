"""Whether every character can be drawn with the fonts at hand, found out before paper is wasted. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QTextLayout

from shopdesk.domain.paper import LabelData
from shopdesk.printing.fonts import ensure_application, paper_font

_drawable: dict[str, bool] = {" ": True}


def _can_draw(character: str) -> bool:
    """Shapes the character as the painter would: glyph 0 is the empty box of a font that does not know it."""
    layout = QTextLayout(character, paper_font(20))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    return bool(runs) and all(index for run in runs for index in run.glyphIndexes())


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that no font here can draw, each once, in order of appearance."""
    ensure_application()
    missing = []
    for character in dict.fromkeys(text):
        known = _drawable.get(character)
        if known is None:
            known = _drawable[character] = _can_draw(character)
        if not known:
            missing.append(character)
    return tuple(missing)


def label_texts(label: LabelData) -> Iterable[str]:
    """Every free text that is drawn on a label."""
    yield from (label.recipient_name, label.recipient_company, label.recipient_phone, *label.recipient_lines)
    yield from (label.sender_name, label.sender_phone, *label.sender_lines, label.recipient_country)
    yield from (label.carrier, label.service, label.shop_name, label.instruction, label.destination, label.order_no)
    yield label.warehouse


def missing_on_label(label: LabelData) -> tuple[str, ...]:
    """The characters of a label that cannot be drawn."""
    return missing_glyphs("".join(label_texts(label)))
