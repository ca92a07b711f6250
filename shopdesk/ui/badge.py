"""A signal: a word on a tint, never a colour alone. Drawn in tables by the delegate, in panes as a :class:`Badge`."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.ui.theme import Theme, Tokens

PAD_X = 10
PAD_Y = 3


def badge_size(text: str, metrics: QFontMetrics) -> QSize:
    """How much room a badge takes."""
    return QSize(metrics.horizontalAdvance(text) + 2 * PAD_X, metrics.height() + 2 * PAD_Y)


def paint_badge(painter: QPainter, area: QRect, text: str, tone: str, tokens: Tokens) -> None:
    """Draw the badge at the left of ``area``, centred upright; the word is elided when the room is short."""
    metrics = painter.fontMetrics()
    wanted = badge_size(text, metrics)
    width = min(wanted.width(), area.width())
    box = QRect(area.left(), area.center().y() - wanted.height() // 2 + 1, width, wanted.height())
    colour, tint = tokens.tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tint))
    painter.drawRoundedRect(QRectF(box), box.height() / 2, box.height() / 2)
    painter.setPen(QColor(colour))
    if width < wanted.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 2 * PAD_X + 1)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Badge(QWidget):
    """A badge as a widget. ``set_badge("Due in 2 h", "amber")``."""

    def __init__(self, theme: Theme, text: str = "", tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.set_badge(text, tone)

    def set_badge(self, text: str, tone: str) -> None:
        """Say something else."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word on it."""
        return self._text

    def sizeHint(self) -> QSize:
        return badge_size(self._text, self.fontMetrics())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, self.rect(), self._text, self._tone, self._theme.tokens)
        painter.end()
