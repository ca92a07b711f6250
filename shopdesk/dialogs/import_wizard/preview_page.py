"""Fourth step: what will happen, before it happens. Four cards, the rows, and beside them what changes and what is refused."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.import_wizard import preview_wording, work
from shopdesk.dialogs.import_wizard.cards_row import CardsRow
from shopdesk.dialogs.import_wizard.changes_pane import ChangesPane
from shopdesk.dialogs.import_wizard.preview_source import PreviewSource
from shopdesk.dialogs.import_wizard.state import Journey
from shopdesk.dialogs.pieces import Panel
from shopdesk.ui.context import Context
from shopdesk.ui.table.model import ListModel
from shopdesk.ui.table.view import TableView


class PreviewPage(QWidget):
    """Emits ``save_asked`` when the refused rows should be saved."""

    save_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview_page")
        self._context = context
        self._journey: Journey | None = None
        self._model: ListModel | None = None
        self._asked = 0
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
        self._show_list(PreviewSource(staged, self._context.facts.timezone))
        if rejected:
            self._run(work.rejected_rows, staged, preview_wording.LISTED, on_done=self._show_refused)

    def _show_list(self, source: PreviewSource) -> None:
        if self.table is not None:
            self.table.setParent(None)
            self.table.deleteLater()
        if self._model is not None:
            self._model.deleteLater()
        self._model = ListModel(source, self._context, self)
        self.table = TableView(self._context, f"import.{source.target}", self._list_panel)
        self.table.setAccessibleName(tr("Rows of the file and what happens to them"))
        self.table.set_list(self._model)
        self.table.current_changed.connect(self._show_row)
        self._list_panel.column.addWidget(self.table)
        self._model.loaded.connect(self._choose_first)
        self._model.set_chip(None)

    def _choose_first(self) -> None:
        """Begin with a row that changes, since that is what needs a look; else with the first."""
        table, model = self.table, self._model
        if table is not None and model is not None and not table.currentIndex().isValid() and model.rowCount():
            first = model.source.first_worth_a_look
            table.select_ids(
                [first if first is not None and model.row_of(first) >= 0 else model.id_at(0)], scroll=False
            )

    def _filter(self, verdict: str) -> None:
        if self._model is not None:
            self._model.set_chip(verdict or None)

    def _show_row(self, record: int | None) -> None:
        self._asked += 1
        if record is not None and self._journey is not None and self._journey.staged is not None:
            self._run(work.changes_of_row, self._journey.staged, record, self._asked, on_done=self._show_changes)

    def _show_changes(self, found: work.RowChanges) -> None:
        if found.asked == self._asked:
            self.pane.show_row(found.title, found.text, found.changes)

    def _show_refused(self, found: tuple[Journey, list[str]]) -> None:
        staged, lines = found
        if self._journey is not None and self._journey.staged is staged and self._journey.preview is not None:
            whole = self._journey.preview.counts.get("rejected", 0)
            self.pane.show_refused(preview_wording.refused_title(whole), lines)

    def _run(self, fn: object, *args: object, on_done: object) -> None:
        self._context.tasks.run_io(tr("Preview"), fn, *args, on_done=on_done)  # type: ignore[arg-type]
