"""Making text fit a space: shrink within limits, then wrap, and only then cut, which is reported. Millimetres
throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QTextLayout, QTextOption

from shopdesk.printing.fonts import LINE, REFERENCE_PX, advance, paper_font

#: Smallest text that a 203-dpi thermal head prints readably.
MIN_SIZE = 2.25
_SHRINK_BEFORE_WRAP = 0.88
_SHRINK_WITH_WRAP = (1.0, 0.94, 0.88, 0.82, 0.77, 0.71, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35)
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Line:
    """A text with the size it would like to have."""

    text: str
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines with their final sizes, top to bottom; ``is_cut`` when text had to go."""

    lines: tuple[Line, ...]
    is_cut: bool = False

    @property
    def height(self) -> float:
        """Millimetres from the top of the first line to the bottom of the last."""
        return sum(line.size for line in self.lines) * LINE


def width_of(line: Line) -> float:
    """Millimetres."""
    return advance(line.text, line.bold) * line.size


def fit_line(text: str, width: float, size: float, bold: bool = False, smallest: float = MIN_SIZE) -> Fitted:
    """One line that shrinks to ``smallest`` and is then cut at its end. An empty text gives no line."""
    if not text:
        return Fitted(())
    natural = advance(text, bold) or 1e-9
    if natural * size <= width:
        return Fitted((Line(text, size, bold),))
    if natural * smallest <= width:
        return Fitted((Line(text, width / natural, bold),))
    return Fitted((Line(_cut(text, width / smallest, bold), smallest, bold),), is_cut=True)


def fit_block(
    lines: Sequence[Line], width: float, height: float, smallest: float = MIN_SIZE, grow: float = 1.0
) -> Fitted:
    """``lines`` within ``width`` × ``height``: shrunk together, then wrapped and shrunk further, then cut at the end.

    With ``grow`` they become up to that much larger first, where everything still fits unbroken.
    """
    wanted = [line for line in lines if line.text]
    if not wanted:
        return Fitted(())
    widest, tall = max(width_of(line) for line in wanted) or 1e-9, Fitted(tuple(wanted)).height
    factor = min(grow, width / widest, height / tall)
    if factor >= _SHRINK_BEFORE_WRAP:
        return Fitted(tuple(Line(line.text, line.size * factor, line.bold) for line in wanted))
    wrapped: tuple[Line, ...] = ()
    for factor in _SHRINK_WITH_WRAP:
        scaled = _scaled(wanted, factor, smallest)
        wrapped = tuple(part for line in scaled for part in _wrap(line, width))
        if Fitted(wrapped).height <= height:
            return Fitted(wrapped)
    return _cut_block(wrapped, width, height)


def _scaled(lines: Sequence[Line], factor: float, smallest: float) -> tuple[Line, ...]:
    return tuple(Line(line.text, max(min(line.size, smallest), line.size * factor), line.bold) for line in lines)


def _wrap(line: Line, width: float) -> list[Line]:
    if width_of(line) <= width:
        return [line]
    # One dot in a thousand is left free: the last character must not fall over the edge by rounding.
    return [Line(part, line.size, line.bold) for part in wrap(line.text, width / line.size * 0.999, line.bold)]


@lru_cache(maxsize=16384)
def wrap(text: str, width: float, bold: bool) -> tuple[str, ...]:
    """``text`` broken (at words where it can, Chinese anywhere punctuation allows) to ``width`` parts of the font
    size.
    """
    layout = QTextLayout(text, paper_font(REFERENCE_PX, bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    layout.setTextOption(option)
    parts = []
    layout.beginLayout()
    utf16 = text.encode("utf-16-le", "surrogatepass")
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width * REFERENCE_PX)
        start, length = line.textStart(), line.textLength()
        parts.append(utf16[2 * start : 2 * (start + length)].decode("utf-16-le", "surrogatepass").strip())
    layout.endLayout()
    return tuple(part for part in parts if part)


def _cut(text: str, width: float, bold: bool) -> str:
    """The longest beginning of ``text`` that fits ``width`` parts of the font size with an ellipsis."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if advance(text[:middle].rstrip() + _ELLIPSIS, bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + _ELLIPSIS


def _cut_block(lines: Sequence[Line], width: float, height: float) -> Fitted:
    kept: list[Line] = []
    for line in lines:
        if (sum(item.size for item in kept) + line.size) * LINE > height:
            break
        kept.append(line)
    if kept:
        last = kept[-1]
        kept[-1] = Line(_cut(last.text + _ELLIPSIS, width / last.size, last.bold), last.size, last.bold)
    return Fitted(tuple(kept), is_cut=True)
