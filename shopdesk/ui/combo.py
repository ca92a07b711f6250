"""A combo box whose popup shows all of its entries when they are few: Qt forgets what a style sheet adds around
them.
"""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

_EDGE_PX = 4


class ComboBox(QComboBox):
    """Used wherever the owner chooses one of several; up to ``maxVisibleItems`` entries need no scrolling."""

    def showPopup(self) -> None:
        view = self.view()
        rows = min(self.count(), self.maxVisibleItems())
        view.setMinimumHeight(sum(view.sizeHintForRow(row) for row in range(rows)) + 2 * view.frameWidth() + _EDGE_PX)
        super().showPopup()
