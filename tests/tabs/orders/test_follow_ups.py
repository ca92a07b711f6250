"""The page of what there is to do, as it is used: chips, pane, done with an outcome, skipped, snoozed, undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from sqlalchemy import select

from shopdesk.dialogs.form_dialog import FormDialog
from shopdesk.storage.tables import Task
from shopdesk.tabs.orders.follow_ups.actions import snoozed_until
from shopdesk.tabs.orders.follow_ups.view import FollowUpsPage
from tests.conftest import NOON
from tests.tabs.orders.test_page import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def todo_page(qtbot, context) -> Iterator[FollowUpsPage]:
    """The page, its first rows loaded."""
    window = QWidget()
    qtbot.addWidget(window)
    made = FollowUpsPage(context, window)
    window.resize(1200, 800)
    made.resize(1200, 800)
    with qtbot.waitSignal(made.model.completed):
        window.show()
    settle(qtbot, made)
    yield made


def stored(page, task_id: int) -> Task:
    with page.context.shop.read() as session:
        found = session.get(Task, task_id)
        session.expunge(found)
        return found


def go_to(qtbot, page, kind: str, chip: str = "week") -> int:
    """Put the cursor onto the first task of a kind; its id."""
    page.show_chip(chip)
    settle(qtbot, page)
    with page.context.shop.read() as session:
        wanted = session.scalars(select(Task.id).where(Task.kind == kind, Task.state == "due").order_by(Task.due_at))
        task_id = next(found for found in wanted if found in page.model.ids())
    page.table.select_ids([task_id])
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.pane._task is not None and page.pane._task.id == task_id)
    return task_id


def answer(qtbot, page, **values: str) -> None:
    """Fill the dialog in front and press its button."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
    dialog = QApplication.activeModalWidget()
    for key, value in values.items():
        dialog.form.set_value(key, value)
    dialog.go.click()
    settle(qtbot, page)


def test_chips_count_on_the_clock(qtbot, todo_page, stop_clock):
    due = todo_page.model.rowCount()
    todo_page.show_chip("week")
    settle(qtbot, todo_page)
    assert 0 < due < todo_page.model.rowCount()
    stop_clock("2026-11-25T12:00:00+00:00")
    todo_page.show_chip("due")
    settle(qtbot, todo_page)
    assert todo_page.model.rowCount() > due


@pytest.mark.rule("R-O8")
def test_an_outcome_in_the_pane_ends_the_call_and_a_problem_opens_its_own_task(qtbot, todo_page):
    called = go_to(qtbot, todo_page, "follow_up_call")
    todo_page.pane._body.findChild(QPushButton, "task.end.problem").click()
    settle(qtbot, todo_page)
    assert (stored(todo_page, called).state, stored(todo_page, called).outcome) == ("done", "problem")
    with todo_page.context.shop.read() as session:
        key = f"buyer_problem:{called}"
        assert session.scalars(select(Task.state).where(Task.key == key)).one() == "due"
    todo_page.context.undo.undo_last()
    settle(qtbot, todo_page)
    assert stored(todo_page, called).state == "due"


@pytest.mark.rule("R-O8")
def test_marked_as_done_a_call_asks_how_it_ended(qtbot, todo_page):
    called = go_to(qtbot, todo_page, "follow_up_call")
    todo_page.context.actions.trigger("follow_ups.done")
    answer(qtbot, todo_page, outcome="not_received", note="Neighbours away")
    task = stored(todo_page, called)
    assert (task.outcome, task.note) == ("not_received", "Neighbours away")


@pytest.mark.rule("R-O7")
def test_a_task_without_outcomes_is_done_at_once(qtbot, todo_page):
    asked = go_to(qtbot, todo_page, "stale_ask_carrier")
    todo_page.context.actions.trigger("follow_ups.done")
    settle(qtbot, todo_page)
    assert stored(todo_page, asked).state == "done"
    assert todo_page.context.undo.undo_text().startswith("Undo: Done: Ask ")


def test_skipping_asks_why_and_stays_until_it_is_said(qtbot, todo_page):
    task_id = go_to(qtbot, todo_page, "by_hand")
    todo_page.context.actions.trigger("follow_ups.skip")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
    dialog = QApplication.activeModalWidget()
    dialog.go.click()
    assert dialog.isVisible() and stored(todo_page, task_id).state == "due"
    answer(qtbot, todo_page, reason="There is enough")
    assert (stored(todo_page, task_id).state, stored(todo_page, task_id).outcome) == ("skipped", "There is enough")


def test_snoozed_tasks_wait_under_their_chip(qtbot, todo_page):
    task_id = go_to(qtbot, todo_page, "by_hand")
    todo_page.context.actions.trigger("follow_ups.snooze")
    answer(qtbot, todo_page, until="tomorrow")
    assert stored(todo_page, task_id).snoozed_until == datetime.fromisoformat("2026-11-23T08:00:00+00:00")
    assert task_id not in todo_page.model.ids()
    todo_page.show_chip("snoozed")
    settle(qtbot, todo_page)
    assert list(todo_page.model.ids()) == [task_id]


def test_a_task_is_added_by_keyboard(qtbot, todo_page):
    todo_page.context.actions.trigger("follow_ups.add")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
    dialog = QApplication.activeModalWidget()
    QTest.keyClicks(dialog.form.editor("text"), "Ring the printer")
    QTest.keyClick(dialog.form.editor("text"), Qt.Key.Key_Return)
    settle(qtbot, todo_page)
    with todo_page.context.shop.read() as session:
        newest = session.scalars(select(Task).order_by(Task.id.desc())).first()
        assert newest.params == {"text": "Ring the printer"} and newest.kind == "by_hand"


def test_the_message_for_the_buyer_is_in_the_buyers_language_and_copied(qtbot, todo_page):
    go_to(qtbot, todo_page, "follow_up_message")
    task = todo_page.pane._task
    chinese = task.channel == "Taobao"
    todo_page.pane._body.findChild(QPushButton, "task.copy.0").click()
    assert QGuiApplication.clipboard().text() == task.text
    assert ("您好" in task.text) is chinese and task.order_no in task.text


def test_a_note_is_kept(qtbot, todo_page):
    task_id = go_to(qtbot, todo_page, "by_hand")
    todo_page.pane.note.setPlainText("Ask for a discount")
    todo_page.pane._body.findChild(QPushButton, "task.note_save").click()
    settle(qtbot, todo_page)
    assert stored(todo_page, task_id).note == "Ask for a discount"


def test_the_link_leads_to_the_order(qtbot, todo_page):
    task_id = go_to(qtbot, todo_page, "follow_up_call")
    seen: list[object] = []
    todo_page.context.wire(lambda tab, *, record=None, chip=None: seen.append((tab, record)), None)
    todo_page.pane._body.findChild(QPushButton, "task.order").click()
    settle(qtbot, todo_page)
    assert seen == [("orders", stored(todo_page, task_id).order_id)]


@pytest.mark.parametrize(
    ("choice", "until"),
    [("hour", "2026-11-22T13:00:00"), ("tomorrow", "2026-11-23T01:00:00"), ("7", "2026-11-29T01:00:00")],
)
def test_how_long_a_task_is_put_off_is_the_shops_clock(choice, until):
    found = snoozed_until(choice, datetime.fromisoformat(NOON), "Asia/Shanghai")
    assert found == datetime.fromisoformat(f"{until}+00:00")
