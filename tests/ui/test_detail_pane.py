"""The pane beside a list: the last wish wins, a running cursor is not followed, changes are read, a record may go."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from shopdesk.base.errors import MachineError, UserError
from shopdesk.services.changes import Change
from shopdesk.ui.page import TabPage
from tests.ui.demo import DemoSource

CHANGE = Change(None, "no_shop_open", {}, {"orders": (1,)}, undoable=False)


class DemoPane(QLabel):
    """Says which record it shows."""

    def show_record(self, loaded: str) -> None:
        self.setText(loaded)

    def clear(self) -> None:
        self.setText("nothing")


class Reader:
    """Reads a record when it may; notes which were asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.gate = threading.Event()
        self.gate.set()
        self.error: Exception | None = None

    def __call__(self, _session: object, record: int) -> str:
        self.asked.append(record)
        assert self.gate.wait(5)
        if self.error is not None:
            raise self.error
        return f"record {record}"


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def page(qtbot, context, reader):
    window = QWidget()
    qtbot.addWidget(window)
    made = TabPage(context, "demo", "Orders", window)
    made.made = []
    made.use_list(DemoSource(8), "Search")
    made.use_pane(lambda: made.made.append(made.model.rowCount()) or DemoPane(), reader)
    made.resize(1100, 700)
    window.resize(1100, 700)
    window.show()
    qtbot.waitUntil(lambda: made.detail_pane.record == 1 and context.tasks.is_idle())
    yield made
    window.close()


def idle(qtbot, page) -> None:
    qtbot.waitUntil(lambda: page.context.tasks.is_idle() and page.model.is_complete)


def test_the_pane_is_built_after_the_rows_and_shows_the_first_record(page, reader):
    assert page.made == [8] and page.pane.text() == "record 1"
    assert reader.asked == [1]


def test_a_cursor_that_runs_is_read_where_it_stops(qtbot, page, reader):
    for row in (1, 2, 3, 4):
        page.table.selectRow(row)
    idle(qtbot, page)
    assert reader.asked == [1, 5] and page.pane.text() == "record 5"


def test_what_is_read_too_late_is_not_shown(qtbot, page, reader):
    reader.gate.clear()
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: reader.asked == [1, 2])
    page.table.selectRow(2)
    reader.gate.set()
    shown = []
    page.pane.show_record = shown.append
    idle(qtbot, page)
    assert shown == ["record 3"] and page.detail_pane.record == 3


def test_each_change_is_read_once_and_rows_that_come_anew_cost_nothing(qtbot, context, page, reader):
    context.bus.publish(CHANGE)
    idle(qtbot, page)
    assert reader.asked == [1, 1]
    page.model.reload()
    idle(qtbot, page)
    assert reader.asked == [1, 1]


def test_nothing_selected_shows_nothing_also_when_the_rows_come_anew(qtbot, page):
    page.table.clearSelection()
    assert page.pane.text() == "nothing" and page.detail_pane.record is None
    page.model.reload()
    idle(qtbot, page)
    assert page.pane.text() == "nothing"


def test_a_hidden_pane_reads_nothing_and_catches_up_when_it_is_seen(qtbot, context, page, reader):
    page.toggle_detail()
    page.table.selectRow(3)
    context.bus.publish(CHANGE)
    idle(qtbot, page)
    assert reader.asked == [1]
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    idle(qtbot, page)
    assert reader.asked == [1, 4] and page.pane.text() == "record 4"


def test_a_record_that_is_gone_empties_the_pane_and_comes_back_with_undo(qtbot, context, page, reader):
    reader.error = UserError("no_shop_open")
    context.bus.publish(CHANGE)
    idle(qtbot, page)
    assert page.pane.text() == "nothing" and page.detail_pane.record is None
    reader.error = None
    context.bus.publish(CHANGE)
    idle(qtbot, page)
    assert page.pane.text() == "record 1"


def test_a_disk_that_refuses_is_said(qtbot, context, page, reader):
    reader.error = MachineError("disk_full")
    with qtbot.waitSignal(context.tasks.refused):
        context.bus.publish(CHANGE)
    idle(qtbot, page)


def test_enter_goes_to_the_pane(qtbot, page):
    page.pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    page.window().activateWindow()
    page.toggle_detail()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.detail_pane.isVisible() and page.pane.hasFocus()


def test_work_that_waits_for_its_moment_ends_with_the_lanes(context):
    task = context.tasks.run_io("late", lambda _session: pytest.fail("it ran"), after_ms=60_000)
    context.tasks.shutdown(cancel=False)
    assert task.is_cancelled() and task.future is None


def test_another_record_starts_at_the_top_and_the_same_one_keeps_its_place(qtbot, context, page):
    page.pane.setMinimumHeight(5000)
    bar = page.detail_pane.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(300)
    context.bus.publish(CHANGE)
    idle(qtbot, page)
    assert bar.value() == 300
    page.table.selectRow(2)
    idle(qtbot, page)
    assert page.detail_pane.record == 3 and bar.value() == 0
