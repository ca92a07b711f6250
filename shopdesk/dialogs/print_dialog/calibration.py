"""Measure a printer once: print a test page, read four places with a ruler, and every label sits where it should
from then on.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import tr
from shopdesk.dialogs.pieces import button, fit
from shopdesk.printing.calibration import FIRST_MM, Calibration, from_readings, span
from shopdesk.printing.sheets import LabelSheet
from shopdesk.ui.combo import DoubleSpinBox
from shopdesk.ui.forms import inset
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, Panel, heading, text_label


class CalibrationDialog(QDialog):
    """``calibration`` holds the outcome after it was accepted. ``print_page`` prints the test page."""

    def __init__(
        self,
        printer: str,
        sheet: LabelSheet,
        print_page: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("calibration_dialog")
        self.setWindowTitle(tr("Measure the printer"))
        fit(self, 620, 460)
        self._sheet = sheet
        self.calibration: Calibration | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Measure {printer}", printer=printer), self, scale=1.3))
        column.addWidget(self._first_step(print_page))
        column.addWidget(self._second_step())
        self._problem = Notice("red", self, name="calibration_problem")
        column.addWidget(self._problem)
        column.addStretch(1)
        column.addLayout(self._footer())

    def _first_step(self, print_page: Callable[[], object]) -> Panel:
        panel = Panel(tr("1. Print the test page"), self)
        panel.column.addWidget(
            text_label(
                tr("Print at 100 %, never “fit to page”. Use the paper or labels you print on."),
                panel,
                tone="muted",
            )
        )
        self.print_page = button(tr("&Print the test page"), "calibration_print", panel)
        self.print_page.clicked.connect(print_page)
        row = QHBoxLayout()
        row.addWidget(self.print_page)
        row.addStretch(1)
        panel.column.addLayout(row)
        return panel

    def _second_step(self) -> Panel:
        panel = Panel(tr("2. Measure the four lines with a ruler, from the edge of the paper, in millimetres"), self)
        form = panel.form()
        width, height = self._sheet.page
        far_x, far_y = FIRST_MM + span(width), FIRST_MM + span(height)
        self.left_line = self._reading("reading_left", tr("Left line, from the left edge"), FIRST_MM)
        self.right_line = self._reading("reading_right", tr("Right line, from the left edge"), far_x)
        self.upper_line = self._reading("reading_upper", tr("Upper line, from the top edge"), FIRST_MM)
        self.lower_line = self._reading("reading_lower", tr("Lower line, from the top edge"), far_y)
        for reading in (self.left_line, self.right_line, self.upper_line, self.lower_line):
            form.addRow(reading.accessibleName(), reading)
        return panel

    def _reading(self, name: str, label: str, expected: float) -> QDoubleSpinBox:
        field = DoubleSpinBox(self)
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.setDecimals(1)
        inset(field)
        field.setSingleStep(0.5)
        field.setRange(0, 500)
        field.setSuffix(" mm")
        field.setValue(expected)
        return field

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.reset = button(tr("&Forget the measurement"), "calibration_reset", self)
        self.cancel = button(tr("Cancel"), "calibration_cancel", self)
        self.keep = button(tr("&Keep"), "calibration_keep", self, primary=True)
        self.keep.setDefault(True)
        row.addWidget(self.reset)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.keep)
        self.reset.clicked.connect(self._forget)
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._keep)
        return row

    def _keep(self) -> None:
        readings = [field.value() for field in (self.left_line, self.right_line, self.upper_line, self.lower_line)]
        try:
            self.calibration = from_readings(self._sheet, *readings)
        except UserError as error:
            self._problem.say(worded(error))
        else:
            self.accept()

    def _forget(self) -> None:
        self.calibration = Calibration()
        self.accept()
