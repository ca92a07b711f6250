"""Fourth step: what will happen, before it happens.

Four cards, the rows, and beside them what changes and what is refused.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.import_wizard import preview_wording
from shopdesk.dialogs.import_wizard.cards_row import CardsRow
from shopdesk.dialogs.import_wizard.changes_pane import ChangesPane
from shopdesk.dialogs.import_wizard.preview_source import PreviewSource
from shopdesk.dialogs.import_wizard.state import Journey
from shopdesk.importing.request import Staged
from shopdesk.services import staged_rows
from shopdesk.services.import_result import RejectedRow
from shopdesk.services.staged_rows import RowDetail
from shopdesk.ui.context import Context
from shopdesk.ui.panel import Panel
from shopdesk.ui.table.model import ListModel
from shopdesk.ui.table.view import TableView

_NEAR = 200  # a changed row further down is not scrolled to unasked


class PreviewPage(QWidget):
    """Emits ``save_asked`` when the refused rows should be saved."""

    save_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview_page")
        self._context = context
        self._journey: Journey | None = None
        self._model: ListModel | None = None
        self._asked: int | None = None
        self._first: int | None = None
        self._list_asked: Staged | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        self.cards = CardsRow(self)
        self.cards.verdict_asked.connect(self._filter)
        outer.addWidget(self.cards)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._list_panel = Panel(parent=self, margin=1)
        self.table: TableView | None = None
        self.pane = ChangesPane(self)
        self.pane.save_asked.connect(self.save_asked)
        self._split.addWidget(self._list_panel)
        self._split.addWidget(self.pane)
        self._split.setStretchFactor(0, 9)
        self._split.setStretchFactor(1, 5)
        self._split.setSizes([738, 408])
        outer.addWidget(self._split, 1)

    def show_journey(self, journey: Journey) -> None:
        """Show the preview of a file."""
        preview, staged = journey.preview, journey.staged
        if preview is None or staged is None:
            return
        self._journey = journey
        self.cards.show_cards(preview_wording.cards(preview))
        rejected = preview.counts.get("rejected", 0)
        self.pane.show_row("", "", ())
        self.pane.show_refused(preview_wording.refused_title(rejected), ())
        self.pane.show_notes(preview_wording.notes(preview))
        self._first = None
        self._list_asked = staged
        self._run(staged_rows.first_changed, staged, on_done=self._list_found)
        if rejected:
            self._run(staged_rows.refused_of, staged, preview_wording.LISTED, on_done=self._show_refused)

    def _list_found(self, found: tuple[Staged, int | None]) -> None:
        staged, self._first = found
        if staged is self._list_asked:
            self._show_list(PreviewSource(staged, self._context.facts.timezone), staged.target)

    def _show_list(self, source: PreviewSource, target: str) -> None:
        if self.table is not None:
            self.table.setParent(None)
            self.table.deleteLater()
        if self._model is not None:
            self._model.deleteLater()
        self._model = ListModel(source, self._context, self)
        self.table = TableView(self._context, f"import.{target}", self._list_panel)
        self.table.setAccessibleName(tr("Rows of the file and what happens to them"))
        self.table.set_list(self._model)
        self.table.current_changed.connect(self._show_row)
        self._list_panel.column.addWidget(self.table)
        self._model.loaded.connect(self._choose_first)
        self._model.set_chip(None)

    def _choose_first(self) -> None:
        """Begin with a row that changes, since that is what needs a look; else with the first."""
        table, model = self.table, self._model
        if table is not None and model is not None and model.rowCount() and not table.currentIndex().isValid():
            ids = model.ids()
            wanted = self._first if self._first is not None and self._first in ids[:_NEAR] else ids[0]
            table.select_ids([wanted], scroll=False)

    def _filter(self, verdict: str) -> None:
        if self._model is not None:
            self._model.set_chip(verdict or None)

    def _show_row(self, record: int | None) -> None:
        self._asked = record
        journey = self._journey
        if record is not None and journey is not None and journey.staged is not None:
            self._run(staged_rows.detail, journey.staged, record, on_done=self._show_changes)

    def _show_changes(self, detail: RowDetail | None) -> None:
        if detail is not None and detail.row.id == self._asked:
            words = preview_wording.row_words(detail, self._context.facts.timezone)
            self.pane.show_row(words.title, words.text, words.changes)

    def _show_refused(self, found: tuple[Staged, list[RejectedRow]]) -> None:
        staged, rows = found
        journey = self._journey
        if journey is not None and journey.staged is staged and journey.preview is not None:
            whole = journey.preview.counts.get("rejected", 0)
            lines = preview_wording.refused_lines(rows, whole)
            self.pane.show_refused(preview_wording.refused_title(whole), lines)

    def _run(self, fn: Any, *args: Any, on_done: Any) -> None:
        self._context.tasks.run_io(tr("Preview"), fn, *args, on_done=on_done)
