"""Many waybills at once, by scanner or from the clipboard: each line is checked while it is typed, nothing is applied
before it is confirmed, and all of it is one undoable step (R-O6). What was refused stays, to be mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError, UserError
from shopdesk.base.i18n import tr, trn
from shopdesk.dialogs.grid import Grid
from shopdesk.dialogs.pieces import button, fit
from shopdesk.domain.waybill_entry import TypedWaybill
from shopdesk.services import waybill_entry, waybill_text
from shopdesk.services.changes import Change
from shopdesk.services.waybill_entry import WaybillCheck
from shopdesk.ui.combo import ComboBox
from shopdesk.ui.context import Context
from shopdesk.ui.message import confirm, worded
from shopdesk.ui.panel import Notice, Panel, heading, text_label

_AFTER_TYPING_MS = 150
_ROW_HEIGHT, _ROW_GAP = 36, 12
_WRAPPED = 100  # remarks that are shown in full; measuring thousands would hold the window up, they have tool tips


class WaybillDialog(QDialog):
    """``WaybillDialog(context, parent, shown)``: a column of waybills alone belongs to the orders ``shown``."""

    def __init__(self, context: Context, parent: QWidget | None = None, shown: Sequence[int] = ()) -> None:
        super().__init__(parent)
        self.setObjectName("waybills")
        self.setWindowTitle(tr("Enter waybills"))
        fit(self, 1040, 640)
        self._context, self._shown = context, tuple(shown)
        self._check = WaybillCheck(())
        self._look_soon = QTimer(self, singleShot=True, interval=_AFTER_TYPING_MS)
        self._look_soon.timeout.connect(self._look)
        self._build()
        context.tasks.run_io(tr("Enter waybills"), waybill_text.carriers, on_done=self._show_carriers)
        self._show(self._check)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Enter waybills"), self, scale=1.45))
        told = tr("Scan an order and then its waybill, or paste lines with order number and waybill.")
        if self._shown:
            told += " " + trn(
                "A column of waybills alone belongs to the {n} order chosen.",
                "A column of waybills alone belongs to the {n} orders chosen.",
                len(self._shown),
            )
        column.addWidget(text_label(told, self, tone="muted"))
        self._problem = Notice("red", self, name="waybills_problem")
        column.addWidget(self._problem)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._left(), 2)
        middle.addWidget(self._right(), 5)
        column.addLayout(middle, 1)
        column.addLayout(self._footer())

    def _left(self) -> QWidget:
        panel = Panel(parent=self)
        self.text = QPlainTextEdit(panel)
        self.text.setObjectName("waybills_text")
        self.text.setAccessibleName(tr("Order numbers and waybills"))
        self.text.setPlaceholderText("302-9595365-6159061\t00340434161094042557")
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._look_soon.start)
        panel.column.addWidget(self.text, 1)
        self.carrier = ComboBox(panel)
        self.carrier.setObjectName("waybills_carrier")
        self.carrier.setAccessibleName(tr("Carrier of lines without one"))
        self.carrier.setEditable(True)
        self.carrier.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.carrier.currentTextChanged.connect(self._look_soon.start)
        words = text_label(tr("Carrier of lines without one"), panel, tone="muted", wrap=False)
        words.setBuddy(self.carrier)
        panel.column.addWidget(words)
        panel.column.addWidget(self.carrier)
        self.ship = QCheckBox(tr("These parcels have left: mark them as shipped"), panel)
        self.ship.setObjectName("waybills_ship")
        self.ship.toggled.connect(self._look_soon.start)
        panel.column.addWidget(self.ship)
        return panel

    def _right(self) -> QWidget:
        panel = Panel(parent=self, margin=1)
        headers = (tr("Order"), tr("Waybill"), tr("Carrier"), tr("Remark"))
        self.grid = Grid("waybills_lines", tr("What becomes of each line"), headers, panel, stretch=3)
        self.grid.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        panel.column.addWidget(self.grid, 1)
        return panel

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self._note = text_label("", self, tone="muted")
        cancel = button(tr("Cancel"), "waybills_cancel", self)
        cancel.clicked.connect(self.reject)
        self.go = button("", "waybills_go", self, primary=True)
        self.go.clicked.connect(self._save)
        row.addWidget(self._note, 1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        return row

    def _show_carriers(self, names: Sequence[str]) -> None:
        typed = self.carrier.currentText()
        self.carrier.addItems(["", *names])
        self.carrier.setCurrentText(typed)

    # checking

    def _choices(self) -> tuple[str, tuple[int, ...], str, bool]:
        return self.text.toPlainText(), self._shown, self.carrier.currentText(), self.ship.isChecked()

    def _look(self) -> None:
        self._context.tasks.run_io(
            tr("Enter waybills"), check, *self._choices(), on_done=self._show, on_error=self._refused
        )  # fmt: skip

    def _show(self, found: WaybillCheck) -> None:
        self._check = found
        tokens = self._context.theme.tokens
        rows = [
            (each.row.order_no or "–", each.row.waybill or "–", each.carrier or each.row.carrier, each.reason())
            for each in found.verdicts
        ]
        colours = ["" if each.is_applied and not each.warnings else tokens.red if each.code else tokens.amber
                   for each in found.verdicts]  # fmt: skip
        self.grid.fill(rows, colours=colours)
        self._wrap_remarks([row for row, texts in enumerate(rows) if texts[-1]])
        n, left = len(found.applied), len(found.refused)
        self.go.setText(trn("&Save {n} waybill", "&Save {n} waybills", n) if n else tr("&Save waybills"))
        self.go.setAccessibleName(self.go.text().replace("&", ""))
        self.go.setEnabled(n > 0)
        self._note.setText(trn("{n} line stays as it is.", "{n} lines stay as they are.", left) if left else "")

    def _wrap_remarks(self, rows: Sequence[int]) -> None:
        for row in range(self.grid.rowCount()):
            self.grid.setRowHeight(row, _ROW_HEIGHT)
        for row in rows[:_WRAPPED]:
            self.grid.resizeRowToContents(row)
            self.grid.setRowHeight(row, self.grid.rowHeight(row) + _ROW_GAP)

    # saving

    def _save(self) -> None:
        choices = self._choices()
        self._context.tasks.run_db(
            tr("Enter waybills"), save, *choices, on_done=partial(self._saved, choices), on_error=self._refused
        )  # fmt: skip

    def _saved(self, choices: tuple[str, tuple[int, ...], str, bool], change: Change) -> None:
        if not change.params.get("left"):
            self.accept()
            return
        self._context.tasks.run_io(
            tr("Enter waybills"), check, *choices, on_done=self._keep_refused, on_error=self._refused
        )  # fmt: skip

    def _keep_refused(self, found: WaybillCheck) -> None:
        """The lines that were refused are all that is left here, each with its reason."""
        self._problem.say(tr("The other lines are saved. These were refused: mend them and save again, or close."))
        self.text.setPlainText("\n".join(line_of(each.row) for each in found.refused))
        self.text.setFocus()

    def reject(self) -> None:
        """Close; what was typed and not saved is asked for first."""
        if self.text.toPlainText().strip() and not confirm(
            self,
            tr("Close without saving these lines?"),
            tr("Close without saving"),
            detail=tr("The lines in this window are not saved and will be lost."),
        ):
            return
        super().reject()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))


def line_of(row: TypedWaybill) -> str:
    """A line as it is typed: order, waybill and, where it names one, the carrier."""
    return "\t".join([row.order_no, row.waybill, *([row.carrier] if row.carrier else [])])


def check(session: Any, text: str, shown: Sequence[int], carrier: str, ship: bool) -> WaybillCheck:
    """What would become of each line."""
    return waybill_entry.check(session, waybill_text.read_text(session, text, shown), carrier=carrier, ship=ship)


def save(session: Any, text: str, shown: Sequence[int], carrier: str, ship: bool) -> Any:
    """Apply the lines that can be. Raises ``UserError("waybills_none")`` when none can."""
    rows = waybill_text.read_text(session, text, shown)
    change, found = waybill_entry.apply(session, rows, carrier=carrier, ship=ship)
    if not found.applied:
        raise UserError(change.code, **change.params)
    return change
