"""The print window: choices on the left, the page as it will come out on the right, orders without a label below
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import tr, trn
from shopdesk.dialogs.folders import ask_save
from shopdesk.dialogs.pieces import button, fit
from shopdesk.dialogs.preferences import PreferencesDialog
from shopdesk.dialogs.print_dialog import state, work
from shopdesk.dialogs.print_dialog.drawer import PageDrawer
from shopdesk.dialogs.print_dialog.measured import Measuring
from shopdesk.dialogs.print_dialog.offers import Offers
from shopdesk.dialogs.print_dialog.options import SYSTEM_DIALOG, PrintOptions
from shopdesk.dialogs.print_dialog.preview_pane import PreviewPane
from shopdesk.dialogs.print_dialog.refusals_pane import RefusalsPane
from shopdesk.dialogs.print_dialog.state import Paper, PrintPlan
from shopdesk.dialogs.print_dialog.told_bar import ToldBar
from shopdesk.services.changes import Change
from shopdesk.services.print_log import JobState
from shopdesk.ui.context import Context
from shopdesk.ui.message import change_text, confirm, worded
from shopdesk.ui.panel import Notice, heading, text_label
from shopdesk.ui.tasks import Task


class _Footer(QWidget):
    """A note, Cancel and the one button that prints."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.note = text_label(parent=self, tone="muted")
        self.note.setObjectName("print_note")
        self.cancel = button(tr("Cancel"), "print_cancel", self)
        self.go = button("", "print_go", self, primary=True)
        self.go.setDefault(True)
        row.addWidget(self.note, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.go)


