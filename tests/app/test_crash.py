"""The crash report: once, readable, copyable, without anybody's data; the program goes on."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from shopdesk.app.crash import CrashReporter, crash_report
from shopdesk.base.errors import UserError

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def reporter(qapp):
    made = CrashReporter()
    hooks = sys.excepthook, threading.excepthook
    made.install()
    yield made
    if made.dialog() is not None:
        made.dialog().accept()
    made.uninstall()
    assert (sys.excepthook, threading.excepthook) == hooks


def bug(text="Emma Fischer, emma@example.de, +49 30 1234567"):
    try:
        raise KeyError(text)
    except KeyError as error:
        return error


def test_a_report_names_the_place_and_nobody():
    text = crash_report(bug())
    assert "KeyError" in text and "test_crash.py" in text and "ShopDesk" in text
    assert "Emma" not in text and "@" not in text and "1234567" not in text


def test_a_bug_is_shown_once(qtbot, reporter):
    error = bug()
    reporter.report(error)
    first = reporter.dialog()
    assert first.report() == crash_report(error)
    first.copy_button.click()
    assert QGuiApplication.clipboard().text() == first.report()
    first.close_button.click()
    reporter.report(error)
    assert reporter.dialog() is None


def test_an_exception_in_a_thread_is_reported_on_the_gui_thread(qtbot, reporter):
    with qtbot.waitSignal(reporter.caught):
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: reporter.dialog() is not None)
    assert "ZeroDivisionError" in reporter.dialog().report()


def test_an_expected_error_nobody_caught_is_worded_not_reported(qtbot, reporter):
    with qtbot.waitSignal(reporter.refused) as caught:
        reporter.report(UserError("no_shop_open"))
    assert caught.args[0].code == "no_shop_open" and reporter.dialog() is None


def test_an_exception_in_a_slot_does_not_end_the_loop(qtbot, reporter):
    def fail():
        raise RuntimeError("in a slot")

    beats = []
    with qtbot.capture_exceptions():
        hook = sys.excepthook
        sys.excepthook = reporter._on_exception
        QTimer.singleShot(0, fail)
        QTimer.singleShot(5, lambda: beats.append(1))
        qtbot.waitUntil(lambda: bool(beats))
        sys.excepthook = hook
    assert reporter.dialog() is not None
