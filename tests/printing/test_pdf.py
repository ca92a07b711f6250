"""PDF files: pages of the sheet's size, whole or not at all, stopped when told."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from shopdesk.base.errors import Cancelled, MachineError, UserError
from shopdesk.domain.paper import PickLine, PickList, PickShare, ShopFrame
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.documents.pick_list import pick_list_sheaf
from shopdesk.printing.pdf import write_labels, write_pdf, write_sheaves
from shopdesk.printing.pdf_text import searchable
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


@pytest.mark.parametrize(("place", "code"), [("no folder here/labels.pdf", "folder_missing"), (".", "pdf_not_written")])
def test_a_place_that_refuses_is_said_before_painting(tmp_path, place, code):
    def never(_writer: object) -> int:
        raise AssertionError("painted")

    with pytest.raises(MachineError, match=code):
        write_pdf(tmp_path / place, (100, 150), 203, "x", never)


def read_back(path: Path) -> str:
    from pypdf import PdfReader

    return "".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.rule("D01")
def test_labels_can_be_searched_and_copied(tmp_path):
    """Digits beside letters, Chinese characters that look like radicals, and spaces are found as they were typed."""
    german = make_label(order_no="TB20261122001", waybill="SF1234567890123")
    chinese = make_label(
        recipient_name="王小明", recipient_lines=("510000", "广东省广州市天河区 长风路 8 号", "⺠"), language="zh_CN"
    )
    write_labels(tmp_path / "labels.pdf", [german, chinese], sheet("thermal_100x150"))
    text = read_back(tmp_path / "labels.pdf")
    for typed in (
        "TB20261122001",
        "SF1234567890123",
        "Lindenstraße 14",
        "+49 30 1234567",
        "王小明",
        "广东省广州市",
        "长风路 8 号",
    ):
        assert typed in text
    assert "\t" not in text


@pytest.mark.rule("D04")
def test_pick_lists_can_be_searched_and_copied(tmp_path):
    line = PickLine("A-07", 1, "KET-7", "台灯 fluffy office", "White", (PickShare("TB20261122001", 2),))
    shop = ShopFrame("广东灯具", language="zh_CN", timezone="Asia/Shanghai")
    listed = PickList("P1", "广州", "SF", datetime(2026, 11, 22, tzinfo=UTC), (line,), (), 1, shop)
    write_sheaves(tmp_path / "pick.pdf", [pick_list_sheaf(listed)])
    text = read_back(tmp_path / "pick.pdf")
    for typed in ("TB20261122001 × 2", "广东灯具", "KET-7", "fluffy office", "A-07"):
        assert typed in text


def test_searchable_touches_the_way_back_alone():
    page = b"<2F34> BT (x) Tj <0001> <0001> <2F34>"
    notes = b"1 beginbfrange\n<0010> <0010> <2F34>\n<2F34> <2F35> [<0009> <5E7F> ]\nendbfrange\nendcmap"
    mended = notes.replace(b"<0010> <2F34>", b"<0010> <5E7F>").replace(b"<0009>", b"<0020>")
    assert searchable(page + notes) == page + mended


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
