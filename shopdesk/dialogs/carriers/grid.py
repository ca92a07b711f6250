"""A grid of texts to type into and to paste a piece of a spreadsheet into. Knows no prices: it holds what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

_SPARE = 1  # blank rows below what is there


class TextGrid(QTableWidget):
    """``edited`` when a cell was typed over, pasted or cleared; there is always a blank row to go on in."""

    edited = Signal()

    def __init__(self, headings: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(0, len(headings), parent)
        self.setObjectName(name)
        self.setHorizontalHeaderLabels(list(headings))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(32)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setFixedHeight(40)
        self._filling = False
        self.itemChanged.connect(self._changed)

    def set_cells(self, rows: Sequence[Sequence[str]]) -> None:
        """Show ``rows`` and a blank one."""
        self._filling = True
        self.clearContents()
        self.setRowCount(len(rows) + _SPARE)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                self.setItem(number, column, QTableWidgetItem(text))
        self._filling = False

    def cells(self) -> list[list[str]]:
        """Every row as it stands, blank ones at the end left out."""
        rows = [
            [
                item.text() if (item := self.item(row, column)) is not None else ""
                for column in range(self.columnCount())
            ]
            for row in range(self.rowCount())
        ]
        while rows and not any(text.strip() for text in rows[-1]):
            rows.pop()
        return rows

    def remove_selected(self) -> None:
        """Take the selected rows away."""
        chosen = sorted({index.row() for index in self.selectedIndexes()}, reverse=True)
        for row in chosen:
            self.removeRow(row)
        if chosen:
            self._keep_spare()
            self.edited.emit()

    def paste(self, text: str) -> None:
        """Put rows of tab-separated texts in from the current cell on."""
        top, left = max(0, self.currentRow()), max(0, self.currentColumn())
        rows = [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
        self._filling = True
        self.setRowCount(max(self.rowCount(), top + len(rows) + _SPARE))
        for number, row in enumerate(rows, top):
            for column, cell in enumerate(row[: self.columnCount() - left], left):
                self.setItem(number, column, QTableWidgetItem(cell.strip()))
        self._filling = False
        self.edited.emit()

    def _changed(self, _item: QTableWidgetItem) -> None:
        if not self._filling:
            self._keep_spare()
            self.edited.emit()

    def _keep_spare(self) -> None:
        self.setRowCount(max(len(self.cells()) + _SPARE, self.currentRow() + 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Delete):
            for item in self.selectedItems():
                item.setText("")
        else:
            super().keyPressEvent(event)
