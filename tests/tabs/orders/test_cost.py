"""What the Orders tab costs: statements and ids before the first rows, timers at rest. Counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QTimer
from sqlalchemy import event

from shopdesk.base.errors import UserError
from shopdesk.services import orders
from shopdesk.tabs.orders import actions
from shopdesk.tabs.orders.columns import ORDERS
from shopdesk.ui.table.list_source import ListSource
from shopdesk.ui.table.model import WINDOW, ListModel
from tests.tabs.orders.test_page import settle


@contextmanager
def statements(shop) -> Iterator[list[str]]:
    """Every statement the reading connections run meanwhile, ``BEGIN`` left out."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(shop._reader, "before_cursor_execute", note)
    yield said
    event.remove(shop._reader, "before_cursor_execute", note)


def test_first_rows_are_two_statements_and_counts_come_after_them(qtbot, context):
    with statements(context.shop) as said:
        model = ListModel(ListSource(ORDERS, context), context)
        with qtbot.waitSignal(model.loaded):
            model.set_chip("all")
            model.count()
        before_rows = len(said)
        qtbot.waitUntil(lambda: context.tasks.is_idle() and model.is_complete)
    ids, window, *rest = (statement for statement in said if "change_log" not in statement)  # the look at the last step
    assert before_rows >= 2 and "LIMIT" in ids and "json_each" in window
    assert len(rest) == len(ORDERS.filters) + (model.rowCount() > WINDOW)


def test_first_rows_ask_for_no_more_ids_than_a_window(qtbot, context, monkeypatch):
    limits: list[int | None] = []
    source = ListSource(ORDERS, context)
    ids = source.ids

    def noted(session, query, limit=None):
        limits.append(limit)
        return ids(session, query, limit)

    monkeypatch.setattr(source, "ids", noted)
    model = ListModel(source, context)
    with qtbot.waitSignal(model.completed):
        model.set_chip("all")
    assert limits == [WINDOW, None]


def test_a_window_of_rows_is_one_statement(context):
    source = ListSource(ORDERS, context)
    with context.shop.read() as session:
        ids = source.ids(session, ListModel(source, context).query, WINDOW)
        with statements(context.shop) as said:
            assert len(source.window(session, ids)) == len(ids) == WINDOW
    assert len(said) == 1


def test_at_rest_no_timer_beats_fast(qtbot, page):
    settle(qtbot, page)
    qtbot.waitUntil(lambda: not fast(page))
    assert not fast(page) and not fast(page.context)


def fast(owner) -> list[QTimer]:
    """Timers that keep the processor awake: repeating, more often than once a second."""
    return [t for t in owner.findChildren(QTimer) if t.isActive() and not t.isSingleShot() and t.interval() < 1000]


def test_a_jump_asks_for_the_windows_in_sight_only(qtbot, page):
    page.show_chip("all")
    settle(qtbot, page)
    rows = page.model.rowCount()
    assert rows > WINDOW
    page.model.reload()
    settle(qtbot, page)
    with statements(page.context.shop) as said:
        assert page.model.cells(rows - 1) is None
        qtbot.waitUntil(lambda: page.model.cells(rows - 1) is not None)
        qtbot.waitUntil(page.context.tasks.is_idle)
    assert sum("json_each" in statement for statement in said) == 1  # beside it only the look at the last step


@pytest.mark.parametrize("step", ["confirm", "mark_fine", "mark_shipped", "mark_exception", "put_back", "cancel"])
def test_every_step_of_an_action_is_a_service(context, step):
    assert callable(getattr(orders, step))
    with context.shop.write() as session, pytest.raises(UserError, match=r"order_unknown|orders_without_problems"):
        actions.take_step(session, step, [])
