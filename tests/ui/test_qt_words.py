"""Qt's own words follow the language of the program."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from shopdesk.ui.qt_words import speak_qt


def cancel() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_qt_speaks_the_language_and_goes_back(qapp: QApplication) -> None:
    assert cancel() == "Cancel"
    speak_qt(qapp, "zh_CN")
    speak_qt(qapp, "zh_CN")
    assert cancel() == "取消"
    speak_qt(qapp, "en")
    assert cancel() == "Cancel"
