"""First step: which file. A drop place, a file dialog, and the plain word when a file cannot be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPalette
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.folders import ask_open_several
from shopdesk.dialogs.pieces import button
from shopdesk.ui.context import Machine
from shopdesk.ui.icons import icon
from shopdesk.ui.panel import Notice, heading, text_label

SUFFIXES = ("csv", "tsv", "txt", "xlsx", "xls", "xlsm", "xlsb", "ods", "htm", "html", "zip")


class FilePage(QWidget):
    """Choose or drop a file. Emits ``files_chosen`` with the paths."""

    files_chosen = Signal(list)

    def __init__(self, machine: Machine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("file_page")
        self.setAcceptDrops(True)
        self._machine = machine
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._problem = Notice("red", self, name="file_problem")
        outer.addWidget(self._problem)
        outer.addWidget(self._drop_place(), 1)

    def _drop_place(self) -> QFrame:
        place = QFrame(self)
        place.setProperty("panel", "drop")
        column = QVBoxLayout(place)
        column.addStretch(1)
        headline = heading(tr("Drop a spreadsheet here"), place, scale=1.3)
        hint = text_label(
            tr("An order, product, stock or customer export of your marketplace. Excel, CSV, ODS or ZIP."),
            place,
            tone="muted",
            wrap=False,
        )
        paste = text_label(
            tr("You can also copy a table in your spreadsheet program and paste it here with Ctrl+V."),
            place,
            tone="muted",
            wrap=False,
        )
        self.choose = button(tr("&Choose a file…"), "choose_file", place, primary=True)
        self.choose.clicked.connect(self._choose)
        picture = text_label(parent=place, wrap=False)
        picture.setPixmap(icon("file-arrow-up", QPalette.ColorRole.PlaceholderText).pixmap(48, 48))
        for label in (picture, headline, hint):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(paste, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return place

    def begin(self) -> None:
        """Put the focus onto the one thing to do."""
        self.choose.setFocus()

    def show_problem(self, text: str) -> None:
        """Say why the last file was not taken; ``""`` hides it."""
        self._problem.say(text)

    def _choose(self) -> None:
        kinds = " ".join(f"*.{suffix}" for suffix in SUFFIXES)
        filters = f"{tr('Spreadsheets')} ({kinds});;{tr('All files')} (*)"
        paths = ask_open_several(self, self._machine, "import", tr("Import a spreadsheet"), filters)
        if paths:
            self.files_chosen.emit(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_chosen.emit(paths)
