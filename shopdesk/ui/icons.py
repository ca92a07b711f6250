"""Icons of one set: Phosphor, from the font that QtAwesome ships, in the colour of whatever they stand on.

QtAwesome itself is not imported: its Qt shim costs more time than the first window. The font and its character map are
read from its package on first use, and the engine asks the palette at each paint, so a change of scheme needs no new
icons.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap

Colour = QPalette.ColorRole | Callable[[], str]
_FONT = "phosphor-1.3.0.ttf"
_MAP = "phosphor-charmap-1.3.0.json"


def icon(name: str, colour: Colour = QPalette.ColorRole.ButtonText) -> QIcon:
    """The Phosphor icon ``name`` (``"package"``, ``"printer"``, ``"warning-bold"``); ``colour``: a palette role or a
    token getter.

    Raises ``KeyError`` when the set has no such icon.
    """
    return QIcon(_GlyphEngine(name, _charmap()[name], colour))


def icon_names() -> frozenset[str]:
    """Every name :func:`icon` knows."""
    return frozenset(_charmap())


@cache
def _fonts_dir() -> Path:
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("qtawesome is not installed")
    return Path(spec.submodule_search_locations[0]) / "fonts"


@cache
def _charmap() -> dict[str, str]:
    text = (_fonts_dir() / _MAP).read_text(encoding="utf-8")
    return {name: chr(int(code, 16)) for name, code in json.loads(text).items()}


@cache
def _family() -> str:
    added = QFontDatabase.addApplicationFont(str(_fonts_dir() / _FONT))
    return QFontDatabase.applicationFontFamilies(added)[0]


class _GlyphEngine(QIconEngine):
    """Paints one character of the icon font."""

    def __init__(self, name: str, glyph: str, colour: Colour) -> None:
        super().__init__()
        self._name = name
        self._glyph = glyph
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        font = QFont(_family())
        font.setPixelSize(max(1, rect.height()))
        painter.save()
        painter.setFont(font)
        painter.setPen(self._pen(mode))
        painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, self._glyph)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._glyph, self._colour)

    def _pen(self, mode: QIcon.Mode) -> QColor:
        if mode is QIcon.Mode.Disabled:
            return QGuiApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        if isinstance(self._colour, QPalette.ColorRole):
            return QGuiApplication.palette().color(QPalette.ColorGroup.Active, self._colour)
        return QColor(self._colour())
