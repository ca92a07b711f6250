"""Sections on the left, the page of the chosen one on the right: preferences, about. Knows nothing of what the pages
hold."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

_LIST_PX = 200


class SectionList(QWidget):
    """``list`` and ``pages`` go together; the first page added is shown first."""

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setObjectName(name)
        self.list.setAccessibleName(title)
        self.list.setFixedWidth(_LIST_PX)
        self.pages = QStackedWidget(self)
        self.keys: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addWidget(self.pages, 1)
        self.list.currentRowChanged.connect(self.pages.setCurrentIndex)

    def add(self, key: str, title: str, page: QWidget) -> None:
        """A section more."""
        self.pages.addWidget(page)
        item = QListWidgetItem(title, self.list)
        item.setSizeHint(QSize(0, max(36, self.list.fontMetrics().height() + 16)))
        self.keys.append(key)
        if len(self.keys) == 1:
            self.list.setCurrentRow(0)

    def show_section(self, key: str) -> None:
        """Bring a section up; an unknown one changes nothing."""
        if key in self.keys:
            self.list.setCurrentRow(self.keys.index(key))
