"""A small read-only table inside a dialog: rows of texts, some with a tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget


class Grid(QTableWidget):
    """``Grid("merge_groups", "Suggestions", headers, parent, stretch=1)``, then :meth:`fill`."""

    def __init__(self, name: str, spoken: str, headers: Sequence[str], parent: QWidget, *, stretch: int = 0) -> None:
        super().__init__(0, len(headers), parent)
        self.setObjectName(name)
        self.setProperty("grid", True)
        self.setAccessibleName(spoken)
        self.setHorizontalHeaderLabels(list(headers))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(36)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFixedHeight(38)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def fill(self, rows: Sequence[Sequence[str]], *, ticks: bool = False, colours: Sequence[str] = ()) -> None:
        """Show ``rows``; ``ticks``: each begins with a tick that is set; ``colours`` of the last cells or ``""``."""
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if ticks and column == 0:
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    item.setCheckState(Qt.CheckState.Checked)
                if colours and colours[row] and column == len(texts) - 1:
                    item.setForeground(QColor(colours[row]))
                self.setItem(row, column, item)

    def ticked(self) -> list[int]:
        """The rows whose tick is set."""
        found = []
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            if item is not None and item.checkState() is Qt.CheckState.Checked:
                found.append(row)
        return found
