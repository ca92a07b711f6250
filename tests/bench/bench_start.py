"""How long the program takes from process start to the first painted rows of the Orders tab, on a shop of a million
orders, as a multiple of a bare PySide6 + SQLAlchemy window that shows thirty rows of the same file.

``python -m tests.bench.bench_start [RUNS] [--shop FILE]``. A measurement, not a test. Every run is a process of its own
on the offscreen platform; the two alternate; the medians are compared. Aim: at most 2 ×.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_said: list[bool] = []


def bare(shop: str, begin_s: float) -> None:
    """The least a Qt program with SQLAlchemy does: open the file, thirty rows, one table."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView
    from sqlalchemy import create_engine, text

    class Table(QTableView):
        def paintEvent(self, event):  # type: ignore[no-untyped-def]
            super().paintEvent(event)
            _done(begin_s)

    app = QApplication(["bare"])
    query = "SELECT external_no, buyer_name, items_summary, total_minor, placed_at, state, ship_by FROM orders LIMIT 30"
    with create_engine(f"sqlite:///{shop}").connect() as connection:
        rows = connection.execute(text(query)).all()
    model = QStandardItemModel()
    for row in rows:
        model.appendRow([QStandardItem(str(cell)) for cell in row])
    table = Table()
    table.setModel(model)
    table.resize(1440, 900)
    table.show()
    app.exec()


def ours(shop: str, begin_s: float) -> None:
    """The program as a double click on the shop file starts it."""
    from shopdesk import __main__
    from shopdesk.app import start

    make_application = start.make_application

    def watched(argv: list[str]) -> object:
        app = make_application(argv)
        from shopdesk.ui.table.view import TableView

        paint: Callable[..., None] = TableView.paintEvent

        def first_paint(view: TableView, event: object) -> None:
            paint(view, event)
            if view.model() is not None and view.list_model().known_text(0, 0):
                _done(begin_s)

        TableView.paintEvent = first_paint  # type: ignore[method-assign, assignment]
        return app

    start.make_application = watched  # type: ignore[assignment]
    sys.argv = ["shopdesk", shop]
    __main__.main()


def _done(begin_s: float) -> None:
    """Say it once and close the window, so that the shop is left clean for the next run."""
    from PySide6.QtWidgets import QApplication

    if not _said:
        _said.append(True)
        print(f"first rows painted: {(time.monotonic() - begin_s) * 1000:.1f} {time.process_time() * 1000:.1f}")
        QApplication.quit()


def _setting(home: str) -> dict[str, str]:
    """No screen, nothing remembered, and compiled modules kept as an installed program has them."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled = str(Path(tempfile.gettempdir()) / "shopdesk-bench" / "compiled")
    return kept | {
        "QT_QPA_PLATFORM": "offscreen", "SHOPDESK_HOME": home, "LANG": "en_US.UTF-8", "PYTHONPYCACHEPREFIX": compiled,
    }  # fmt: skip


def start_ms(kind: str, shop: Path, *options: str) -> tuple[float, float]:
    """Milliseconds from starting a process of its own to its first painted rows, on the clock and of the processor."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, *options, "-m", "tests.bench.bench_start", kind, str(shop), str(time.monotonic())]
        done = subprocess.run(command, cwd=ROOT, env=_setting(home), capture_output=True, text=True, check=True)
    clock, processor = done.stdout.rsplit(":", 1)[1].split()
    return float(clock), float(processor)


def main() -> None:
    """Alternate the two, print the medians and their ratio."""
    if sys.argv[1:2] in (["bare"], ["ours"]):
        {"bare": bare, "ours": ours}[sys.argv[1]](sys.argv[2], float(sys.argv[3]))
        return
    from tests.bench.million_orders import kept_shop

    runs = int(next((word for word in sys.argv[1:] if word.isdigit()), "9"))
    shop = Path(sys.argv[sys.argv.index("--shop") + 1]) if "--shop" in sys.argv else kept_shop()
    pairs = [(start_ms("bare", shop), start_ms("ours", shop)) for _ in range(runs + 1)][1:]  # the first one warms up
    for name, place in (("clock", 0), ("processor", 1)):
        least, mine = (statistics.median(pair[i][place] for pair in pairs) for i in (0, 1))
        ratio = statistics.median(b[place] / a[place] for a, b in pairs)
        print(f"{name:10} bare {least:6.0f} ms   ShopDesk {mine:6.0f} ms   {mine / least:.2f} × (pairs {ratio:.2f} ×)")


if __name__ == "__main__":
    main()
