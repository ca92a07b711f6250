"""How long the table of the window needs with a million rows: first rows, all ids, a jump to any row, select all.

``python -m tests.bench.bench_window [ROWS]``. A measurement, not a test: the rows are made up, so only the kit is
measured (the database is measured by ``bench_lists``). Also prints the longest gap of the event loop meanwhile.
"""

from __future__ import annotations

import os
import random
import sys
import time
from statistics import quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from shopdesk.app.context import make_context
from shopdesk.app.start import make_application
from shopdesk.ui.table.model import ListModel
from shopdesk.ui.table.view import TableView
from tests.ui.demo import DemoShop, DemoSource
from tests.ui.loop_watch import LoopWatch

JUMPS = 300


def wait_for(signal) -> float:
    """Run the event loop until ``signal``; how long that took, in ms."""
    start = time.perf_counter()
    loop = QEventLoop()
    signal.connect(loop.quit)
    loop.exec()
    signal.disconnect(loop.quit)
    return (time.perf_counter() - start) * 1000


def jump_ms(view: TableView, row: int) -> float:
    """From the jump to the painted rows."""
    model = view.list_model()
    start = time.perf_counter()
    view.scrollTo(model.index(row, 0), TableView.ScrollHint.PositionAtTop)
    view.viewport().repaint()
    while model.cell_text(row, 0) == "":
        wait_for(model.dataChanged)
    view.viewport().repaint()
    return (time.perf_counter() - start) * 1000


def main(rows: int) -> None:
    app = make_application(["bench"])
    context = make_context()
    context.theme.apply()
    context.shop = DemoShop()
    view = TableView(context, "bench")
    view.resize(1100, 760)
    view.show()
    model = ListModel(DemoSource(rows), context, view)
    view.set_list(model)
    with LoopWatch() as watch:
        model.set_chip("all")
        print(f"first rows      {wait_for(model.loaded):8.1f} ms")
        print(f"all {rows:,} ids {wait_for(model.completed):8.1f} ms")
    print(f"longest gap     {watch.longest_gap_ms:8.1f} ms")
    chance = random.Random(1)
    times = [jump_ms(view, chance.randrange(rows)) for _ in range(JUMPS)]
    cuts = quantiles(times, n=100)
    print(f"jump p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms")
    start = time.perf_counter()
    view.select_all_matching()
    count = view.selected_count()
    print(f"select {count:,} {(time.perf_counter() - start) * 1000:8.1f} ms")
    start = time.perf_counter()
    view.selected_ids()
    print(f"read their ids  {(time.perf_counter() - start) * 1000:8.1f} ms")
    with LoopWatch() as watch:
        model.refresh()
        print(f"refresh         {wait_for(model.completed):8.1f} ms, longest gap {watch.longest_gap_ms:.1f} ms")
    view.close()
    context.close()
    QApplication.processEvents()
    del app


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
