"""The table: selection by id over a refresh, select all matching, copy, sorting, columns, keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from shopdesk.ui.table.model import WINDOW, ListModel
from shopdesk.ui.table.view import TableView
from tests.ui.demo import DemoSource

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def table(qtbot, context):
    made = TableView(context, "demo")
    made.resize(900, 500)
    qtbot.addWidget(made)
    model = ListModel(DemoSource(600), context, made)
    made.set_list(model)
    made.show()
    with qtbot.waitSignal(model.completed):
        model.set_chip("to_ship")
    return made


def test_selection_and_cursor_stay_on_their_records(qtbot, table):
    table.select_ids([10, 20, 30])
    with qtbot.waitSignal(table.list_model().completed):
        table.list_model().set_sort(("order", True))
    assert sorted(table.selected_ids()) == [10, 20, 30]
    assert table.current_id() == 10
    assert table.list_model().row_of(10) == 590


def test_selection_beyond_the_first_page_comes_back(qtbot, table):
    table.select_ids([500])
    with qtbot.waitSignal(table.list_model().completed):
        table.list_model().reload()
    assert list(table.selected_ids()) == [500]


def test_select_all_matching_grows_with_the_list(qtbot, table):
    table.select_all_matching()
    assert table.selected_count() == 600 and list(table.selected_ids()) == list(range(1, 601))
    table.list_model().source.size = 700
    with qtbot.waitSignal(table.list_model().completed):
        table.list_model().refresh()
    assert table.selected_count() == 700


def test_copy_is_tsv_with_headers_of_the_columns_shown(qtbot, context, table):
    table.select_ids([1, 2])
    table.setColumnHidden(1, True)
    with qtbot.waitSignal(context.tasks.ended):
        qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Order", "Buyer", "Items", "Total", "Placed", "Status"]
    assert lines[2].split("\t")[1:4] == ["王小明", "保温杯 500ml × 2", "¥128.00"] and len(lines) == 3


def test_keys_open_and_preview(qtbot, table):
    heard = []
    table.opened.connect(lambda record: heard.append(("open", record)))
    table.previewed.connect(lambda record: heard.append(("preview", record)))
    table.select_ids([3])
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(table, key)
    assert heard == [("open", 3), ("preview", 3)]


def test_a_click_on_the_header_sorts_in_the_source(qtbot, table):
    source = table.list_model().source
    source.asked.clear()
    header = table.horizontalHeader()
    assert header.isSortIndicatorShown()
    with qtbot.waitSignal(table.list_model().completed):
        header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert source.asked[0] == f"ids to_ship '' ('order', True) {WINDOW}"
    source.asked.clear()
    header.setSortIndicator(3, Qt.SortOrder.AscendingOrder)  # items: not sortable
    assert source.asked == []


def test_columns_are_chosen_and_remembered(qtbot, context, table):
    menu = table.column_menu()
    entry = next(action for action in menu.actions() if action.text() == "Channel")
    entry.trigger()
    table.horizontalHeader().resizeSection(0, 222)
    menu.deleteLater()
    again = TableView(context, "demo")
    qtbot.addWidget(again)
    again.set_list(ListModel(DemoSource(3), context, again))
    assert again.isColumnHidden(1) and again.columnWidth(0) == 222


def test_all_columns_are_in_sight_while_nothing_was_set(table):
    header = table.horizontalHeader()
    assert header.length() <= table.viewport().width() or table.horizontalScrollBar().maximum() <= 1


def test_rows_are_comfortable_or_compact(table):
    assert table.rowHeight(0) == 42
    table.set_density("compact")
    assert table.rowHeight(0) == 30


def test_selecting_a_million_rows_reads_ranges(qtbot, context):
    view = TableView(context, "big")
    qtbot.addWidget(view)
    model = ListModel(DemoSource(200_000), context, view)
    view.set_list(model)
    with qtbot.waitSignal(model.completed):
        model.set_chip("all")
    view.select_all_matching()
    assert view.selected_count() == 200_000 and len(view.selectionModel().selection()) == 1
