"""What a printer's test page told, kept on this machine under the printer's name: the one place that knows where."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import tr
from shopdesk.dialogs.print_dialog import work
from shopdesk.dialogs.print_dialog.calibration import CalibrationDialog
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.sheets import LabelSheet
from shopdesk.ui.context import Context, Machine


def _key(printer: str) -> str:
    return f"print.calibration.{printer}"


def calibration_of(machine: Machine, printer: str) -> Calibration | None:
    """What ``printer`` was measured to need; ``None`` when it never was. Raises
    ``UserError("calibration_unreadable")``.
    """
    kept = machine.state(_key(printer), "")
    return Calibration.from_text(kept) if kept else None


def keep_calibration(machine: Machine, printer: str, calibration: Calibration) -> None:
    """Remember what ``printer`` needs."""
    machine.set_state(_key(printer), calibration.to_text())


class Measuring(QObject):
    """Leads through the measuring of a printer. Emits ``kept`` with its name, ``refused`` with an error."""

    kept = Signal(str)
    refused = Signal(object)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._printer = ""
        self._sheet: LabelSheet | None = None

    def begin(self, printer: str, sheet: LabelSheet) -> None:
        """Open the window that prints the test page and asks for the ruler's readings."""
        self._printer, self._sheet = printer, sheet
        dialog = CalibrationDialog(printer, sheet, self._print_page, self._window)
        dialog.accepted.connect(self._measured)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def calibration(self, printer: str) -> Calibration | None:
        """What ``printer`` needs; a damaged memory is said and printing goes on without it."""
        try:
            return calibration_of(self._context.machine, printer)
        except UserError as error:
            self.refused.emit(error)
            return None

    def _measured(self) -> None:
        dialog: Any = self.sender()
        keep_calibration(self._context.machine, self._printer, dialog.calibration)
        self.kept.emit(self._printer)

    def _print_page(self) -> None:
        tasks, args = self._context.tasks, (self._printer, self._sheet)
        tasks.run_job(tr("Test page"), work.print_rulers, *args, on_error=self.refused.emit)
