"""Starts the window: what comes in which order, so that the first tab is painted soon.

Must not import Qt before :func:`run_gui`.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def main(argv: list[str] | None = None) -> int:
    """Open the window: with nothing the shop opened last, with ``FILE`` or ``--shop FILE`` that one.

    Returns the exit code.
    """
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["--import-child"]:
        from shopdesk.importing.child import main as child

        return child(words[1:])
    files = [word for word in words if not word.startswith("-")]
    return run_gui(Path(files[0]) if files else None)


def run_gui(shop: Path | None) -> int:
    """The program with its window, until it is closed. ``shop``: a shop file to open, or a spreadsheet to import."""
    gc.disable()  # what the imports make stays: looking through it again and again is a tenth of the start
    from shopdesk.app.garbage import Garbage
    from shopdesk.app.program import Program

    app = make_application(sys.argv[:1])
    garbage = Garbage(app)
    program = Program()
    try:
        return app.exec() if program.begin(shop) else 0
    finally:
        program.end()
        garbage.end()


def make_application(argv: list[str]) -> QApplication:
    """The one ``QApplication``: names, high-DPI rounding, fonts."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QIcon
    from PySide6.QtWidgets import QApplication

    from shopdesk.base.catalog import resources_dir
    from shopdesk.base.i18n import current_language
    from shopdesk.ui.qt_words import speak_qt
    from shopdesk.ui.theme import use_fonts

    app = QApplication.instance()
    if app is None:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(argv or ["shopdesk"])
    assert isinstance(app, QApplication)
    app.setApplicationName("ShopDesk")
    app.setApplicationDisplayName("ShopDesk")
    app.setDesktopFileName("shopdesk")
    app.setWindowIcon(QIcon(str(resources_dir() / "shopdesk.png")))
    app.setQuitOnLastWindowClosed(True)
    use_fonts(app, current_language())
    speak_qt(app, current_language())
    return app
