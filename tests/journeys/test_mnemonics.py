"""Alt and the underlined letter do what they say in every dialog, and no letter means two things."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPushButton, QWidget

from shopdesk.app.screens import stage_set, walk
from shopdesk.app.start import make_application
from shopdesk.base.i18n import set_language
from shopdesk.ui.theme import use_fonts

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),  # the offscreen platform says so
    pytest.mark.slow,
]


@pytest.fixture(params=["en", "zh_CN"])
def dialogs(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Iterator[tuple[str, QWidget]]]:
    """Every dialog of the program, one after the other, over the sample shop."""
    set_language(request.param)
    make_application(["shopdesk"])
    with stage_set() as stage:
        yield ((key, widget) for key, widget in walk(stage) if isinstance(widget, QDialog))
    use_fonts(qapp, "en")


def letters(dialog: QWidget) -> list[tuple[str, QWidget]]:
    """The underlined letters in sight, and whose they are."""
    found = []
    for widget in dialog.findChildren(QWidget):
        if not widget.isVisibleTo(dialog) or not isinstance(widget, QAbstractButton | QLabel):
            continue
        if isinstance(widget, QLabel) and widget.buddy() is None:
            continue
        target = widget.buddy() if isinstance(widget, QLabel) else widget
        sequence = QKeySequence.mnemonic(widget.text())
        if not sequence.isEmpty() and target.isEnabled():
            found.append((sequence.toString().removeprefix("Alt+"), target))
    return found


def press(dialog: QWidget, letter: str) -> None:
    """Alt and the letter, where the focus is."""
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key(ord(letter)), Qt.KeyboardModifier.AltModifier)


def answers(target: QWidget) -> bool:
    return target.isDown() if isinstance(target, QAbstractButton) else target.hasFocus()


def test_each_letter_means_one_thing_and_does_it(dialogs: Iterator[tuple[str, QWidget]]) -> None:
    wrong = []
    for key, dialog in dialogs:
        dialog.activateWindow()
        QTest.qWaitForWindowActive(dialog)
        taken: dict[str, QWidget] = {}
        for letter, target in letters(dialog):
            name = target.objectName()
            if letter in taken:
                wrong.append(f"{key}: Alt+{letter} means {taken[letter].objectName()} and {name}")
                continue
            taken[letter] = target
            target.blockSignals(True)  # pressed, but nothing happens
            press(dialog, letter)
            if not answers(target):
                wrong.append(f"{key}: Alt+{letter} does nothing for {name}")
    assert wrong == [], "\n".join(wrong)


def test_enter_presses_the_button_that_has_the_focus_and_no_other(dialogs: Iterator[tuple[str, QWidget]]) -> None:
    """Close has the focus after a print: Enter must not print once more, because that button is the default."""
    wrong, pressed = [], 0
    for key, dialog in dialogs:
        dialog.activateWindow()
        QTest.qWaitForWindowActive(dialog)
        buttons = [each for each in dialog.findChildren(QPushButton) if each.isVisibleTo(dialog) and each.isEnabled()]
        clicked: list[QPushButton] = []
        for button in buttons:
            if (menu := button.menu()) is not None:  # it opens, and is closed again
                menu.aboutToShow.connect(lambda button=button: clicked.append(button))  # noqa: B023
                menu.aboutToShow.connect(lambda menu=menu: QTimer.singleShot(0, menu.close))
                continue
            button.clicked.disconnect()
            button.clicked.connect(lambda _on=False, button=button: clicked.append(button))  # noqa: B023
        for button in buttons:
            button.setFocus()
            clicked.clear()
            QTest.keyClick(button, Qt.Key.Key_Return)
            pressed += clicked == [button]
            if clicked != [button]:
                wrong.append(f"{key}: Enter on {button.objectName()} pressed {[each.objectName() for each in clicked]}")
    assert wrong == [], "\n".join(wrong)
    assert pressed > 60


def test_most_buttons_have_a_letter(dialogs: Iterator[tuple[str, QWidget]]) -> None:
    """A dialog whose buttons lost their letters would pass the test above."""
    assert sum(len(letters(dialog)) for _, dialog in dialogs) > 40
