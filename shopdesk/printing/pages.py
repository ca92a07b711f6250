"""Documents of several pages: HTML body (Jinja2 → QTextDocument) between the shop's head and a foot with page n/m.

One document unit is 1/96 inch whatever the device, so preview, PDF and printer break pages alike. Knows no document
in particular.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSizeF, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QImage,
    QPagedPaintDevice,
    QPainter,
    QPalette,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

from shopdesk.base.catalog import resources_dir
from shopdesk.base.errors import Cancelled, UserError
from shopdesk.domain.paper import CodeKind, ShopFrame
from shopdesk.printing.barcode import MM_PER_INCH, encode, module_dots
from shopdesk.printing.drawing import Bars, Drawing, Filled, Instruction, Text
from shopdesk.printing.fitting import Line, fit_block, fit_line
from shopdesk.printing.fonts import BASELINE, LINE, paper_font
from shopdesk.printing.labels import Progress
from shopdesk.printing.painter import BLACK, Scale, paint
from shopdesk.printing.sheets import Box

PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
DOCUMENT_DPI = 600
UNITS_PER_INCH = 96
_MARGIN = 14.0
_HEAD = 27.0
_FOOT = 9.0
_GAP = 5.0
_LEFT_OVER = 8.0  # units: less than a line, so that the next row moves on


@dataclass(frozen=True, slots=True)
class Sheaf:
    """One document ready for its pages: head, body and what the foot says. ``page_words``: ``"Page {page} of
    {pages}"``.
    """

    title: str
    number: str
    code: str
    shop: ShopFrame
    body: str
    page_words: str
    images: Mapping[str, Path] = field(default_factory=dict)


def fill(template: str, **values: Any) -> str:
    """A template of ``resources/documents`` filled; everything that comes from data is escaped."""
    return str(_environment().get_template(template).render(**values))


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(resources_dir() / "documents")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render_sheaves(
    sheaves: Sequence[Sheaf],
    target: QPagedPaintDevice,
    page: tuple[float, float] = PAPERS["a4"],
    on_printed: Progress | None = None,
) -> int:
    """Paint documents one after the other, each from a page of its own; returns the pages.

    Raises ``UserError("printer_refused")``; ``Cancelled`` when ``on_printed(done, total)`` answers ``False``.
    """
    painter = QPainter()
    if not painter.begin(target):
        raise UserError("printer_refused")
    printed = 0
    try:
        for done, sheaf in enumerate(sheaves, 1):
            printed += _paint_sheaf(painter, sheaf, target, page, printed)
            if on_printed is not None and not on_printed(done, len(sheaves)):
                raise Cancelled
    finally:
        painter.end()
    return printed


def _paint_sheaf(
    painter: QPainter, sheaf: Sheaf, target: QPagedPaintDevice, page: tuple[float, float], before: int
) -> int:
    document = text_document(sheaf, page)
    pages, dpi = document.pageCount(), target.logicalDpiX()
    for number in range(1, pages + 1):
        if before + number > 1 and not target.newPage():
            raise UserError("printer_refused")
        paint_page(painter, sheaf, document, number, page, dpi)
    return pages


def body_box(page: tuple[float, float]) -> Box:
    """Where the body lies on the page, in millimetres."""
    top = _MARGIN + _HEAD + _GAP
    return Box(_MARGIN, top, page[0] - 2 * _MARGIN, page[1] - top - _MARGIN - _FOOT)


def text_document(sheaf: Sheaf, page: tuple[float, float]) -> QTextDocument:
    """The body, broken into pages."""
    body = body_box(page)
    unit = UNITS_PER_INCH / MM_PER_INCH
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setDefaultFont(paper_font(13))
    document.setDefaultStyleSheet((resources_dir() / "documents" / "document.css").read_text("utf-8"))
    document.addResource(QTextDocument.ResourceType.ImageResource, QUrl("tick"), _tick_box())
    for name, path in sheaf.images.items():
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), QImage(str(path)))
    document.setPageSize(QSizeF(int(body.width * unit), int(body.height * unit)))
    document.setHtml(sheaf.body)
    _keep_rows_whole(document)
    return document


def _keep_rows_whole(document: QTextDocument) -> None:
    """Push a table row that a page's end would cut to the next page: the row above grows over the rest of this one.

    The head stays with the first row, and the last row (a sum) with the one before it.
    """
    tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    for table in tables:
        last, heads = table.rows() - 1, max(1, table.format().toTableFormat().headerRowCount())
        first = last if last - heads <= 1 else heads
        if _cut_by(document, table, 0, first):
            table_format = table.format().toTableFormat()
            table_format.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            table.setFormat(table_format)
        for row in range(first + 1, last + 1):
            if rest := _cut_by(document, table, row, last if row == last - 1 else row):
                _grow_row(table, row - 1, rest - _LEFT_OVER)


def _cut_by(document: QTextDocument, table: QTextTable, first: int, last: int) -> float:
    """What is left of the page where row ``first`` begins, when it ends before row ``last`` does; else 0.

    Rows that are higher than half a page are let go over its end.
    """
    height = document.pageSize().height()
    top, bottom = _row_span(document, table, first)[0], _row_span(document, table, last)[1]
    rest = height - top % height
    return rest if rest <= bottom - top <= height / 2 else 0.0


def _row_span(document: QTextDocument, table: QTextTable, row: int) -> tuple[float, float]:
    layout = document.documentLayout()
    cells = [table.cellAt(row, column) for column in range(table.columns())]
    blocks = [end.block() for cell in cells for end in (cell.firstCursorPosition(), cell.lastCursorPosition())]
    spans = [layout.blockBoundingRect(block) for block in blocks]
    return min(span.top() for span in spans), max(span.bottom() for span in spans)


def _grow_row(table: QTextTable, row: int, units: float) -> None:
    """In one edit: each edit lays the whole table out again."""
    edit = table.firstCursorPosition()
    edit.beginEditBlock()
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        cell_format = cell.format().toTableCellFormat()
        cell_format.setBottomPadding(max(0.0, units) + cell_format.bottomPadding())
        cell.setFormat(cell_format)
    edit.endEditBlock()


@cache
def _tick_box() -> QImage:
    """An empty box to tick, sharp at any printer's resolution."""
    side = 256
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.fillRect(16, 16, side - 32, side - 32, 0xFFFFFFFF)
    painter.end()
    return image


