"""The wizard's window: shows one step at a time and sends the work to the lanes.

What is said stands in ``wording``, what is decided in ``state``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import message, tr, trn
from shopdesk.dialogs.folders import ask_save, remember_folder
from shopdesk.dialogs.import_wizard import clipboard, outcome, preview_wording, wording
from shopdesk.dialogs.import_wizard.columns_page import ColumnsPage
from shopdesk.dialogs.import_wizard.conductor import Conductor
from shopdesk.dialogs.import_wizard.file_page import FilePage
from shopdesk.dialogs.import_wizard.footer import WizardFooter
from shopdesk.dialogs.import_wizard.format_page import FormatPage
from shopdesk.dialogs.import_wizard.preview_page import PreviewPage
from shopdesk.dialogs.import_wizard.result_page import ResultPage
from shopdesk.dialogs.import_wizard.run_page import RunPage
from shopdesk.dialogs.import_wizard.state import STEPS, Journey, Step
from shopdesk.dialogs.import_wizard.step_bar import StepBar
from shopdesk.dialogs.pieces import fit
from shopdesk.services.import_result import ImportResult, UndoResult
from shopdesk.ui.context import Context
from shopdesk.ui.message import change_text, worded
from shopdesk.ui.panel import Notice, heading
from shopdesk.ui.tasks import Task


class ImportWizard(QDialog):
    """From files to orders, one file after the other. ``imported`` carries each ``ImportResult``."""

    imported = Signal(object)

    def __init__(self, context: Context, paths: Sequence[Path] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_wizard")
        fit(self, 1200, 760)
        self._queue: list[Path] = []
        self._all = 0
        self._step = Step.FILE
        self._going_on = False
        self.last: ImportResult | None = None  # what the last import came to; None once it was taken back
        self._machine = context.machine
        self.conductor = Conductor(context, self)
        self._build(context)
        self._connect()
        self._show(Step.FILE)
        self.take(paths)

    @property
    def journey(self) -> Journey:
        return self.conductor.journey

    def _build(self, context: Context) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        self._title = heading("", self, scale=1.45)
        self._bar = StepBar(self)
        self._pages = QStackedWidget(self)
        self.file, self.format = FilePage(context.machine, self), FormatPage(self)
        self.columns = ColumnsPage(context.machine, self)
        self.preview, self.run, self.result_page = PreviewPage(context, self), RunPage(self), ResultPage(self)
        for page in (self.file, self.format, self.columns, self.preview, self.run, self.result_page):
            self._pages.addWidget(page)
        self._problem = Notice("red", self, name="wizard_problem")
        for widget in (self._title, self._bar, self._problem):
            column.addWidget(widget)
        column.addWidget(self._pages, 1)
        self._footer = WizardFooter(self)
        self._note, self.back = self._footer.note, self._footer.back
        self.cancel, self.next = self._footer.cancel, self._footer.next
        column.addWidget(self._footer)

    def _connect(self) -> None:
        conductor = self.conductor
        conductor.working.connect(self._working)
        conductor.idle.connect(self._stopped)
        conductor.found.connect(self._found)
        conductor.previewed.connect(self._previewed)
        conductor.imported.connect(self._imported)
        conductor.undone.connect(self._undone)
        conductor.refused.connect(self._refused)
        conductor.saved.connect(self._saved)
        self.file.files_chosen.connect(self.take)
        self.format.changed.connect(self._decide)
        self.columns.answered.connect(self._decide)
        self.columns.mapping_changed.connect(conductor.map_columns)
        _connect_profiles(self.columns, conductor)
        conductor.kept.connect(self._kept)
        for page in (self.preview, self.result_page):
            page.save_asked.connect(self._save_rejected)
        self.result_page.undo_asked.connect(conductor.undo)
        self._bar.step_asked.connect(self._step_asked)
        self.back.clicked.connect(self._go_back)
        self.cancel.clicked.connect(self.reject)
        self.next.clicked.connect(self._go_on)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self._paste)

    def take(self, paths: Sequence[Path]) -> None:
        """Import these files, one after the other."""
        for path in paths[:1]:
            remember_folder(self._machine, "import", path)
        self._queue.extend(paths)
        self._all += len(paths)
        if self._queue and self._step is Step.FILE and self.conductor.task is None:
            self._next_file()

    def paste(self, text: str) -> None:
        """Import a table that was copied in a spreadsheet program."""
        path = clipboard.save_table(text, self.conductor.folder)
        if path is None:
            self.file.show_problem(message("paste_no_table"))
        else:
            self._queue.append(path)
            self._all += 1
            self._next_file()

    def _paste(self) -> None:
        if self._step is Step.FILE:
            self.paste(QApplication.clipboard().text())

    def _next_file(self) -> None:
        self._step = Step.FILE
        self.conductor.open(self._queue.pop(0))

    # what the conductor tells

    def _working(self, task: Task, title: str, promise: str) -> None:
        self.run.follow(task, title, promise)
        self._show(self._step, self.run)

    def _stopped(self) -> None:
        if self._step is Step.IMPORT:
            self._show(Step.PREVIEW)
            self._problem.say(message("cancelled"))
        elif self.journey.detection is None:
            self._show(Step.FILE)
        else:
            self._show(self._step)

    def _found(self) -> None:
        going_on, self._going_on = self._going_on, False
        if not going_on and self._step in {Step.FORMAT, Step.COLUMNS}:
            self._show(self._step)
        elif self.conductor.stop is Step.PREVIEW:
            self._read()
        else:
            self._show(self.conductor.stop)

    def _previewed(self) -> None:
        self.preview.show_journey(self.journey)
        self._show(Step.PREVIEW)

    def _imported(self, result: ImportResult) -> None:
        self.last = result
        self._show_result(outcome.imported(result))
        self.imported.emit(result)

    def _undone(self, undone: UndoResult) -> None:
        self.last = None
        self._show_result(outcome.taken_back(undone))

    def _show_result(self, told: outcome.Outcome) -> None:
        self.result_page.show_outcome(told)
        self._show(Step.IMPORT, self.result_page)

    def _refused(self, error: Exception) -> None:
        text = worded(error) if isinstance(error, ShopDeskError) else message("dialog_unexpected")
        if self.journey.detection is None:
            self._show(Step.FILE)
            self.file.show_problem(f"{self.journey.path.name}: {text}")
            return
        self._show(Step.PREVIEW if self._step is Step.IMPORT and self.journey.result is None else self._step)
        self._problem.say(text)

    def _saved(self, rows: int) -> None:
        self._show(self._step, self.result_page if self.journey.result else None)
        self._footer.say(trn("{n} row was saved to fix.", "{n} rows were saved to fix.", rows))

    def _kept(self, change: object) -> None:
        self._show(self._step)
        self._footer.say(change_text(change))

    # what the owner does

    def _decide(self, name: str, value: str) -> None:
        self.conductor.decide(name, value)

    def _step_asked(self, name: str) -> None:
        if self.conductor.task is None:
            self._show(Step(name))

    def _go_back(self) -> None:
        self._show(STEPS[STEPS.index(self._step) - 1])

    def _go_on(self) -> None:
        if self._pages.currentWidget() is self.result_page:
            self._next_file() if self._queue else self.accept()
        elif self._step is Step.FORMAT and self.conductor.stop is Step.COLUMNS:
            self._show(Step.COLUMNS)
        elif self._step in {Step.FORMAT, Step.COLUMNS}:
            self.journey.columns_seen = self.journey.columns_seen or self._step is Step.COLUMNS
            self._going_on = self.conductor.is_stale
            self.conductor.look() if self._going_on else self._read()
        elif self.journey.preview and preview_wording.to_import(self.journey.preview):
            self._step = Step.IMPORT
            self.conductor.apply()
        elif self._step is Step.PREVIEW:
            self.accept()

    def _read(self) -> None:
        self._step = Step.PREVIEW
        if self.journey.preview is not None:
            self._previewed()
        else:
            self.conductor.read()

    def _save_rejected(self) -> None:
        proposal, kinds = wording.rejected_file_name(self.journey.path), tr("Excel workbook (*.xlsx)")
        path = ask_save(self, self._machine, "import", tr("Save rejected rows"), proposal, kinds)
        if path is not None:
            self.conductor.save_rejected(path)

    def reject(self) -> None:
        """Esc and Cancel: stop what runs; with nothing running, close."""
        if self.conductor.task is not None:
            self.conductor.cancel()
        else:
            super().reject()

    def done(self, code: int) -> None:
        self.conductor.close()
        super().done(code)

    # showing

    def _show(self, step: Step, page: QWidget | None = None) -> None:
        self._step, journey = step, self.journey
        pages: dict[Step, QWidget] = {Step.FILE: self.file, Step.FORMAT: self.format, Step.COLUMNS: self.columns}
        shown = page or pages.get(step, self.preview)
        self._problem.say("")
        self._title.setText(wording.title(journey, self._all - len(self._queue), self._all))
        self.setWindowTitle(self._title.text())
        texts = {each: wording.step_text(journey, each) for each in STEPS}
        self._bar.show_steps(
            texts, wording.done_steps(journey, step), step, free=journey.result is None and shown is not self.run
        )
        if shown in (self.format, self.columns):
            shown.show_journey(journey)
        self._pages.setCurrentWidget(shown)
        self._show_footer(shown)

    def _show_footer(self, shown: QWidget) -> None:
        running, ended = shown is self.run, shown is self.result_page
        at_preview = shown is self.preview
        doubtful = at_preview and wording.is_currency_assumed(self.journey)
        self._footer.say(wording.footer(self.journey) if at_preview else "", doubtful=doubtful)
        self.back.setVisible(not running and not ended and self._step is not Step.FILE)
        self.cancel.setVisible(not ended)
        self.next.setVisible(not running and self._step is not Step.FILE)
        seen = self.journey.preview if self._step is Step.PREVIEW else None
        text = preview_wording.next_text(seen, ended=ended, more=bool(self._queue))
        self._footer.name_next(text, enabled=wording.can_go_on(self.journey, self._step))
        if shown in (self.preview, self.result_page):
            self.next.setFocus()
        elif shown in (self.file, self.columns):
            shown.begin()


def _connect_profiles(columns: ColumnsPage, conductor: Conductor) -> None:
    """Saved mappings: what the page asks for, the conductor does."""
    columns.profile_save_asked.connect(conductor.save_profile)
    columns.profile_share_asked.connect(conductor.share_profile)
    columns.profile_open_asked.connect(conductor.open_profile)
    columns.profile_list_asked.connect(conductor.list_profiles)
    columns.profile_remove_asked.connect(conductor.remove_profile)
    conductor.profiles.connect(columns.choose_profile_to_remove)
