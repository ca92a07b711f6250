"""PDF files: pages of the sheet's size, whole or not at all, stopped when told."""

from __future__ import annotations

import re

import pytest
from PySide6.QtPrintSupport import QPrinter

from shopdesk.base.errors import Cancelled, UserError
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.pdf import write_labels, write_pdf
from shopdesk.printing.printer import print_labels, printer_for
from shopdesk.printing.rulers import render_rulers
from shopdesk.printing.sheets import sheet, sheets
from tests.printing.conftest import make_label
from tests.printing.variety import various_labels


@pytest.mark.parametrize("stock", sheets().values(), ids=lambda stock: stock.key)
def test_pages_have_the_sheets_size(stock, tmp_path):
    path = tmp_path / "labels.pdf"
    assert write_labels(path, various_labels(5), stock, start=stock.per_page) == stock.pages(stock.per_page, 5)
    found = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", path.read_bytes())
    assert found
    size = [float(number) / 72 * 25.4 for number in found.groups()]
    assert size == pytest.approx(stock.page, abs=0.4)


def test_a_stopped_file_leaves_the_old_one(tmp_path):
    path = tmp_path / "labels.pdf"
    path.write_bytes(b"old")
    with pytest.raises(Cancelled):
        write_labels(path, various_labels(5), sheet("thermal_100x150"), on_printed=lambda done, total: done < 3)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["labels.pdf"]


def test_a_refused_label_leaves_the_old_file(tmp_path):
    path = tmp_path / "labels.pdf"
    path.write_bytes(b"old")
    with pytest.raises(UserError):
        write_labels(path, [make_label(), make_label(waybill="运单")], sheet("thermal_100x150"))
    assert path.read_bytes() == b"old"


def test_progress_counts_labels(tmp_path):
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    write_labels(tmp_path / "x.pdf", various_labels(3), sheet("a4_2up"), on_printed=tell)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_printer_takes_labels(tmp_path):
    printer = printer_for(sheet("a4_4up").page, "Labels")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert print_labels(printer, various_labels(5), sheet("a4_4up"), start=2) == 2
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_calibration_page_is_written(tmp_path, language):
    stock, path = sheet("thermal_76x130"), tmp_path / "rulers.pdf"
    true = Calibration(0.4, -0.3, 1.001, 0.999)
    assert write_pdf(
        path, stock.page, stock.dpi, "x", lambda w: render_rulers(stock, w, language=language, calibration=true)
    )
    assert path.stat().st_size > 1000
