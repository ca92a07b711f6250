"""Every part that is shipped with the program, with the full text of its licence. Reads them off the window's
thread."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.base.parts import Part, own_licence, parts
from shopdesk.ui.panel import text_label
from shopdesk.ui.tasks import Job, Tasks

_LIST_PX = 220


class LicencesPage(QWidget):
    """A list of parts beside the text of the chosen one's licence."""

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts: list[str] = []
        words = tr(
            "ShopDesk is made with the parts below. It uses Qt and PySide6 under the GNU Lesser General Public "
            "License, "
            "version 3: their libraries are separate files that you may replace by your own builds, and the licence's "
            "text and the place of their source are here. Nothing in ShopDesk's licence forbids to take them apart."
        )
        self.list = QListWidget(self)
        self.list.setObjectName("licences_parts")
        self.list.setAccessibleName(tr("Parts"))
        self.list.setFixedWidth(_LIST_PX)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Licence"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(text_label(words, self, tone="muted"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        column.addLayout(row, 1)
        self.list.currentRowChanged.connect(self._show)
        tasks.run_job(tr("Licences"), _read, visible=False, on_done=self._fill)

    def _fill(self, found: list[tuple[str, str]]) -> None:
        self._texts = [text for _, text in found]
        self.list.addItems([title for title, _ in found])
        self.list.setCurrentRow(0)

    @Slot(int)
    def _show(self, row: int) -> None:
        self.text.setPlainText(self._texts[row] if row >= 0 else "")


def _read(_job: Job) -> list[tuple[str, str]]:
    """``(title, text)`` of every part, ShopDesk first."""
    return [("ShopDesk", own_licence()), *((f"{part.name} {part.version}".strip(), _worded(part)) for part in parts())]


def _worded(part: Part) -> str:
    head = "\n".join(filter(None, (f"{part.name} {part.version}".strip(), part.licence, part.url)))
    return f"{head}\n\n{part.text()}"
