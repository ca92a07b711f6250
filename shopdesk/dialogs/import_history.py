"""The imports that were made, newest first, each with its way back and its rejected rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import current_language, tr, trn
from shopdesk.dialogs.folders import ask_save
from shopdesk.dialogs.import_wizard import outcome, wording, work
from shopdesk.dialogs.pieces import button, fit
from shopdesk.lists.formatting import format_datetime
from shopdesk.services import import_history
from shopdesk.services.import_history import Batch
from shopdesk.services.import_result import UndoResult
from shopdesk.ui.context import Context
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, Panel, heading, text_label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ImportHistory(QDialog):
    """A list of imports; *Undo this import* and *Save rejected rows to fix* act on the selected one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_history")
        self.setWindowTitle(tr("Import history"))
        fit(self, 1000, 600)
        self._context = context
        self._batches: list[Batch] = []
        self._build()
        self._load()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Import history"), self, scale=1.45))
        self._problem = Notice("red", self, name="history_problem")
        self._told = Notice("green", self, name="history_told")
        column.addWidget(self._problem)
        column.addWidget(self._told)
        panel = Panel(parent=self, margin=1)
        self.table = QTableWidget(0, 6, panel)
        self._prepare_table()
        self._empty = text_label(
            tr("Nothing was imported yet. What you import appears here, each with its way back."),
            panel,
            tone="muted",
            wrap=False,
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        panel.column.addWidget(self._empty, 1)
        panel.column.addWidget(self.table, 1)
        column.addWidget(panel, 1)
        column.addLayout(self._footer())

    def _prepare_table(self) -> None:
        table = self.table
        table.setObjectName("history_table")
        table.setAccessibleName(tr("Imports, newest first"))
        headers = (tr("When"), tr("File"), tr("Format"), tr("Rows imported"), tr("Rows rejected"), tr("State"))
        table.setHorizontalHeaderLabels(headers)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(38)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFixedHeight(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._show_buttons)

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.undo = button(tr("&Undo this import"), "history_undo", self)
        self.save = button(tr("&Save rejected rows to fix…"), "history_save", self)
        self.close_button = button(tr("&Close"), "history_close", self, primary=True)
        self.close_button.setDefault(True)
        row.addWidget(self.undo)
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.undo.clicked.connect(self._undo)
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.accept)
        return row

    def _load(self) -> None:
        self._context.tasks.run_io(tr("Import history"), import_history.batches, on_done=self._show)

    def _show(self, batches: list[Batch]) -> None:
        self._batches = batches
        self._empty.setVisible(not batches)
        self.table.setVisible(bool(batches))
        self.table.setRowCount(len(batches))
        for row, batch in enumerate(batches):
            self._show_batch(row, batch)
        if batches:
            self.table.selectRow(0)
            self.table.setFocus()
        self._show_buttons()

    def _show_batch(self, row: int, batch: Batch) -> None:
        when = format_datetime(batch.at, current_language(), self._context.facts.timezone)
        state = (
            tr("taken back") if batch.undone_at else tr("in your shop") if batch.imported else tr("nothing imported")
        )
        cells = (
            when,
            batch.file_name,
            wording.format_name(batch.format_key),
            f"{batch.imported:,}",
            f"{batch.rejected:,}",
            state,
        )
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            if column in {3, 4}:
                item.setTextAlignment(_RIGHT)
            self.table.setItem(row, column, item)

    def _chosen(self) -> Batch | None:
        row = self.table.currentRow()
        return self._batches[row] if 0 <= row < len(self._batches) else None

    def _show_buttons(self) -> None:
        batch = self._chosen()
        self.undo.setEnabled(batch is not None and batch.undoable)
        self.save.setEnabled(batch is not None and batch.rejected > 0)

    def _undo(self) -> None:
        batch = self._chosen()
        if batch is not None:
            self._run(work.undo_import, batch.id, on_done=self._undone, writes=True)

    def _undone(self, result: UndoResult) -> None:
        told = outcome.taken_back(result)
        self._told.say("\n".join(text for text in (told.title, *told.lines, told.kept) if text))
        self._load()

    def _save(self) -> None:
        batch = self._chosen()
        if batch is None:
            return
        proposal, kinds = wording.rejected_file_name(Path(batch.file_name)), tr("Excel workbook (*.xlsx)")
        path = ask_save(self, self._context.machine, "import", tr("Save rejected rows"), proposal, kinds)
        if path is not None:
            self._run(work.save_rejected_of_batch, batch.id, path, on_done=self._saved)

    def _saved(self, rows: int) -> None:
        self._told.say(trn("{n} row was saved to fix.", "{n} rows were saved to fix.", rows))

    def _run(self, fn: Any, *args: Any, on_done: Any, writes: bool = False) -> None:
        self._problem.say("")
        self._told.say("")
        self._context.tasks.run_job(
            tr("Import history"), fn, *args, writes=writes, visible=False, on_done=on_done, on_error=self._refused
        )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))