def paint_page(
    painter: QPainter, sheaf: Sheaf, document: QTextDocument, number: int, page: tuple[float, float], dpi: float
) -> None:
    """One page at the painter's origin, in dots of ``dpi``."""
    paint(painter, _frame(sheaf, number, document.pageCount(), page, dpi), Scale.at(dpi))
    body, size = body_box(page), document.pageSize()
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, BLACK)
    context.palette = palette
    shown = QRectF(0, (number - 1) * size.height(), size.width(), size.height())
    context.clip = shown
    painter.save()
    painter.translate(body.x * dpi / MM_PER_INCH, body.y * dpi / MM_PER_INCH)
    painter.scale(dpi / UNITS_PER_INCH, dpi / UNITS_PER_INCH)
    painter.translate(0, -shown.y())
    painter.setClipRect(shown)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _frame(sheaf: Sheaf, number: int, pages: int, page: tuple[float, float], dpi: float) -> Drawing:
    """Head and foot: the shop, the document's title, number and code, page n/m."""
    left, right = _MARGIN, page[0] - _MARGIN
    middle = left + (right - left) * 0.48
    items: list[Instruction] = []
    shop = sheaf.shop
    contact = [part for part in (shop.phone, shop.email, shop.website) if part]
    lines = [Line(shop.name, 5, True), Line(", ".join(shop.lines), 3.1), Line(" · ".join(contact), 3.1)]
    _stack(items, fit_block(lines, middle - left, _HEAD - 3).lines, left, _MARGIN, 0)
    bottom = _stack(items, fit_line(sheaf.title, right - middle - 4, 7, True).lines, right, _MARGIN - 1.5, 1)
    if sheaf.code:
        bottom = _code(items, sheaf.code, Box(middle + 4, bottom + 0.5, right - middle - 4, 9), dpi)
    _stack(items, fit_line(sheaf.number, right - middle - 4, 3.6, True).lines, right, bottom, 1)
    items.append(Filled(Box(left, _MARGIN + _HEAD, right - left, 0.4)))
    foot = page[1] - _MARGIN - _FOOT + 4
    items.append(Filled(Box(left, foot, right - left, 0.25)))
    paging = sheaf.page_words.format(page=number, pages=pages)
    _stack(items, fit_line(f"{sheaf.title} {sheaf.number}", 120, 2.9).lines, left, foot + 1.2, 0)
    _stack(items, (Line(paging, 2.9),), right, foot + 1.2, 1)
    return Drawing(page[0], page[1], tuple(items))


def _stack(items: list[Instruction], lines: Sequence[Line], x: float, y: float, align: float) -> float:
    for line in lines:
        items.append(Text(x, y + line.size * BASELINE, line.text, line.size, line.bold, align))
        y += line.size * LINE
    return y


def _code(items: list[Instruction], text: str, box: Box, dpi: float) -> float:
    """The document's number in bars, ending at the right margin; left out when it cannot be encoded or does not fit."""
    try:
        pattern = encode(text, CodeKind.CODE128)
        module = min(module_dots(pattern, box.width, dpi), round(0.34 * dpi / MM_PER_INCH))
    except UserError:
        return box.y
    width = pattern.full_columns * module * MM_PER_INCH / dpi
    quiet = pattern.quiet * module * MM_PER_INCH / dpi
    items.append(Bars(Box(box.right - width + quiet, box.y, width, box.height), pattern, module))
    return box.bottom + 0.6
