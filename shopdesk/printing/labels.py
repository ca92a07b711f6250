"""Labels on pages: which label goes where, from which position, and painting them. Knows no files and no printers'
names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from PySide6.QtGui import QImage, QPagedPaintDevice, QPainter

from shopdesk.base.errors import Cancelled, UserError
from shopdesk.domain.paper import LabelData
from shopdesk.printing.barcode import MM_PER_INCH
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.drawing import Drawing
from shopdesk.printing.layout import layout_label
from shopdesk.printing.painter import Scale, blank, paint
from shopdesk.printing.sheets import LabelSheet

Progress = Callable[[int, int], bool]
Thing = TypeVar("Thing")
#: A thing laid out for a sheet, bars in dots of a resolution.
LayOut = Callable[[Thing, LabelSheet, float], Drawing]


def render_labels(
    labels: Sequence[LabelData],
    sheet: LabelSheet,
    target: QPagedPaintDevice,
    *,
    start: int = 1,
    calibration: Calibration | None = None,
    on_printed: Progress | None = None,
) -> int:
    """:func:`render_placed` for shipping labels."""
    return render_placed(
        labels, layout_label, sheet, target, start=start, calibration=calibration, on_printed=on_printed
    )


def render_placed(
    things: Sequence[Thing],
    lay_out: LayOut[Thing],
    sheet: LabelSheet,
    target: QPagedPaintDevice,
    *,
    start: int = 1,
    calibration: Calibration | None = None,
    on_printed: Progress | None = None,
) -> int:
    """Paint labels or cards on ``target`` (its page already set to the sheet's), the first at position ``start``.
    Returns the pages.

    ``on_printed(done, total)`` after each label; returning ``False`` stops and raises ``Cancelled``. Raises
    ``UserError`` for a start position the sheet has not, for bars that do not fit and ``printer_refused`` when the
    device does not take the page.
    """
    start = sheet.check_start(start)
    painter = QPainter()
    if not painter.begin(target):
        raise UserError("printer_refused")
    try:
        return _render(painter, things, lay_out, sheet, target, start, calibration or Calibration(), on_printed)
    finally:
        painter.end()


def _render(
    painter: QPainter,
    things: Sequence[Thing],
    lay_out: LayOut[Thing],
    sheet: LabelSheet,
    target: QPagedPaintDevice,
    start: int,
    calibration: Calibration,
    on_printed: Progress | None,
) -> int:
    page, dpi = 0, target.logicalDpiX()
    slots = sheet.slots(start, len(things))
    for done, (thing, (page_no, position)) in enumerate(zip(things, slots, strict=True), 1):
        if page_no != page:
            if not target.newPage():
                raise UserError("printer_refused")
            page = page_no
        paint_placed(painter, lay_out(thing, sheet, dpi), sheet, position, dpi, calibration)
        if on_printed is not None and not on_printed(done, len(things)):
            raise Cancelled
    return page + 1 if things else 0


def paint_placed(
    painter: QPainter, drawing: Drawing, sheet: LabelSheet, position: int, dpi: float, calibration: Calibration
) -> None:
    """One laid-out label at its place on the page; the origin snaps to a whole dot so that bars stay on the printer's
    grid.
    """
    box = calibration.box(sheet.place(position))
    per_mm = dpi / MM_PER_INCH
    scale = Scale(per_mm * calibration.scale_x, per_mm * calibration.scale_y)
    painter.save()
    if sheet.turned:
        painter.translate(round(box.right * per_mm), round(box.y * per_mm))
        painter.rotate(90)
        scale = Scale(scale.y, scale.x)
    else:
        painter.translate(round(box.x * per_mm), round(box.y * per_mm))
    paint(painter, drawing, scale)
    painter.restore()


def page_images(
    labels: Sequence[LabelData], sheet: LabelSheet, *, start: int = 1, dpi: int | None = None
) -> Iterator[QImage]:
    """The pages as black-on-white pictures at ``dpi`` (the sheet's own by default), one after the other."""
    start = sheet.check_start(start)
    resolution = dpi or sheet.dpi
    per_mm = resolution / MM_PER_INCH
    size = round(sheet.page[0] * per_mm), round(sheet.page[1] * per_mm)
    by_page: dict[int, list[tuple[LabelData, int]]] = {}
    for label, (page, position) in zip(labels, sheet.slots(start, len(labels)), strict=True):
        by_page.setdefault(page, []).append((label, position))
    for placed in by_page.values():
        image = QImage(*size, QImage.Format.Format_Grayscale8)
        image.fill(255)
        image.setDotsPerMeterX(round(per_mm * 1000))
        image.setDotsPerMeterY(round(per_mm * 1000))
        painter = QPainter(image)
        for label, position in placed:
            paint_placed(painter, layout_label(label, sheet, resolution), sheet, position, resolution, Calibration())
        painter.end()
        yield image


def paint_preview(painter: QPainter, label: LabelData, sheet: LabelSheet, width: float) -> float:
    """Draw the upright label ``width`` painter units wide at the painter's origin, with the code that prints it.
    Returns its height.
    """
    drawing = layout_label(label, sheet)
    scale = Scale.at(sheet.dpi)
    factor = width / (drawing.width * scale.x)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(factor, factor)
    blank(painter, drawing.width * scale.x, drawing.height * scale.y)
    paint(painter, drawing, scale)
    painter.restore()
    return drawing.height * scale.y * factor
