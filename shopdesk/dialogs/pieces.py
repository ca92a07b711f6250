"""What dialogs share beside ``ui.panel``: their size, a narrow column, their buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shopdesk.ui.buttons import make_button
from shopdesk.ui.panel import Panel

_EDGE_PX = 16


def fit(dialog: QWidget, width: int, height: int) -> None:
    """Open ``dialog`` at its own size, but no larger than the window it stands over; without one, than the screen."""
    parent = dialog.parentWidget()
    room = dialog.screen().availableSize() if parent is None else parent.window().size()
    dialog.resize(min(width, room.width() - _EDGE_PX), min(height, room.height() - _EDGE_PX))


def in_the_middle(panel: Panel, width: int) -> QWidget:
    """A column of ``width`` in the middle of a panel that would be too wide for a few lines."""
    inner = QWidget(panel)
    inner.setMaximumWidth(width)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(inner, 100)
    row.addStretch(1)
    panel.column.addStretch(2)
    panel.column.addLayout(row)
    panel.column.addStretch(3)
    return inner


def button(text: str, name: str, parent: QWidget, *, primary: bool = False) -> QPushButton:
    """A push button with its object name; the primary one is what Enter means where no button has the focus."""
    made = make_button(text, rank="primary" if primary else "secondary", parent=parent)
    made.setObjectName(name)
    made.setAutoDefault(primary)
    return made
