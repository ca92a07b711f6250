"""Where the owner stands in a table while its rows are replaced."""

from __future__ import annotations

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from shopdesk.ui.table import record_table
from shopdesk.ui.table.model import ListModel, find_rows
from shopdesk.ui.table.record_table import spans
from shopdesk.ui.table.view import TableView
from tests.ui.demo import DemoSource


class ShrinkingSource(DemoSource):
    """Rows that an action took out of the chip are gone at the next look."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.gone: set[int] = set()

    def ids(self, session, query, limit=None):
        found = array("q", (n for n in super().ids(session, query) if n not in self.gone))
        return found if limit is None else found[:limit]


@pytest.fixture
def table(qtbot, context):
    made = TableView(context, "demo")
    made.resize(900, 500)
    qtbot.addWidget(made)
    model = ListModel(ShrinkingSource(600), context, made)
    made.set_list(model)
    made.show()
    with qtbot.waitSignal(model.completed):
        model.set_chip("to_ship")
    return made


def take_away(qtbot, table, records) -> None:
    table.list_model().source.gone.update(records)
    with qtbot.waitSignal(table.list_model().completed):
        table.list_model().refresh()


@pytest.mark.parametrize(
    ("chosen", "cursor", "expected"),
    [
        ([3], 3, 4),  # one row
        ([3, 4, 5], 5, 6),  # several, the cursor at their end
        ([3, 4, 5], 3, 6),  # … at their beginning
        ([2, 4, 6], 4, 5),  # … in the middle
        ([600], 600, 599),  # the last row: the one before
        ([300, 400], 400, 401),  # beyond the first page
    ],
)
def test_the_row_that_took_the_place_is_the_next(qtbot, table, chosen, cursor, expected):
    table.select_ids(chosen)
    model = table.list_model()
    table.selectionModel().setCurrentIndex(
        model.index(model.row_of(cursor), 0), table.selectionModel().SelectionFlag.NoUpdate
    )
    take_away(qtbot, table, chosen)
    assert table.current_id() == expected and list(table.selected_ids()) == [expected]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_id() == min(set(range(expected + 1, 601)) - set(chosen), default=expected)


def test_what_could_not_be_done_stays_selected(qtbot, table):
    table.select_ids([3, 4, 5])
    take_away(qtbot, table, [3, 5])
    assert table.current_id() == 4 and list(table.selected_ids()) == [4]


def test_with_nothing_selected_the_cursor_goes_on_and_nothing_is_selected(qtbot, table):
    table.select_ids([3])
    table.clearSelection()
    take_away(qtbot, table, [3])
    assert table.current_id() == 4 and table.selected_count() == 0


def test_everything_gone_is_told_as_nothing(qtbot, table):
    table.select_all_matching()
    told = []
    table.current_changed.connect(told.append)
    take_away(qtbot, table, range(1, 601))
    assert table.current_id() is None and told == [None]


def test_the_rest_of_everything_stays_selected_with_a_cursor(qtbot, table):
    table.select_all_matching()
    take_away(qtbot, table, range(1, 591))
    assert table.selected_count() == 10 and table.current_id() == 591


def test_the_place_is_told_once_when_it_is_found(qtbot, table):
    table.select_ids([400, 500])
    told = []
    table.current_changed.connect(lambda record: told.append(("cursor", record)))
    table.selection_changed.connect(lambda count: told.append(("rows", count)))
    take_away(qtbot, table, [1])
    assert told == [("rows", 2), ("cursor", 400)]


def test_several_records_are_looked_for_in_the_lane(qtbot, table, monkeypatch):
    table.select_ids([10, 400, 500])
    monkeypatch.setattr(
        record_table, "find_rows", lambda *_: pytest.fail("a look through all ids on the window's thread")
    )
    take_away(qtbot, table, [400])
    assert list(table.selected_ids()) == [10, 500]
    with qtbot.waitSignal(table.list_model().completed):
        table.list_model().set_sort(("order", True))
    assert sorted(table.selected_ids()) == [10, 500]


@given(st.lists(st.integers(0, 50), unique=True), st.sets(st.integers(0, 60)))
def test_records_are_found_where_they_stand(ids, records):
    found = find_rows(array("q", ids), records)
    assert found == {record: ids.index(record) if record in ids else -1 for record in records}


@given(st.sets(st.integers(0, 60)))
def test_spans_are_few_and_hold_every_row(rows):
    made = list(spans(sorted(rows)))
    assert [row for first, last in made for row in range(first, last + 1)] == sorted(rows)
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(made))
