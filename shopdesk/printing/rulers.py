"""The calibration page: a label's edge and four ruled lines to measure (see ``printing.calibration``). Reads nothing
back.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPagedPaintDevice, QPainter

from shopdesk.base.errors import UserError
from shopdesk.printing.barcode import MM_PER_INCH
from shopdesk.printing.calibration import FIRST_MM, Calibration, span
from shopdesk.printing.captions import captions
from shopdesk.printing.fonts import advance, paper_font
from shopdesk.printing.painter import BLACK
from shopdesk.printing.sheets import LabelSheet

_TICK = {0: 4.0, 5: 3.0}
_SIZE = 3.0
_LINE = 0.13  # one dot of a thermal head


def render_rulers(
    sheet: LabelSheet, target: QPagedPaintDevice, *, language: str = "en", calibration: Calibration | None = None
) -> int:
    """Paint the page; with a ``calibration`` it shows whether that one is right: then every line stands where it
    says. Returns 1.
    """
    painter = QPainter()
    if not painter.begin(target):
        raise UserError("printer_refused")
    dots = target.logicalDpiX() / MM_PER_INCH
    true = calibration or Calibration()
    painter.setBrush(BLACK)
    painter.setPen(Qt.PenStyle.NoPen)
    for axis in (0, 1):
        _ruler(painter, sheet, axis, true, dots)
    painter.setPen(BLACK)
    painter.setFont(paper_font(int(_SIZE * dots)))
    words = captions("rulers", language)
    for axis in (0, 1):
        for mark in (FIRST_MM, FIRST_MM + span(sheet.page[axis])):
            _number(painter, axis, mark, true, dots)
    text_x, text_y = true.place(FIRST_MM + 4, FIRST_MM + 18)
    for row, key in enumerate(("title", "how", "where")):
        painter.drawText(QPointF(text_x * dots, (text_y + 5 * row) * dots), words[key])
    painter.end()
    return 1


def _rect(painter: QPainter, true: Calibration, x: float, y: float, width: float, height: float, dots: float) -> None:
    left, top = true.place(x, y)
    size = max(1, round(width * true.scale_x * dots)), max(1, round(height * true.scale_y * dots))
    painter.drawRect(QRect(round(left * dots), round(top * dots), *size))


def _ruler(painter: QPainter, sheet: LabelSheet, axis: int, true: Calibration, dots: float) -> None:
    """Ticks every millimetre along one axis, and the two lines to read across the other."""
    length = int(span(sheet.page[axis]))
    for step in range(length + 1):
        tick = _TICK.get(step % 10, 1.5)
        at = FIRST_MM + step
        if axis == 0:
            _rect(painter, true, at, FIRST_MM - tick, _LINE, tick, dots)
        else:
            _rect(painter, true, FIRST_MM - tick, at, tick, _LINE, dots)
    for at in (FIRST_MM, FIRST_MM + length):
        if axis == 0:
            _rect(painter, true, at, FIRST_MM - 8, _LINE, 20, dots)
        else:
            _rect(painter, true, FIRST_MM - 8, at, 20, _LINE, dots)


def _number(painter: QPainter, axis: int, mark: float, true: Calibration, dots: float) -> None:
    text = f"{mark:.0f}"
    x, y = true.place(*((mark, FIRST_MM - 9) if axis == 0 else (FIRST_MM - 9, mark)))
    width = advance(text) * _SIZE
    shift = -width / 2 if axis == 0 else -width
    painter.drawText(QPointF((x + shift) * dots, (y + (0 if axis == 0 else _SIZE * 0.36)) * dots), text)
