"""The walk finds what is planted: otherwise a clean walk means nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tests.journeys.walk import problems

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def unnamed_button(window: QWidget) -> None:
    button = QPushButton(window)
    picture = QPixmap(16, 16)
    picture.fill(Qt.GlobalColor.red)
    button.setIcon(QIcon(picture))
    window.layout().addWidget(button)


def unnamed_field(window: QWidget) -> None:
    window.layout().addWidget(QLineEdit(window))


def unnamed_box(window: QWidget) -> None:
    window.layout().addWidget(QComboBox(window))


def cut_label(window: QWidget) -> None:
    label = QLabel("a text that is much longer than its place", window)
    label.setFixedWidth(60)
    window.layout().addWidget(label)


def cut_lines(window: QWidget) -> None:
    label = QLabel("a text that is much longer than its place " * 4, window)
    label.setWordWrap(True)
    label.setFixedSize(120, 20)
    window.layout().addWidget(label)


def cut_button(window: QWidget) -> None:
    button = QPushButton("Print 1,000 labels on the thermal printer", window)
    button.setFixedWidth(80)
    window.layout().addWidget(button)


def faint_label(window: QWidget) -> None:
    label = QLabel("grey on white", window)
    label.setStyleSheet("background: #ffffff; color: #9a9a9a;")
    window.layout().addWidget(label)


def sticking_out(window: QWidget) -> None:
    button = QPushButton("Out", window)
    button.move(290, 10)


PLANTED = {
    unnamed_button: "no accessible name",
    unnamed_field: "no accessible name",
    unnamed_box: "no accessible name",
    cut_label: "cut off",
    cut_lines: "cut off",
    cut_button: "cut off",
    faint_label: "contrast 2.",
    sticking_out: "sticks out",
}


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.setStyleSheet("background: #ffffff; color: #000000;")
    made.resize(300, 200)
    QVBoxLayout(made).addWidget(QLabel("All is well", made))
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(("plant", "finding"), PLANTED.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_fault_is_found(window: QWidget, plant: Callable[[QWidget], None], finding: str):
    plant(window)
    window.show()
    found = problems(window)
    assert found and found[0].startswith(finding), found


def test_focus_that_does_not_show_is_found(qtbot, window: QWidget):
    button = QPushButton("Go", window)
    button.setStyleSheet("border: none; outline: none;")
    window.layout().addWidget(button)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    found = problems(window, focus=True)
    assert [text.split(":")[0] for text in found] == ["focus not visible"], found


def test_a_sound_window_has_no_problems(window: QWidget):
    window.show()
    assert problems(window, focus=True) == []
