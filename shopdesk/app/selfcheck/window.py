"""The real window: over an empty shop and over the sample shop, every tab looked at; and how soon a start shows it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.app.selfcheck.bench import Bench
from shopdesk.app.selfcheck.work import is_blank

if TYPE_CHECKING:
    from shopdesk.app.screens import Stage

FIRST_PAINT = "--first-paint"
_START_S = 60.0


def empty_shop(_bench: Bench) -> dict[str, Any]:
    """The window before there is a shop, then with one that has nothing in it."""
    from shopdesk.storage.shopfile import create_shop

    def make(stage: Stage) -> None:
        shop = create_shop(stage.folder / "empty.shopdesk", name="Empty", currency="EUR", timezone="Europe/Berlin")
        stage.serve(shop)

    return _look_around(make)


def sample_shop(_bench: Bench) -> dict[str, Any]:
    """The window with the sample shop."""

    def make(stage: Stage) -> None:
        stage.open_shop()

    return _look_around(make)


def _look_around(make: Callable[[Stage], None]) -> dict[str, Any]:
    """Every tab, and that something was painted on it. Raises what a slot or a lane raised meanwhile."""
    from shopdesk.app.offscreen import quiet_platform
    from shopdesk.app.screens import stage_set

    crashes: list[Exception] = []
    colours = {}
    with quiet_platform(), stage_set() as stage:
        stage.context.tasks.crashed.connect(crashes.append)
        make(stage)
        for key in stage.window.tabs:
            stage.window.show_tab(key)
            stage.settle()
            picture = stage.window.grab().toImage()
            if is_blank(picture.pixelColor, picture.width(), picture.height()):
                raise ValueError(f"{key}: nothing was painted")
            colours[key] = f"{picture.width()} × {picture.height()}"
    if crashes:
        raise crashes[0]
    return colours


def start(bench: Bench) -> dict[str, Any]:
    """Start the program as a double click on a shop file does, in a process of its own that ends with its first rows.

    Milliseconds from the start of the process to the window's first paint, and to its first painted rows.
    """
    shop = bench.folder / "start.shopdesk"
    bench.command("new", shop, "--sample")
    times = [first_paint_ms(shop) for _ in range(3)]  # the first one warms up
    windows, rows = (sorted(pair[i] for pair in times[1:])[0] for i in (0, 1))
    return {"first_paint_ms": windows, "first_rows_ms": rows}


def first_paint_ms(shop: Path) -> tuple[int, int]:
    """``(window, rows)`` of one start. Raises ``RuntimeError`` when the start fails, ``TimeoutExpired``."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "shopdesk"]
    root = str(Path(__file__).resolve().parents[3])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])}
    done = subprocess.run(
        [*program, FIRST_PAINT, str(shop), str(time.monotonic())],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment,
        timeout=_START_S,
        check=False,
    )
    found = done.stdout.split()
    if done.returncode or len(found) != 2:
        raise RuntimeError(f"exit code {done.returncode}: {(done.stdout + done.stderr).strip()[-600:]}")
    return int(found[0]), int(found[1])


def show_first_paint(shop: str, began_s: str) -> int:
    """The other side of :func:`first_paint_ms`: the program itself, ended as soon as rows were painted."""
    from shopdesk.app import start as program
    from shopdesk.app.window import MainWindow
    from shopdesk.ui.table.view import TableView

    began, seen = float(began_s), {}

    def watched(kind: Any, name: str, is_there: Callable[[Any], bool], then: Callable[[], None]) -> None:
        paint = kind.paintEvent

        def first(widget: Any, event: object) -> None:
            paint(widget, event)
            if name not in seen and is_there(widget):
                seen[name] = round((time.monotonic() - began) * 1000)
                then()

        kind.paintEvent = first

    def end() -> None:
        from PySide6.QtWidgets import QApplication

        print(seen["window"], seen["rows"], flush=True)
        QApplication.quit()

    watched(MainWindow, "window", lambda _window: True, lambda: None)
    watched(TableView, "rows", lambda view: view.model() is not None and view.list_model().known_text(0, 0), end)
    return program.main([shop])
