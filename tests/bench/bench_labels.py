"""1,000 labels to PDF against a bare QPainter loop that draws the same glyphs and bars. Prints the ratio (the aim: at
most 2).

``python tests/bench/bench_labels.py [count]``. The bare loop gets every position as a ready number; ours lays out,
encodes and paints. Processor time, best of three runs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPdfWriter

from shopdesk.domain.paper import LabelData
from shopdesk.printing import barcode, fitting, fonts, layout, painter
from shopdesk.printing.drawing import Bars, Filled, Frame, Mark, Text
from shopdesk.printing.painter import Scale, bar_rects
from shopdesk.printing.pdf import page_layout, write_labels
from shopdesk.printing.pictograms import outline
from shopdesk.printing.sheets import sheet
from tests.printing.variety import various_labels

Numbers = tuple[int, int, int, int]
Strokes = tuple[list[tuple[QFont, float, float, str, bool]], list[list[Numbers]], list[QPainterPath]]


def strokes(label: LabelData) -> Strokes:
    """Everything one label needs, ready for the bare loop: texts, rectangles, paths."""
    stock, scale = sheet("thermal_100x150"), Scale.at(203)
    texts, rects, paths = [], [], []
    for item in layout.layout_label(label, stock).items:
        if isinstance(item, Text):
            size = int(item.size * scale.x)
            x = item.x * scale.x - fonts.advance(item.text, item.bold) * size * item.align
            texts.append((fonts.paper_font(size, item.bold), x, item.y * scale.y, item.text, item.white))
        elif isinstance(item, Bars):
            rects.append(bar_rects(item, scale))
        elif isinstance(item, Filled):
            rects.append([painter._rect(item.box.x, item.box.y, item.box.width, item.box.height, scale)])
        elif isinstance(item, Frame):
            box = item.box
            rects.append([painter._rect(box.x, y, box.width, item.thickness, scale) for y in (box.y, box.bottom)])
            rects.append([painter._rect(x, box.y, item.thickness, box.height, scale) for x in (box.x, box.right)])
        elif isinstance(item, Mark):
            path = QPainterPath(outline(item.pictogram))
            path.translate(item.box.x * scale.x, item.box.y * scale.y)
            paths.append(path)
    numbers = [[(rect.x(), rect.y(), rect.width(), rect.height()) for rect in group] for group in rects]
    return texts, numbers, paths


def bare(path: Path, pages: list[Strokes]) -> None:
    """The least a program can do for the same ink."""
    writer = QPdfWriter(str(path))
    writer.setResolution(203)
    writer.setPageLayout(page_layout(100, 150))
    black, white = QColor(0, 0, 0), QColor(255, 255, 255)
    brush = QPainter(writer)
    brush.setBrush(black)
    for number, (texts, rects, paths) in enumerate(pages):
        if number:
            writer.newPage()
        brush.setPen(Qt.PenStyle.NoPen)
        for group in rects:
            brush.drawRects([QRect(x, y, width, height) for x, y, width, height in group])
        for outline_path in paths:
            brush.drawPath(outline_path)
        for font, x, y, text, is_white in texts:
            brush.setPen(white if is_white else black)
            brush.setFont(font)
            brush.drawText(QPointF(x, y), text)
    brush.end()


def forget() -> None:
    """Cold caches: no run profits from the one before."""
    barcode.encode.cache_clear()
    fitting.wrap.cache_clear()
    fonts.advance.cache_clear()


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(count: int) -> None:
    fonts.ensure_application()
    labels = various_labels(count)
    pages = [strokes(label) for label in labels]
    with tempfile.TemporaryDirectory() as folder:
        ours, least = [], []
        for run in range(4):  # the first one warms the fonts up for both
            forget()
            times = [timed(lambda: write_labels(Path(folder) / "ours.pdf", labels, sheet("thermal_100x150")))]
            times.append(timed(lambda: bare(Path(folder) / "bare.pdf", pages)))
            if run:
                ours.append(times[0])
                least.append(times[1])
    print(f"{count} labels: ours {min(ours):.2f} s, bare {min(least):.2f} s, ratio {min(ours) / min(least):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
