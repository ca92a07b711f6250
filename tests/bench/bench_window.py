"""How alive the window is with a million orders: jumps, keystrokes, chips, sorting; the longest gap of the event loop
while ids load, a large file is imported and taken back, and everything is selected and copied.

``python -m tests.bench.bench_window [jumps keystrokes …] [--import FILE]``. A measurement, not a test. The real window
over a copy of the kept shop, on the offscreen platform; a keystroke is counted from the key to the painted rows, the
pause of the search
field included. Aims: jump ≤ 16 ms p99, keystroke ≤ 100 ms, no gap above 50 ms. Each line also says what the window's
thread computed (other programs do not lengthen it as they do the clock's time) and how busy the machine was.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["SHOPDESK_HOME"] = tempfile.mkdtemp(prefix="shopdesk-bench-home-")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from shopdesk.app.garbage import Garbage
from shopdesk.app.program import Program
from shopdesk.app.start import make_application
from shopdesk.dialogs.import_wizard.conductor import Conductor
from shopdesk.ui.page import TabPage
from tests.bench.million_orders import kept_shop
from tests.ui.loop_watch import LoopWatch

ORDER_FILE = Path(__file__).resolve().parents[3] / "shared/datasets/online_retail_rebuilt.xlsx"
TYPED = (
    "e", "z", "7", "王", "保", "上", "em", "71", "qx", "王小", "保温", "北京", "emma", "wxm", "wangx", "1234", "98765",
    "305-01", "garcia", "emma fischer", "王小明", "kettle emma", "sku-00042", "berlin lamp wang", "user77777", "zzzz",
    "305-0123456", "o'connor lantern",
)  # fmt: skip
JUMPS = 300


def until(is_true: Callable[[], bool], signal: Any = None, limit_ms: int = 600_000) -> None:
    """Run the event loop until something is so, looking whenever ``signal`` comes, else every millisecond."""
    loop = QEventLoop()
    met: list[bool] = []  # what became true may be over again before the loop has ended

    def look(*_: Any) -> None:
        if is_true():
            met.append(True)
            loop.quit()

    timer = QTimer(interval=1)
    if signal is None:
        timer.timeout.connect(look)
        timer.start()
    else:
        signal.connect(look)
    QTimer.singleShot(limit_ms, loop, loop.quit)
    look()
    if not met:
        loop.exec()
    timer.stop()
    if signal is not None:
        signal.disconnect(look)
    assert met, "took too long"


def say(name: str, times: list[Spent], note: str = "") -> None:
    """One line: median, 99th of a hundred, worst, in milliseconds, by the clock and of the window's thread."""
    clock, thread = (sorted(each) for each in zip(*times, strict=True))
    of_100 = min(len(times) - 1, int(len(times) * 0.99))
    print(
        f"{name:<28} p50 {statistics.median(clock):6.1f}  p95 {clock[int(len(times) * 0.95)]:6.1f}  "
        f"p99 {clock[of_100]:6.1f}  max {clock[-1]:6.1f} ms  "
        f"(thread {statistics.median(thread):.1f} / {thread[of_100]:.1f}, load {os.getloadavg()[0]:.1f})  {note}",
        flush=True,
    )


class Spent(NamedTuple):
    """Milliseconds by the clock, and those the window's thread computed."""

    clock: float
    thread: float


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._clock, self._thread = time.perf_counter(), time.thread_time()

    def spent(self) -> Spent:
        """Until now."""
        return Spent((time.perf_counter() - self._clock) * 1000, (time.thread_time() - self._thread) * 1000)


def complain(error: Exception) -> None:
    """Nothing here may go wrong unseen."""
    print(f"FAILED: {error!r}", flush=True)


