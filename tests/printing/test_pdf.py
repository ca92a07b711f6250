"""PDF files: pages of the sheet's size, whole or not at all, stopped when told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from shopdesk.base.errors import Cancelled, MachineError, UserError
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.pdf import write_labels, write_pdf
from shopdesk.printing.printer import print_labels, printer_for
from shopdesk.printing.rulers import render_rulers
from shopdesk.printing.sheets import sheet, sheets
from tests.printing.conftest import make_label
from tests.printing.variety import various_labels

ROOT = Path(__file__).resolve().parents[2]


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


NO_ROOM = """
import resource, signal, sys
from pathlib import Path
from shopdesk.base.errors import MachineError
from shopdesk.printing.pdf import write_labels
from shopdesk.printing.sheets import sheet
from tests.printing.variety import various_labels
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
labels, stock, path = various_labels(20), sheet("thermal_100x150"), Path(sys.argv[1])
write_labels(path.with_name("first.pdf"), labels, stock)
size = path.with_name("first.pdf").stat().st_size
for room in (0, 10, size // 2, size - 1):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    try:
        write_labels(path, labels, stock)
    except MachineError as refused:
        print(refused.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_no_room_for_all_of_it(tmp_path):
    """F5: a PDF that the disk could not take whole is no PDF: said, not left there, the old one kept."""
    path = tmp_path / "labels.pdf"
    path.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["pdf_not_written"] * 4, done.stderr
    assert path.read_bytes() == b"old"
    assert {entry.name for entry in tmp_path.iterdir()} == {"labels.pdf", "first.pdf"}


@pytest.mark.parametrize("place", ["no folder here/labels.pdf", "."])
def test_a_place_that_refuses_is_said(tmp_path, place):
    with pytest.raises(MachineError, match="pdf_not_written"):
        write_labels(tmp_path / place, various_labels(1), sheet("thermal_100x150"))


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
