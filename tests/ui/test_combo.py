"""Fields a wheel can turn: passed over they scroll the pane they stand in, with the focus they turn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from shopdesk.ui.combo import ComboBox, DoubleSpinBox, SpinBox


def turn(field: QWidget) -> None:
    """One notch down over the middle of ``field``, delivered as the system would: it may bring the focus along."""
    window = field.window()
    at = field.mapTo(window, field.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(at), QPoint(0, -120))


def value_of(field: ComboBox | SpinBox | DoubleSpinBox) -> float:
    return field.currentIndex() if isinstance(field, ComboBox) else field.value()


@pytest.fixture(params=[ComboBox, SpinBox, DoubleSpinBox])
def field(request, qtbot):
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    inner = QWidget()
    inner.setMinimumHeight(2000)
    made = request.param(inner)
    if isinstance(made, ComboBox):
        made.addItems(["one", "two", "three", "four"])
        made.setCurrentIndex(1)
    else:
        made.setValue(5)
    column = QVBoxLayout(inner)
    column.addWidget(made)
    column.addStretch()
    area.setWidget(inner)
    area.resize(300, 200)
    with qtbot.waitExposed(area):
        area.show()
    area.activateWindow()
    area.setFocus()
    qtbot.waitUntil(area.hasFocus)
    made.area = area
    return made


def test_a_wheel_that_passes_over_scrolls_and_changes_nothing(field):
    before = value_of(field)
    turn(field)
    assert value_of(field) == before and not field.hasFocus()
    assert field.area.verticalScrollBar().value() > 0


def test_a_field_with_the_focus_is_turned(qtbot, field):
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    before = value_of(field)
    turn(field)
    assert value_of(field) != before and field.area.verticalScrollBar().value() == 0
