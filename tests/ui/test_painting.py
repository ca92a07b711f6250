"""Rows as they are drawn: the ground of a selected row, the cursor's edge, columns moved, hidden, too narrow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QStyleOptionViewItem, QToolTip

from shopdesk.ui.table.model import ListModel
from shopdesk.ui.table.painting import PAD_X
from shopdesk.ui.table.view import TableView
from tests.ui.demo import DemoSource

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def table(qtbot, context):
    made = TableView(context, "demo")
    made.resize(1100, 400)
    qtbot.addWidget(made)
    model = ListModel(DemoSource(5), context, made)
    made.set_list(model)
    made.show()
    with qtbot.waitSignal(model.completed):
        model.set_chip("to_ship")
    made.clearSelection()
    made.setCurrentIndex(model.index(-1, -1))
    return made


def cell(table: TableView, row: int, column: int) -> QRect:
    return table.visualRect(table.list_model().index(row, column))


def drawn(table: TableView) -> QImage:
    image = table.viewport().grab().toImage()
    image.setDevicePixelRatio(1)
    return image


def ink(image: QImage, area: QRect, ground: str) -> list[int]:
    """The columns of pixels, within ``area`` but its line below, that are not all ``ground``."""
    plain = QColor(ground).rgb()
    return [
        x
        for x in range(area.left(), area.right() + 1)
        if any(image.pixel(x, y) != plain for y in range(area.top() + 2, area.bottom() - 1))
    ]


def test_a_selected_row_stands_on_its_own_ground_from_edge_to_edge(context, table):
    table.select_ids([2])
    tokens, image = context.theme.tokens, drawn(table)
    for row, ground in ((0, tokens.panel), (1, tokens.selection), (2, tokens.panel)):
        middle = cell(table, row, 0).center().y()
        for x in (5, table.horizontalHeader().length() - 2):
            assert image.pixelColor(x, middle).name() == ground


def test_a_line_is_below_each_row_and_the_cursor_has_an_edge(context, table):
    tokens = context.theme.tokens
    assert drawn(table).pixelColor(400, cell(table, 1, 0).bottom()).name() == tokens.line
    table.select_ids([2])
    table.setFocus()
    assert table.hasFocus()
    image, row = drawn(table), cell(table, 1, 0)
    assert image.pixelColor(400, row.bottom()).name() == image.pixelColor(1, row.center().y()).name() == tokens.accent
    assert image.pixelColor(1, cell(table, 0, 0).center().y()).name() == tokens.panel


def test_numbers_stand_to_the_right_and_text_to_the_left(context, table):
    image, panel = drawn(table), context.theme.tokens.panel
    text, money = cell(table, 0, 0), cell(table, 0, 4)
    assert 12 <= ink(image, text, panel)[0] - text.left() <= 15
    assert 11 <= money.right() - ink(image, money, panel)[-1] <= 15


def test_a_text_without_room_keeps_to_its_column(context, table):
    table.horizontalHeader().resizeSection(0, 60)
    image, area = drawn(table), cell(table, 0, 0)
    found = ink(image, area, context.theme.tokens.panel)
    assert found and found[-1] <= area.right() - 11


def test_a_badge_is_a_tint_with_a_word(context, table):
    area = cell(table, 1, 6)
    _, tint = context.theme.tokens.tone("red")
    assert drawn(table).pixelColor(area.left() + 20, area.center().y() - 8).name() == tint


def test_columns_are_drawn_where_their_header_stands(context, table):
    before, channel = drawn(table), cell(table, 0, 1)
    table.setColumnHidden(0, True)
    moved = cell(table, 0, 1)
    assert moved.left() == 0
    assert drawn(table).copy(moved) == before.copy(channel)
    table.horizontalHeader().moveSection(1, 2)
    swapped = cell(table, 0, 1)
    assert swapped.left() == table.columnWidth(2) and drawn(table).copy(swapped) == before.copy(channel)


def test_part_of_a_row_is_drawn_as_the_whole_was(table):
    """What is laid bare while scrolling is a strip, not the viewport."""
    whole = drawn(table)
    strip = QRect(QPoint(130, 50), QPoint(420, 70))
    assert table.viewport().grab(strip).toImage() == whole.copy(strip)


def test_below_the_last_row_there_is_nothing(table):
    last = cell(table, 4, 0)
    image = drawn(table)
    below = {image.pixel(x, y) for x in range(0, 1000, 7) for y in range(last.bottom() + 1, last.bottom() + 60, 5)}
    assert len(below) == 1


def test_rows_on_their_way_are_drawn_empty_and_asked_for(qtbot, context):
    view = TableView(context, "long")
    view.resize(900, 400)
    qtbot.addWidget(view)
    model = ListModel(DemoSource(5_000), context, view)
    view.set_list(model)
    view.show()
    with qtbot.waitSignal(model.completed):
        model.set_chip("all")
    view.scrollToBottom()
    area = view.visualRect(model.index(view.rowAt(60), 0))
    assert not ink(drawn(view), area, context.theme.tokens.panel)
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert ink(drawn(view), area, context.theme.tokens.panel)


def tip_of(table: TableView, row: int, column: int) -> str:
    """What is told to a pointer that rests on a cell."""
    QToolTip.hideText()
    at = cell(table, row, column).center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, table.viewport().mapToGlobal(at))
    table.itemDelegate().helpEvent(event, table, QStyleOptionViewItem(), table.list_model().index(row, column))
    return QToolTip.text() if QToolTip.isVisible() else ""


@pytest.mark.parametrize(("spare", "is_told"), [(-4, True), (5, True), (12, False)])
def test_a_badge_that_is_cut_is_told_whole(table, spare, is_told):
    """A badge takes more room than its word: with 5 px to spare for the word it is cut."""
    word = table.list_model().look(1, 6)[0]
    table.horizontalHeader().setStretchLastSection(False)
    table.horizontalHeader().resizeSection(6, table.fontMetrics().horizontalAdvance(word) + 2 * PAD_X + spare)
    assert (word in tip_of(table, 1, 6)) is is_told
