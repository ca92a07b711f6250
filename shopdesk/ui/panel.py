"""Panels, notices and headings: the pieces of a detail pane or a card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QVBoxLayout, QWidget

from shopdesk.ui.theme import scaled_font


def panel(parent: QWidget | None = None) -> QFrame:
    """A white (dark: raised) surface with a hairline and round corners."""
    frame = QFrame(parent)
    frame.setProperty("panel", True)
    return frame


def text_label(text: str, *, tone: str = "", wrap: bool = True, parent: QWidget | None = None) -> QLabel:
    """A label of plain text. ``tone``: ``""``, ``"muted"``, ``"red"``, ``"amber"``, ``"green"``."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if tone:
        label.setProperty("tone", tone)
    return label


def heading(text: str, *, factor: float = 1.2, parent: QWidget | None = None) -> QLabel:
    """A bold line, larger than the text by ``factor``."""
    label = text_label(text, wrap=False, parent=parent)
    label.setFont(_bold(label.font(), factor))
    return label


def notice(text: str, tone: str, parent: QWidget | None = None) -> QFrame:
    """A tinted box with a sentence: ``"red"``, ``"amber"``, ``"green"``, ``"neutral"``."""
    frame = QFrame(parent)
    frame.setProperty("notice", tone)
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 8, 12, 8)
    column.addWidget(text_label(text, parent=frame))
    frame.setAccessibleName(text)
    return frame


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout, and out of sight at once."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _bold(font: QFont, factor: float) -> QFont:
    return scaled_font(font, factor, bold=True)
