"""PDF files: labels and documents written whole or not at all. The printer's part is ``printing.printer``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSaveFile, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter

from shopdesk.base.errors import MachineError
from shopdesk.domain.paper import LabelData
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.fonts import ensure_application
from shopdesk.printing.labels import Progress, render_labels
from shopdesk.printing.pages import DOCUMENT_DPI, PAPERS, Sheaf, render_sheaves
from shopdesk.printing.pdf_text import searchable
from shopdesk.printing.sheets import LabelSheet


def page_layout(width_mm: float, height_mm: float) -> QPageLayout:
    """A page of that size without margins: the layout keeps its own."""
    size = QPageSize(QSizeF(width_mm, height_mm), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def write_pdf(path: Path, page: tuple[float, float], dpi: int, title: str, render: Callable[[QPdfWriter], int]) -> int:
    """Let ``render`` paint a PDF of ``page`` mm and put it at ``path``; returns the pages.

    An older file stays until the new one is complete. Raises ``MachineError`` before anything is painted
    (``folder_missing``, ``pdf_not_written``) or when it cannot be kept (``disk_full``, ``pdf_not_written``).
    """
    ensure_application()
    if not path.parent.is_dir():
        raise MachineError("folder_missing", folder=str(path.parent))
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise _not_written(path, file)
    try:
        pages, content = _painted(page, dpi, title, render)
    except BaseException:
        _drop(file)
        raise
    if not pages:
        _drop(file)
        return 0
    if file.write(content) < len(content):  # part of it went; only a whole refusal is remembered till commit()
        _drop(file)
        raise _not_written(path, file)
    if not file.commit():
        raise _not_written(path, file)
    return pages


def _painted(page: tuple[float, float], dpi: int, title: str, render: Callable[[QPdfWriter], int]) -> tuple[int, bytes]:
    memory = QBuffer()
    memory.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(memory)
    writer.setCreator("ShopDesk")
    writer.setTitle(title)
    writer.setResolution(dpi)
    writer.setPageLayout(page_layout(*page))
    pages = render(writer)
    del writer  # it writes its end
    return pages, searchable(bytes(memory.data().data()))


def _drop(file: QSaveFile) -> None:
    file.cancelWriting()
    file.commit()  # removes what was written; "path" stays as it was


def _not_written(path: Path, file: QSaveFile) -> MachineError:
    if file.error() == QSaveFile.FileError.ResourceError:
        return MachineError("disk_full")
    return MachineError("pdf_not_written", path=str(path))


def write_labels(
    path: Path,
    labels: Sequence[LabelData],
    sheet: LabelSheet,
    *,
    start: int = 1,
    calibration: Calibration | None = None,
    on_printed: Progress | None = None,
) -> int:
    """Labels → PDF; returns the pages. Errors as :func:`shopdesk.printing.labels.render_labels`."""

    def render(writer: QPdfWriter) -> int:
        return render_labels(labels, sheet, writer, start=start, calibration=calibration, on_printed=on_printed)

    return write_pdf(path, sheet.page, sheet.dpi, path.stem, render)


def write_sheaves(
    path: Path, sheaves: Sequence[Sheaf], paper: str = "a4", *, on_printed: Progress | None = None
) -> int:
    """Pick lists or packing notes → PDF on ``paper`` (``a4``, ``letter``); returns the pages."""
    page = PAPERS[paper]

    def render(writer: QPdfWriter) -> int:
        return render_sheaves(sheaves, writer, page, on_printed)

    return write_pdf(path, page, DOCUMENT_DPI, path.stem, render)
