"""What every test shares: no screen, folders of its own, English, a clock to stop, an empty shop, a look for leaks."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from shopdesk.base.i18n import set_language
from shopdesk.storage.session import ShopFile

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

NOON = "2026-11-22T12:00:00+00:00"
_FOLDER_VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")


@pytest.fixture(scope="session", autouse=True)
def application(qapp: QApplication) -> QApplication:
    """One application with widgets for the whole run: what prints first must not make a lesser one."""
    return qapp


@pytest.fixture(autouse=True)
def garbage_stays_on_this_thread() -> Iterator[None]:
    """As in the program (``app.garbage``): a lane that collects would destroy Qt objects of the window's thread."""
    from shopdesk.app.garbage import collect_due

    gc.disable()
    yield
    collect_due()


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data, settings and cache folders that belong to this test alone; the person's own are never touched."""
    home = tmp_path_factory.mktemp("home")
    for variable in _FOLDER_VARIABLES:
        monkeypatch.setenv(variable, str(home / variable.lower()))
    monkeypatch.setenv("SHOPDESK_HOME", str(home / "shopdesk"))
    monkeypatch.delenv("SHOPDESK_NOW", raising=False)
    return home


@pytest.fixture(autouse=True)
def english(application: QApplication) -> Iterator[None]:
    """Each test starts, and leaves the next one, in English, Qt's own words too."""
    from shopdesk.ui.qt_words import speak_qt

    set_language("en")
    yield
    set_language("en")
    speak_qt(application, "en")


@pytest.fixture
def stop_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Stop ``base.clock`` at a moment: ``stop_clock("2026-11-22T12:00:00+00:00")``."""

    def stop(moment: str = NOON) -> None:
        monkeypatch.setenv("SHOPDESK_NOW", moment)

    return stop


@pytest.fixture
def noon(stop_clock: Callable[[str], None]) -> str:
    """The clock stands at noon UTC on 22 November 2026."""
    stop_clock(NOON)
    return NOON


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[ShopFile]:
    """An empty shop in euros, Berlin time."""
    from shopdesk.storage.shopfile import create_shop

    opened = create_shop(tmp_path / "test.shopdesk", name="Test shop", currency="EUR", timezone="Europe/Berlin")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fail on a thread, child process or visible window that outlives its test."""
    before = set(threading.enumerate())
    yield
    leaked = [thread for thread in set(threading.enumerate()) - before if not thread.daemon and not _ended(thread)]
    assert not leaked, f"threads left running: {leaked}"
    children = [child for child in multiprocessing.active_children() if not _ended(child)]
    assert not children, f"child processes left running: {children}"
    windows = _visible_windows()
    assert not windows, f"windows left open: {windows}"


def _ended(worker: threading.Thread | multiprocessing.process.BaseProcess) -> bool:
    if isinstance(worker, threading._DummyThread):  # a Qt pool's thread that Python has only seen in passing
        return True
    worker.join(5)
    return not worker.is_alive()


def _visible_windows() -> list[object]:
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not any(window.isVisible() for window in QApplication.topLevelWidgets()):
        return []
    gc.collect()  # slow beside thousands of small tests, so only where something is still in sight
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]