class PrintDialog(QDialog):
    """``PrintDialog(context, order_ids, parent, paper="labels")``; ``paper``: a key of :class:`state.Paper`."""

    def __init__(
        self, context: Context, order_ids: Sequence[int], parent: QWidget | None = None, paper: str = "labels"
    ) -> None:
        super().__init__(parent)
        self.setObjectName("print_dialog")
        fit(self, 1100, 760)
        self._context = context
        self.plan = PrintPlan(tuple(order_ids), Paper(paper))
        _recall(self.plan, context)
        self.prepared = work.Prepared()
        self._waived: dict[str, bool] = {}
        self._page = 0
        self._aside: tuple[int, ...] = ()
        self._task: Task | None = None
        self._measuring = Measuring(context, self)
        self._measuring.kept.connect(self._measured)
        self._measuring.refused.connect(self._refused)
        self._drawer = PageDrawer(context, self)
        self._drawer.drawn.connect(self._drawn)
        self._drawer.refused.connect(self._refused)
        self._build()
        context.bus.changed.connect(self._changed_elsewhere)
        self._prepare()

    def _build(self) -> None:
        from shopdesk.printing.printer import printer_names

        names = self._printers = printer_names()
        self.plan.printer = self.plan.printer if self.plan.printer in names else ""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        self._title = heading("", self, scale=1.45)
        column.addWidget(self._title)
        self._problem = Notice("red", self, name="print_problem")
        self._told = ToldBar(self)
        self._remarks = Notice("amber", self, name="print_remarks")
        self.offers = Offers(self)
        for notice in (self._problem, self._told, self.offers, self._remarks):
            column.addWidget(notice)
        self.options = PrintOptions(self._context.theme, names, self)
        self.preview = PreviewPane(self)
        self.refusals = RefusalsPane(self)
        self.refusals.hide()
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.preview, 3)
        right.addWidget(self.refusals, 2)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.options)
        middle.addLayout(right, 1)
        column.addLayout(middle, 1)
        footer = _Footer(self)
        self._note, self.cancel, self.go = footer.note, footer.cancel, footer.go
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._print)
        column.addWidget(footer)
        self.options.changed.connect(self._chosen)
        self.options.calibration_asked.connect(self._calibrate)
        self.preview.page_asked.connect(self._turn)
        self.refusals.fixed.connect(self._fix)
        self.refusals.rule_waived.connect(self._waive)
        self.offers.rest_asked.connect(self._print_rest)
        self.offers.rest_waived.connect(self._waive_rest)
        self.offers.aside_asked.connect(self._set_aside)
        self.offers.facts_asked.connect(self._fill_in_facts)

    # what is printed

    def _prepare(self) -> None:
        args = (replace(self.plan), dict(self._waived))
        self._context.tasks.run_io(tr("Print"), work.prepare, *args, on_done=self._prepared_now, on_error=self._refused)

    def _prepared_now(self, prepared: work.Prepared) -> None:
        self.prepared = prepared
        self.plan.first = min(self.plan.first, max(1, len(prepared.labels)))
        self.refusals.show_refusals(prepared.refused, for_customs=self.plan.paper in state.CUSTOMS_PAPERS)
        self.offers.show_prepared(prepared)
        self._show()

    def _show(self) -> None:
        self._remarks.say(state.remarks_text(self.prepared.said(self._told.is_of_print)))
        labels = len(self.plan.labels(self.prepared.labels))
        count = labels if self.plan.paper is Paper.LABELS else len(self.prepared.sheaves)
        self._title.setText(state.title(self.plan))
        self.setWindowTitle(self._title.text())
        self.options.show_plan(self.plan, len(self.prepared.labels))
        self.go.setText(state.primary_text(self.plan, count))
        self.go.setAccessibleName(self.go.text().replace("&", ""))
        self.go.setEnabled(count > 0 and self._task is None)
        if self._task is None:
            self._note.setText(state.sheets_text(self.plan, self.prepared.labels))
        self._draw()

    def _draw(self) -> None:
        self._drawer.draw(self.plan, self.prepared, self._page)

    def _drawn(self, page: work.Page | None) -> None:
        if page is None:
            why = state.nothing_text(self.plan.paper, bool(self.prepared.refused), self.prepared.remarks)
            self.preview.show_nothing(why)
        else:
            self._page = page.number
            self.preview.show_page(page.image, page.number, page.of)

    # what the owner does

    def _chosen(self, name: str, value: Any) -> None:
        self._told.say("")
        if name == "printer" and value == SYSTEM_DIALOG:
            self._system_dialog()
            return
        setattr(self.plan, name, Paper(value) if name == "paper" else value)
        machine = self._context.machine
        if name in {"sheet_key", "page", "printer"}:
            machine.set_state(f"print.{name.removesuffix('_key')}", value)
        if name == "sheet_key":
            self.plan.start = min(int(machine.state(f"print.start.{value}", 1)), self.plan.sheet.per_page)
        self._page = 0
        if name == "paper":
            self.plan.resumes = None
        if name in {"paper", "sheet_key"}:
            self._prepare()
        else:
            self._show()

    def _turn(self, number: int) -> None:
        self._page = number
        self._draw()

    def _fix(self, order_id: int, field: str, text: str) -> None:
        self._change(work.fix_order, order_id, field, text)

    def _waive(self, rule: str) -> None:
        self._waived[rule] = False
        self._prepare()

    def _print_rest(self, job: JobState) -> None:
        self.plan = self.plan.rest_of(job, self._printers)
        self._page = 0
        self._prepare()

    def _waive_rest(self, job: JobState) -> None:
        self._change(work.close_job, job.id)

    def _set_aside(self, short: state.Shortfall) -> None:
        self._aside = short.order_ids
        self._change(work.set_aside, short.order_ids)

    def _change(self, fn: Any, *args: Any) -> None:
        self._context.tasks.run_db(tr("Print"), fn, *args, on_done=self._changed, on_error=self._refused)

    def _changed(self, change: object) -> None:
        self._problem.say("")
        self._told.say(change_text(change) if change is not None else "")
        self.plan, self._aside = self.plan.without(self._aside), ()
        self._prepare()

    def _fill_in_facts(self) -> None:
        facts = PreferencesDialog(self._context, self)
        facts.show_section("shop")
        facts.finished.connect(facts.deleteLater)
        facts.open()

    def _changed_elsewhere(self, change: Change) -> None:
        if change.code == "shop_facts_changed":
            self._prepare()

    def _calibrate(self) -> None:
        self._measuring.begin(self.plan.printer, self.plan.sheet)

    def _measured(self, printer: str) -> None:
        self._told.say(tr("The measurement of {printer} is kept.", printer=printer))

    # printing

    def _print(self) -> None:
        ready, plan = self.prepared.labels, self.plan
        count = len(plan.labels(ready))
        if not _says_yes(self, plan.needs_asking(ready, self.prepared.limit), count, self.prepared.asks):
            return
        if plan.to_pdf:
            kinds = tr("PDF file (*.pdf)")
            path = ask_save(self, self._context.machine, "pdf", tr("Save as PDF"), work.proposed_name(plan), kinds)
            if path is not None:
                self._start(path.with_suffix(".pdf"))
        else:
            self._start(work.printer_for(plan))

    def _system_dialog(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog

        printer = work.printer_for(self.plan)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.plan.printer = printer.printerName()
            self._start(printer)
        self._show()

    def _start(self, target: Any) -> None:
        self._problem.say("")
        self._told.say("")
        plan = replace(self.plan)
        self._pdf = str(target) if isinstance(target, Path) else ""
        calibration = None if plan.to_pdf else self._measuring.calibration(plan.printer)
        args = (plan, self.prepared, target, calibration)
        self._task = self._context.tasks.run_job(
            self.go.text().replace("&", ""), work.put_on_paper, *args, on_done=self._printed, on_error=self._refused
        )
        self._task.ended.connect(self._ended)
        self._note.setText(tr("Printing…"))
        self.go.setEnabled(False)

    def _printed(self, out: work.Printed) -> None:
        plan, pdf = replace(self.plan), self._pdf
        if plan.paper is Paper.LABELS:
            self.plan.start = plan.sheet.next_start(plan.start, out.done)
            self._context.machine.set_state(f"print.start.{plan.sheet_key}", self.plan.start)
        self.plan.resumes = None
        args = (plan, self.prepared, pdf, out)
        self._context.tasks.run_db(tr("Print"), work.log, *args, on_done=self._logged, on_error=self._refused)
        self._told.tell(state.told_text(plan, pdf, out.done, out.of), pdf)
        self.cancel.setText(tr("&Close"))
        self.cancel.setAccessibleName(tr("Close"))
        self.cancel.setFocus()

    def _logged(self, _change: object) -> None:
        self._prepare()

    def _ended(self) -> None:
        self._task = None
        self._show()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))

    def reject(self) -> None:
        """Esc and Cancel: stop what runs; with nothing running, close."""
        if self._task is not None:
            self._task.cancel()
        else:
            super().reject()


def _says_yes(dialog: QWidget, is_many: bool, count: int, asks: Sequence[str]) -> bool:
    """What the owner is asked before printing: packing that lacks something (R-O12), more labels than usual."""
    if asks and not confirm(dialog, "\n".join(asks), tr("Print nevertheless")):
        return False
    many = trn("This prints {n} label.", "This prints {n} labels.", count)
    return not is_many or confirm(dialog, many, tr("Print all of them"))


def _recall(plan: PrintPlan, context: Context) -> None:
    """What this machine printed on last time."""
    machine = context.machine
    plan.sheet_key = machine.state("print.sheet", plan.sheet_key)
    plan.sheet_key = plan.sheet.key  # a size that is no longer declared falls back to the usual one
    plan.page = machine.state("print.page", "a4")
    plan.start = min(int(machine.state(f"print.start.{plan.sheet_key}", 1)), plan.sheet.per_page)
    plan.printer = machine.state("print.printer", "")
