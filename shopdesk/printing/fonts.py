"""The fonts of paper and how wide a text is in them. Lays nothing out.

Widths are measured once at a reference size without hinting and scaled, so that a layout in millimetres holds for
every printer.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

CJK_FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC")
REFERENCE_PX = 100
#: Height of a text line and how deep its baseline lies, in parts of the font size. Roomy enough for Å, ệ, 龘 and ष्ट्र.
LINE = 1.25
BASELINE = 0.96

#: Other digits beside Latin letters (Noto Sans CJK), joined letters: no PDF reader finds their characters again.
_GLYPHS_WITHOUT_CHARACTER = ("locl", "liga")


def ensure_application() -> QGuiApplication:
    """The Qt application; without one (command line, tests) one that needs no display is made."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["shopdesk"])


@cache
def families() -> tuple[str, ...]:
    """The system's own font first, then fonts that know Chinese."""
    return (QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(), *CJK_FAMILIES)


@lru_cache(maxsize=512)
def paper_font(pixels: int, bold: bool = False) -> QFont:
    """The font of paper at ``pixels`` dots of the device it is drawn on. Do not change what you get: it is shared."""
    font = QFont()
    font.setFamilies(families())
    font.setPixelSize(max(1, pixels))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    for feature in _GLYPHS_WITHOUT_CHARACTER:
        font.setFeature(QFont.Tag(feature), 0)
    return font


@cache
def _metrics(bold: bool) -> QFontMetricsF:
    return QFontMetricsF(paper_font(REFERENCE_PX, bold))


@lru_cache(maxsize=65536)
def advance(text: str, bold: bool = False) -> float:
    """How wide ``text`` is, in parts of the font size."""
    return _metrics(bold).horizontalAdvance(text) / REFERENCE_PX
