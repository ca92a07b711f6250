"""The sheet as a picture: which labels are used up already, and where printing starts.

Click a label or use the arrow keys.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.base.i18n import tr
from shopdesk.printing.sheets import LabelSheet
from shopdesk.ui.theme import Theme

_EDGE = 6
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class SheetPicture(QWidget):
    """Emits ``start_chosen(position)``; positions count from 1, row by row."""

    start_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_picture")
        self._theme = theme
        self._sheet: LabelSheet | None = None
        self._start = 1
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_sheet(self, sheet: LabelSheet, start: int, count: int) -> None:
        """Show ``sheet`` with ``count`` labels from position ``start``."""
        self._sheet, self._start, self._count = sheet, min(start, sheet.per_page), count
        words = tr("Start at label {start} of {all} on the sheet", start=self._start, all=sheet.per_page)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setVisible(sheet.per_page > 1)
        self.updateGeometry()
        self.update()

    @property
    def start(self) -> int:
        """The position of the first label."""
        return self._start

    def sizeHint(self) -> QSize:
        return QSize(180, 190)

    def _scale(self) -> float:
        if self._sheet is None:
            return 1.0
        width, height = self._sheet.page
        return min((self.width() - 2 * _EDGE) / width, (self.height() - 2 * _EDGE) / height)

    def _box(self, position: int) -> QRectF:
        if self._sheet is None:
            return QRectF()
        scale, place = self._scale(), self._sheet.place(position)
        return QRectF(_EDGE + place.x * scale, _EDGE + place.y * scale, place.width * scale, place.height * scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sheet is None:
            return
        tokens, scale = self._theme.tokens, self._scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page = QRectF(_EDGE, _EDGE, self._sheet.page[0] * scale, self._sheet.page[1] * scale)
        edge = QPen(QColor(tokens.accent if self.hasFocus() else tokens.line), 2 if self.hasFocus() else 1)
        painter.setPen(edge)
        painter.setBrush(QColor("#ffffff"))
        painter.drawRect(page)
        for position in range(1, self._sheet.per_page + 1):
            self._paint_label(painter, position)
        painter.end()

    def _paint_label(self, painter: QPainter, position: int) -> None:
        tokens = self._theme.tokens
        used, printed = position < self._start, self._start <= position < self._start + self._count
        box = self._box(position).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor("#aab2bf"), 1, Qt.PenStyle.DashLine if used else Qt.PenStyle.SolidLine))
        painter.setBrush(QColor("#2563eb" if printed else "#ffffff"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor("#ffffff" if printed else "#5d6878"))
        number = "×" if used else str(position - self._start + 1) if printed else ""
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)
        if position == self._start and self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 3, 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._position_at(event.position()))

    def _position_at(self, point: QPointF) -> int:
        count = self._sheet.per_page if self._sheet else 0
        return next((n for n in range(1, count + 1) if self._box(n).contains(point)), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if self._sheet is None or step is None:
            super().keyPressEvent(event)
            return
        row, column = divmod(self._start - 1, self._sheet.columns)
        column, row = column + step[0], row + step[1]
        if 0 <= column < self._sheet.columns and 0 <= row < self._sheet.rows:
            self._choose(row * self._sheet.columns + column + 1)

    def _choose(self, position: int) -> None:
        if self._sheet is not None and 1 <= position <= self._sheet.per_page and position != self._start:
            self.show_sheet(self._sheet, position, self._count)
            self.start_chosen.emit(position)
