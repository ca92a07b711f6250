"""The fields a wheel can turn: a combo box and two spin boxes that leave the wheel alone until they have the focus.

A wheel that passes over one of them scrolls the pane it stands in and never changes a value by the way. The combo
box's popup also shows all of its entries when they are few: Qt forgets what a style sheet adds around them.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QSpinBox, QWidget

_EDGE_PX = 4


class ComboBox(QComboBox):
    """Used wherever the owner chooses one of several; up to ``maxVisibleItems`` entries need no scrolling."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _no_focus_by_wheel(self)

    def showPopup(self) -> None:
        view = self.view()
        rows = min(self.count(), self.maxVisibleItems())
        view.setMinimumHeight(sum(view.sizeHintForRow(row) for row in range(rows)) + 2 * view.frameWidth() + _EDGE_PX)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if _is_meant(self, event):
            super().wheelEvent(event)


class SpinBox(QSpinBox):
    """Used wherever the owner says a whole number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _no_focus_by_wheel(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if _is_meant(self, event):
            super().wheelEvent(event)


class DoubleSpinBox(QDoubleSpinBox):
    """Used wherever the owner says a number with decimals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _no_focus_by_wheel(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if _is_meant(self, event):
            super().wheelEvent(event)


def _no_focus_by_wheel(field: QComboBox | QAbstractSpinBox) -> None:
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _is_meant(field: QWidget, event: QWheelEvent) -> bool:
    """False hands the wheel on to what ``field`` stands in."""
    if not field.hasFocus():
        event.ignore()
    return field.hasFocus()
