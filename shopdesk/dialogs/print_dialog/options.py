"""The choices of the print window: what, on which size, from which place of the sheet, how many, to which printer."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from shopdesk.base.i18n import localized, tr
from shopdesk.dialogs.pieces import button
from shopdesk.dialogs.print_dialog.sheet_picture import SheetPicture
from shopdesk.dialogs.print_dialog.state import PAPER_NAMES, Paper, PrintPlan
from shopdesk.printing.sheets import sheets
from shopdesk.ui.combo import ComboBox, SpinBox
from shopdesk.ui.forms import inset
from shopdesk.ui.panel import Panel, text_label
from shopdesk.ui.theme import Theme

SYSTEM_DIALOG = "\0system"
_MOST_COPIES = 99


class PrintOptions(Panel):
    """Emits ``changed(name, value)`` with a field of :class:`PrintPlan`, ``calibration_asked``."""

    changed = Signal(str, object)
    calibration_asked = Signal()

    def __init__(self, theme: Theme, printers: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("print_options")
        self.setFixedWidth(384)
        self._form = self.form()
        self.paper = self._combo(
            "print_paper", tr("What"), [(str(paper), tr(name)) for paper, name in PAPER_NAMES.items()]
        )
        stock = [(sheet.key, localized(sheet.label)) for sheet in sheets().values()]
        self.stock = self._combo("print_size", tr("Size"), stock)
        self.page = self._combo("print_page", tr("Page"), [("a4", "A4"), ("letter", "Letter")])
        known = [
            ("", tr("PDF file")),
            *((name, name) for name in printers),
            (SYSTEM_DIALOG, tr("System print dialog…")),
        ]
        self.printer = self._combo("print_printer", tr("Printer"), known)
        self.copies = self._spin("print_copies", tr("Copies"), _MOST_COPIES)
        self.first = self._spin("print_first", tr("Begin with label"), 1)
        for text, field in (
            (tr("&What"), self.paper),
            (tr("Si&ze"), self.stock),
            (tr("Pa&ge"), self.page),
            (tr("P&rinter"), self.printer),
            (tr("&Copies"), self.copies),
            (tr("&Begin with label"), self.first),
        ):
            self._form.addRow(text, field)
        self._start_words = text_label(
            tr("Where does the sheet begin? Click, or use the arrow keys."), self, tone="muted"
        )
        self.picture = SheetPicture(theme, self)
        self.calibrate = button(tr("&Measure this printer…"), "print_calibrate", self)
        for widget in (self._start_words, self.picture, self.calibrate):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        for combo in (self.paper, self.stock, self.page, self.printer):
            combo.activated.connect(self._picked)
        for spin in (self.copies, self.first):
            spin.valueChanged.connect(self._counted)
        self.picture.start_chosen.connect(self._start_chosen)
        self.calibrate.clicked.connect(self.calibration_asked)

    def _combo(self, name: str, spoken: str, entries: list[tuple[str, str]]) -> QComboBox:
        combo = ComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(spoken)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(12)
        for key, text in entries:
            combo.addItem(text, key)
        return combo

    def _spin(self, name: str, spoken: str, most: int) -> QSpinBox:
        spin = SpinBox(self)
        spin.setObjectName(name)
        spin.setAccessibleName(spoken)
        spin.setRange(1, most)
        inset(spin)
        return spin

    def show_plan(self, plan: PrintPlan, ready: int) -> None:
        """Show the plan; what does not apply to the paper chosen is out of the way."""
        labels = plan.paper is Paper.LABELS
        for combo, key in (
            (self.paper, str(plan.paper)),
            (self.stock, plan.sheet_key),
            (self.page, plan.page),
            (self.printer, plan.printer),
        ):
            combo.setCurrentIndex(max(0, combo.findData(key)))
        self._set(self.copies, plan.copies)
        self.first.setMaximum(max(1, ready))
        self._set(self.first, plan.first)
        for field, shown in (
            (self.stock, labels),
            (self.page, not labels),
            (self.first, labels and ready > 1),
            (self.copies, labels),
        ):
            self._form.setRowVisible(field, shown)
        several = labels and plan.sheet.per_page > 1
        self._start_words.setVisible(several)
        self.picture.show_sheet(plan.sheet, plan.start, len(range(plan.first - 1, ready)) * plan.copies)
        self.picture.setVisible(several)
        self.calibrate.setVisible(labels and not plan.to_pdf)

    @staticmethod
    def _set(spin: QSpinBox, value: int) -> None:
        spin.blockSignals(True)
        spin.setValue(value)
        spin.blockSignals(False)

    def _picked(self) -> None:
        combo: Any = self.sender()
        names = {"print_paper": "paper", "print_size": "sheet_key", "print_page": "page", "print_printer": "printer"}
        self.changed.emit(names[combo.objectName()], combo.currentData())

    def _counted(self, value: int) -> None:
        self.changed.emit({"print_copies": "copies", "print_first": "first"}[self.sender().objectName()], value)

    def _start_chosen(self, position: int) -> None:
        self.changed.emit("start", position)
