"""Drawing instructions → a QPainter: printer, PDF, picture or screen, always the same way. Decides nothing about the
layout.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTransform

from shopdesk.printing.barcode import MM_PER_INCH
from shopdesk.printing.drawing import Bars, Drawing, Filled, Frame, Instruction, Mark, Text
from shopdesk.printing.fonts import advance, paper_font
from shopdesk.printing.pictograms import outline

BLACK = QColor(0, 0, 0)
WHITE = QColor(255, 255, 255)


@dataclass(frozen=True, slots=True)
class Scale:
    """Dots per millimetre along the label's own axes; a calibrated printer's differ a little from each other."""

    x: float
    y: float

    @classmethod
    def at(cls, dpi: float) -> Scale:
        """The scale of a printer that keeps its measures."""
        return cls(dpi / MM_PER_INCH, dpi / MM_PER_INCH)


def paint(painter: QPainter, drawing: Drawing, scale: Scale) -> None:
    """Draw at the painter's origin, one painter unit being one dot. Bars start on whole dots, whole dots wide."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(BLACK)
    white: list[Text] = []
    texts: list[Text] = []
    for item in drawing.items:
        if isinstance(item, Text):
            (white if item.white else texts).append(item)
        else:
            _paint_shape(painter, item, scale)
    painter.setPen(BLACK)
    for text in texts:
        _paint_text(painter, text, scale)
    if white:
        painter.setPen(WHITE)
        for text in white:
            _paint_text(painter, text, scale)


def _paint_shape(painter: QPainter, item: Instruction, scale: Scale) -> None:
    if isinstance(item, Bars):
        painter.drawRects(bar_rects(item, scale))
    elif isinstance(item, Filled):
        painter.drawRect(_rect(item.box.x, item.box.y, item.box.width, item.box.height, scale))
    elif isinstance(item, Frame):
        box, line = item.box, item.thickness
        painter.drawRects(
            [
                _rect(box.x, box.y, box.width, line, scale),
                _rect(box.x, box.bottom - line, box.width, line, scale),
                _rect(box.x, box.y, line, box.height, scale),
                _rect(box.right - line, box.y, line, box.height, scale),
            ]
        )
    elif isinstance(item, Mark):
        _paint_mark(painter, item, scale)


def _rect(x: float, y: float, width: float, height: float, scale: Scale) -> QRect:
    left, top = round(x * scale.x), round(y * scale.y)
    return QRect(left, top, max(1, round(width * scale.x)), max(1, round(height * scale.y)))


def bar_rects(bars: Bars, scale: Scale) -> list[QRect]:
    """The black rectangles of a code in dots."""
    module, pattern = bars.module, bars.pattern
    left = round((bars.box.x + bars.box.width / 2) * scale.x - pattern.columns * module / 2)
    if pattern.rows == 1:
        top, height = round(bars.box.y * scale.y), round(bars.box.height * scale.y)
        runs = zip(pattern.runs[::3], pattern.runs[2::3], strict=True)
        return [QRect(left + x * module, top, width * module, height) for x, width in runs]
    top = round((bars.box.y + bars.box.height / 2) * scale.y - pattern.rows * module / 2)
    matrix = zip(pattern.runs[::3], pattern.runs[1::3], pattern.runs[2::3], strict=True)
    return [QRect(left + x * module, top + y * module, width * module, module) for x, y, width in matrix]


def _paint_text(painter: QPainter, item: Text, scale: Scale) -> None:
    # Whole dots, rounded down: never wider than the layout measured.
    pixels = max(1, int(item.size * min(scale.x, scale.y)))
    x = item.x * scale.x
    if item.align:
        x -= advance(item.text, item.bold) * pixels * item.align
    painter.setFont(paper_font(pixels, item.bold))
    painter.drawText(QPointF(x, item.y * scale.y), item.text)


def _paint_mark(painter: QPainter, item: Mark, scale: Scale) -> None:
    box = item.box
    place = QTransform.fromTranslate(box.x * scale.x, box.y * scale.y)
    place.scale(box.width * scale.x, box.height * scale.y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.drawPath(place.map(outline(item.pictogram)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def blank(painter: QPainter, width: float, height: float) -> None:
    """White paper of that many dots."""
    painter.fillRect(QRectF(0, 0, width, height), WHITE)
