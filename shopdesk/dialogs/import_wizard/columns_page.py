"""Third step: which column means what.

Doubts about dates and decimals are asked here, with cells of the file itself as examples.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr, trn
from shopdesk.dialogs.folders import ask_open, ask_save
from shopdesk.dialogs.import_wizard import wording
from shopdesk.dialogs.import_wizard.mapping_table import MappingTable
from shopdesk.dialogs.import_wizard.questions import QuestionPanel
from shopdesk.dialogs.import_wizard.state import Journey
from shopdesk.dialogs.pieces import button
from shopdesk.ui.context import Machine
from shopdesk.ui.message import show_message
from shopdesk.ui.panel import Notice, Panel, text_label

_SHARED = "TOML (*.toml)"


class ColumnsPage(QWidget):
    """Mapping and open questions. Signals carry the owner's decisions; the wizard does the work."""

    mapping_changed = Signal(dict)
    answered = Signal(str, str)
    profile_save_asked = Signal(str)
    profile_share_asked = Signal(Path)
    profile_open_asked = Signal(Path)
    profile_list_asked = Signal()
    profile_remove_asked = Signal(str)

    def __init__(self, machine: Machine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._machine = machine
        self.setObjectName("columns_page")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        self._missing = Notice("red", self, name="columns_missing")
        outer.addWidget(self._missing)
        self.questions = QuestionPanel(self)
        self.questions.answered.connect(self.answered)
        outer.addWidget(self.questions)
        outer.addWidget(self._table_panel(), 1)
        outer.addLayout(self._profile_row())

    def _table_panel(self) -> Panel:
        panel = Panel(parent=self, margin=1)
        self.table = MappingTable(panel)
        self.table.mapping_changed.connect(self.mapping_changed)
        panel.column.addWidget(self.table)
        return panel

    def _profile_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._unused = text_label(parent=self, tone="muted", wrap=False)
        row.addWidget(self._unused, 1)
        for name, text, slot in (
            ("profile_save", tr("&Save as profile…"), self._save),
            ("profile_share", tr("S&hare as file…"), self._share),
            ("profile_open", tr("&Use a shared file…"), self._open),
            ("profile_remove", tr("&Remove a profile…"), self.profile_list_asked),
        ):
            pressed = button(text, name, self)
            pressed.clicked.connect(slot)
            row.addWidget(pressed)
        return row

    def show_journey(self, journey: Journey) -> None:
        """Show mapping, samples, what is missing and what is asked."""
        detection = journey.detection
        if detection is None:
            return
        self._missing.say(wording.missing(journey))
        self.questions.show_questions(detection.questions, journey.choices)
        self.table.show_mapping(journey)
        unused = len(set(detection.headers) - set(journey.mapping.values()))
        words = trn("{n} column of the file is not used.", "{n} columns of the file are not used.", unused)
        self._unused.setText(words if unused else "")  # it stays: the buttons beside it would grow into its place

    def begin(self) -> None:
        """Put the focus onto what is asked, unless the owner is busy elsewhere on the page."""
        if self.questions.isVisibleTo(self) and not self.isAncestorOf(self.window().focusWidget()):
            self.questions.focus_first()

    def _save(self) -> None:
        name, accepted = QInputDialog.getText(self, tr("Save as profile"), tr("Name of the profile"))
        if accepted and name.strip():
            self.profile_save_asked.emit(name.strip())

    def _share(self) -> None:
        path = ask_save(self, self._machine, "profile", tr("Share as file"), "", _SHARED)
        if path is not None:
            self.profile_share_asked.emit(path)

    def _open(self) -> None:
        path = ask_open(self, self._machine, "profile", tr("Use a shared file"), _SHARED)
        if path is not None:
            self.profile_open_asked.emit(path)

    def choose_profile_to_remove(self, names: list[str]) -> None:
        """Ask which saved profile should go; it can be undone."""
        title = tr("Remove a profile")
        if not names:
            show_message(self, tr("No profile is saved yet."), title=title)
            return
        name, accepted = QInputDialog.getItem(self, title, tr("Which profile should go?"), names, 0, False)
        if accepted:
            self.profile_remove_asked.emit(name)
