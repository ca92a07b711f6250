"""The list model: windows, refresh, first page then all ids, no query in data()."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt

from shopdesk.services.changes import Change
from shopdesk.ui.table.model import ID_ROLE, TONE_ROLE, WINDOW, ListModel
from tests.ui.demo import DemoSource


def load(qtbot, context, size=8):
    source = DemoSource(size)
    model = ListModel(source, context, context)
    with qtbot.waitSignal(model.completed):
        model.set_chip("to_ship")
    return source, model


def test_model_keeps_qt_rules(qtbot, context, qtmodeltester):
    _, model = load(qtbot, context, 1000)
    qtmodeltester.check(model)


def test_first_page_comes_before_all_ids(qtbot, context):
    source = DemoSource(1000)
    model = ListModel(source, context, context)
    with qtbot.waitSignal(model.loaded):
        model.set_chip("to_ship")
    assert model.rowCount() == WINDOW and model.cell_text(0, 2) == "Emma Fischer"
    with qtbot.waitSignal(model.completed):
        pass
    assert model.rowCount() == 1000


def test_a_jump_reads_one_window_and_data_reads_nothing(qtbot, context):
    source, model = load(qtbot, context, 100_000)
    source.asked.clear()
    index = model.index(70_000, 2)
    assert index.data() == "" and source.asked == []
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert index.data() == "Emma Fischer" and source.asked == [f"window {WINDOW}"]


def test_cells_carry_id_tone_and_accessible_text(qtbot, context):
    _, model = load(qtbot, context)
    assert model.index(1, 0).data(ID_ROLE) == 2
    assert model.index(1, 6).data(TONE_ROLE) == "red"
    assert model.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "Buyer: 王小明"


def test_refresh_follows_changes_of_its_kind_only(qtbot, context):
    source, model = load(qtbot, context)
    source.asked.clear()
    context.bus.publish(Change(None, "x", {}, {"sku": (1,)}, False))
    source.size = 9
    with qtbot.waitSignal(model.completed):
        context.bus.publish(Change(None, "x", {}, {"orders": ()}, False))
    assert model.rowCount() == 9
    assert len([entry for entry in source.asked if entry.startswith("ids")]) == 1


def test_a_search_overtaken_by_another_is_dropped(qtbot, context):
    _, model = load(qtbot, context, 300)
    model.set_search("1")
    with qtbot.waitSignal(model.completed):
        model.set_search("29")
    assert list(model.ids()) == [29, 129, 229, *range(290, 300)]


def test_what_lies_next_to_the_rows_in_sight_is_read_ahead_at_rest(qtbot, context):
    source, model = load(qtbot, context, 100_000)
    source.asked.clear()
    row = 70_000
    assert model.cells(row) is None
    qtbot.waitUntil(lambda: len(source.asked) == 3)
    qtbot.waitUntil(context.tasks.is_idle)
    assert model.known_text(row - WINDOW, 2) and model.known_text(row + WINDOW, 2)
    assert source.asked == [f"window {WINDOW}"] * 3


def test_nothing_is_read_ahead_beyond_the_ends(qtbot, context):
    source, model = load(qtbot, context, 2 * WINDOW + 5)
    source.asked.clear()
    assert model.cells(2 * WINDOW + 1) is None
    qtbot.waitUntil(lambda: len(source.asked) == 2)
    qtbot.waitUntil(context.tasks.is_idle)
    assert source.asked == ["window 5", f"window {WINDOW}"]


def test_a_refresh_keeps_the_rows_in_sight_also_after_reading_ahead(qtbot, context):
    _, model = load(qtbot, context, 10_000)
    first = 50 * WINDOW - 3  # a screen over the border of two windows
    assert model.cells(first) is None and model.cells(first + 9) is None
    qtbot.waitUntil(lambda: bool(model.known_text(first + 9 + WINDOW, 2)))
    with qtbot.waitSignal(model.completed):
        model.refresh()
    assert model.known_text(first, 2) and model.known_text(first + 9, 2)


def test_counts_are_asked_one_at_a_time_and_only_the_newest_is_told(qtbot, context):
    source, model = load(qtbot, context)
    qtbot.waitUntil(context.tasks.is_idle)
    begun, free, asked, told = threading.Event(), threading.Event(), [], []

    def counts(_session, search):
        asked.append(search)
        begun.set()
        free.wait(5)
        return {"all": len(search)}

    source.counts = counts
    model.counts_changed.connect(told.append)
    model.set_search("1")
    qtbot.waitUntil(begun.is_set)
    for text in ("12", "123"):
        with qtbot.waitSignal(model.loaded):
            model.set_search(text)
    assert asked == ["1"]
    free.set()
    qtbot.waitUntil(context.tasks.is_idle)
    assert asked == ["1", "123"] and told == [{"all": 3}]
