"""Qt's own words (file dialogs, the menu of a text field, OK and Cancel) in the program's language.

Ours are gettext's (``base.i18n``); these come with Qt.
"""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

_NAME = "qtbase"


def speak_qt(app: QApplication, language: str) -> None:
    """From now on Qt speaks ``language``; where it lacks a translation, English, which is what it is written in."""
    for old in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(old)
        old.deleteLater()
    made = QTranslator(app)
    made.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and made.load(f"{_NAME}_{language}", folder):
        app.installTranslator(made)