class Bench:
    """The window of a program that runs, its Orders page, a plain connection beside it."""

    def __init__(self, program: Program, shop: Path) -> None:
        self.program = program
        self.context = program.context
        assert program.window is not None
        self.window = program.window
        self.raw = sqlite3.connect(shop)
        self.raw.execute("PRAGMA cache_size = -65536")
        until(lambda: self.window.page() is not None)
        page = self.window.page()
        assert isinstance(page, TabPage) and page.model is not None
        self.page, self.model, self.table = page, page.model, page.table
        self.settle()

    def settle(self) -> None:
        """Until nothing runs and every id is known."""
        until(lambda: self.context.tasks.is_idle() and self.model.is_complete)

    def first_rows(self, act: Callable[[], Any]) -> Spent:
        """From ``act`` to the painted first rows of what it asks for."""
        came: list[bool] = []

        def note() -> None:
            came.append(True)

        self.model.loaded.connect(note)
        watch = Stopwatch()
        act()
        until(lambda: bool(came), self.model.loaded)
        self.model.loaded.disconnect(note)
        return self.painted(watch)

    def painted(self, watch: Stopwatch) -> Spent:
        """What was spent, the rows painted."""
        self.table.viewport().repaint()
        return watch.spent()

    def watched(self, name: str, work: Callable[[], None]) -> None:
        """The longest gaps of the event loop meanwhile."""
        begin = time.perf_counter()
        with LoopWatch() as watch:
            work()
        took = time.perf_counter() - begin
        worst = ", ".join(f"{gap:.0f}" for gap in sorted(watch.gaps_ms)[:-5:-1])
        over = sum(gap > 50 for gap in watch.gaps_ms)
        print(f"{name:<28} longest gaps {worst} ms, {over} above 50 ms, took {took:.1f} s", flush=True)

    # ---- what is measured

    def load_all(self) -> None:
        """Every id of the shop."""

        def work() -> None:
            self.page.chips.choose("all")
            self.settle()

        self.watched("all ids and counts", work)
        begin = time.perf_counter()
        sql = "SELECT id FROM orders WHERE archived_at IS NULL ORDER BY placed_at DESC, id DESC"
        self.raw.execute(sql).fetchall()
        print(f"{'':28} plain sqlite3 reads the ids in {time.perf_counter() - begin:.1f} s")

    def jumps(self) -> None:
        """Anywhere in the list of all orders, by the scroll bar."""
        self.page.chips.choose("all")
        self.settle()
        chance, bar, times, plain = random.Random(1), self.table.verticalScrollBar(), [], []
        for _ in range(JUMPS):
            watch = Stopwatch()
            bar.setValue(chance.randrange(bar.maximum()))
            top = self.table.rowAt(1)
            bottom = max(top, self.table.rowAt(self.table.viewport().height() - 2))
            until(lambda t=top, b=bottom: self._here(t) and self._here(b), self.model.dataChanged)
            times.append(self.painted(watch))
            ids = self.model.ids()[top : top + 256]
            begin = time.perf_counter()
            marks = ",".join("?" * len(ids))
            self.raw.execute(f"SELECT * FROM orders WHERE id IN ({marks})", list(ids)).fetchall()
            plain.append((time.perf_counter() - begin) * 1000)
        base = statistics.median(plain)
        say(
            "jump to painted rows",
            times,
            f"plain sqlite3 256 rows {base:.1f} ms = {statistics.median(each.clock for each in times) / base:.1f} ×",
        )

    def _here(self, row: int) -> bool:
        return self.model.cells(row) is not None

    def keystrokes(self) -> None:
        """From the last key of each text to its rows, in two chips."""
        for chip in ("all", "to_ship"):
            self.page.chips.choose(chip)
            self.settle()
            times = {}
            for typed in TYPED:
                self.page.search.search_now(typed[:-1])
                self.settle()
                times[typed] = self.first_rows(partial(self.page.search.setText, typed))
                self.settle()
            worst = sorted(times, key=lambda key: -times[key].clock)[:4]
            say(
                f"keystroke in “{chip}”",
                list(times.values()),
                " ".join(f"{key}: {times[key].clock:.0f}" for key in worst),
            )
            self.page.search.search_now("")
            self.settle()

    def chips(self) -> None:
        """From a click on a chip to its rows."""
        self.page.chips.choose("all")
        self.settle()
        times = {}
        for chip in [*self.model.source.filters, *self.model.source.filters]:
            times[chip.key] = self.first_rows(partial(self.page.chips.choose, chip.key))
            self.settle()
        worst = max(times, key=lambda key: times[key].clock)
        say("chip", list(times.values()), f"{worst}: {times[worst].clock:.0f}")

    def sorting(self) -> None:
        """From a click on a column's header to its rows, over all orders."""
        self.page.chips.choose("all")
        self.settle()
        times = {}
        for column in self.model.source.columns:
            if column.sortable:
                times[column.key] = self.first_rows(partial(self.model.set_sort, (column.key, False)))
                self.settle()
        self.model.set_sort(None)
        self.settle()
        say(
            "sort all by a column",
            list(times.values()),
            " ".join(f"{key}: {spent.clock:.0f}" for key, spent in times.items()),
        )

    def select_and_copy(self) -> None:
        """Everything, as far as the clipboard takes it."""

        def work() -> None:
            self.table.setFocus()
            self.table.select_all_matching()
            self.table.viewport().repaint()
            QTest.keyClick(self.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
            self.settle()

        self.watched("select all, copy", work)
        self.table.clearSelection()

    def import_and_undo(self, file: Path) -> None:
        """The wizard's own steps, without its window."""
        conductor = Conductor(self.context)
        results: list[Any] = []
        conductor.imported.connect(results.append)
        conductor.undone.connect(results.append)

        def step(begin: Callable[[], None]) -> Callable[[], None]:
            def work() -> None:
                begin()
                until(lambda: conductor.task is None)
                self.settle()

            return work

        self.watched("look at the file", step(lambda: conductor.open(file)))
        self.watched("read and compare", step(conductor.read))
        self.watched("import", step(conductor.apply))
        conductor.journey.result = results[0]
        self.watched("take the import back", step(conductor.undo))
        print(f"{'':28} {results[0].rows:,} rows imported, {results[1].removed:,} taken back")
        conductor.close()


def main() -> None:
    """Measure everything on a copy of the kept shop."""
    file = Path(sys.argv[sys.argv.index("--import") + 1]) if "--import" in sys.argv else ORDER_FILE
    app = make_application(["bench"])
    garbage = Garbage(app)
    with tempfile.TemporaryDirectory(prefix="shopdesk-bench-") as folder:
        shop = Path(shutil.copy(kept_shop(), folder))
        program = Program()
        program.crashes.uninstall()
        program.context.tasks.refused.connect(complain)
        program.context.tasks.crashed.connect(complain)
        program.begin(shop)
        bench = Bench(program, shop)
        wanted = [name for name in STEPS if name in sys.argv] or list(STEPS)
        for name in wanted:
            if name != "import_and_undo":
                getattr(bench, name)()
            elif file.exists():
                bench.import_and_undo(file)
        bench.raw.close()
        program.end()
        garbage.end()
    shutil.rmtree(os.environ["SHOPDESK_HOME"], ignore_errors=True)


STEPS = ("load_all", "jumps", "keystrokes", "chips", "sorting", "select_and_copy", "import_and_undo")

if __name__ == "__main__":
    main()
