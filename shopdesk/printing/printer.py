"""The printer: a ``QPrinter`` set up for a sheet or a document's page. The native dialog is the caller's
(``dialogs.print``).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from shopdesk.base.errors import UserError
from shopdesk.domain.paper import LabelData
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.labels import Progress, render_labels
from shopdesk.printing.pdf import page_layout
from shopdesk.printing.sheets import LabelSheet


def printer_names() -> list[str]:
    """The printers this machine knows, the default one first."""
    default = QPrinterInfo.defaultPrinterName()
    names = [name for name in QPrinterInfo.availablePrinterNames() if name != default]
    return [default, *names] if default else names


def printer_for(page: tuple[float, float], title: str, name: str = "") -> QPrinter:
    """A printer set to ``page`` mm without margins of its own, at its best resolution, ready for a print dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name:
        printer.setPrinterName(name)
    printer.setDocName(title)
    printer.setCreator("ShopDesk")
    set_page(printer, page)
    return printer


def set_page(printer: QPrinter, page: tuple[float, float]) -> None:
    """Set the paper again, after a dialog let the owner choose another printer."""
    printer.setPageLayout(page_layout(*page))
    printer.setFullPage(True)


def print_labels(
    printer: QPrinter,
    labels: Sequence[LabelData],
    sheet: LabelSheet,
    *,
    start: int = 1,
    calibration: Calibration | None = None,
    on_printed: Progress | None = None,
) -> int:
    """Labels → paper; returns the pages. Raises ``UserError("printer_refused")``, or what the labels themselves
    refuse.
    """
    set_page(printer, sheet.page)
    pages = render_labels(labels, sheet, printer, start=start, calibration=calibration, on_printed=on_printed)
    if printer.printerState() is QPrinter.PrinterState.Error:
        raise UserError("printer_refused")
    return pages
