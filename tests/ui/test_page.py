"""The page frame, chips, search, empty state, toasts, undo, palette, forms, status bar."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import set_language
from shopdesk.base.settings import declared
from shopdesk.services.changes import Change, UndoOutcome
from shopdesk.ui import undo as undo_module
from shopdesk.ui.action import Action, unmarked
from shopdesk.ui.elide import ElidedLabel
from shopdesk.ui.forms import Field, Form, settings_form
from shopdesk.ui.palette import CommandPalette, RecordKind, ranked
from shopdesk.ui.status import StatusBar, remaining_text
from tests.ui.demo import DemoShop, DemoSource
from tests.ui.demo_tab import make_page

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot, context):
    window = QWidget()
    qtbot.addWidget(window)
    context.actions.add(Action("file.import", "Import…", lambda: None, "Ctrl+I", "upload-simple"), window)
    made = make_page(context, window)
    made.resize(1100, 700)
    made.show()
    window.resize(1100, 700)
    window.show()
    qtbot.waitUntil(lambda: made.model.is_complete and context.tasks.is_idle())
    yield made
    window.close()


def test_chips_show_live_counts_and_filter(qtbot, context, page):
    chip = page.chips.findChild(QWidget, "chip.shipped")
    assert chip.text() == "Shipped 412" and chip.accessibleName() == "Shipped: 412"
    page.model.source.asked.clear()
    with qtbot.waitSignal(page.model.completed):
        chip.click()
    assert page.model.query.chip == "shipped" and page.model.source.asked[0].startswith("ids shipped")


def test_chips_go_on_in_the_next_line_when_the_window_is_narrow(page):
    wide = page.chips.height()
    assert page.chips.heightForWidth(300) > wide


def test_typing_searches_and_down_goes_to_the_rows(qtbot, page):
    qtbot.keyClicks(page.search, "3")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.current_id() == 3
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.model.rowCount() == 8)


def test_an_empty_list_says_what_belongs_there(qtbot, page):
    page.model.source.size = 0
    with qtbot.waitSignal(page.model.loaded):
        page.model.reload()
    assert page.empty.isVisible() and "No orders yet" in page.empty.accessibleName()
    page.search.search_now("zzz")
    qtbot.waitUntil(lambda: "zzz" in page.empty.accessibleName())


def test_the_primary_button_says_what_its_action_says(context, page):
    context.actions.set_text("demo.print", "Print 3 labels")
    button = page.findChild(QWidget, "button.action.demo.print")
    assert button.text() == "Print 3 labels" and button.accessibleName() == "Print 3 labels"
    context.actions.qaction("demo.print").setEnabled(False)
    assert not button.isEnabled()


def test_show_record_looks_in_all_when_the_chip_hides_it(qtbot, page):
    with qtbot.waitSignal(page.record_shown):
        page.show_record(5)
    assert page.table.current_id() == 5


def test_a_toast_offers_undo_of_its_change(qtbot, context):
    host, undone = QWidget(), []
    qtbot.addWidget(host)
    host.resize(600, 400)
    host.show()
    context.toasts.set_host(host)
    context.toasts.on_undo(undone.append)
    change = Change(4, "no_shop_open", {}, {"orders": (1,)})
    context.bus.publish(change)
    assert "No shop is open" in context.toasts.text()
    context.toasts.frame().button.click()
    assert undone == [change] and context.toasts.text() == ""
    context.bus.publish(Change(None, "no_shop_open", {}, {}, undoable=False))
    assert context.toasts.frame().button is None


def test_undo_and_redo_go_through_the_lane(qtbot, context, monkeypatch):
    step = Change(4, "no_shop_open", {}, {"orders": (1,)})
    back = Change(5, "disk_full", {}, {"orders": (1,)}, undoable=False)
    asked = []
    monkeypatch.setattr(undo_module, "_last", lambda _session: step)
    monkeypatch.setattr(undo_module, "_undo", lambda _session, number: asked.append(number) or (number, back))
    monkeypatch.setattr(undo_module, "_redo", lambda _session, number: asked.append(-number) or (step,))
    with qtbot.waitSignal(context.undo.changed):
        context.bus.publish(step)
    assert context.undo.can_undo() and not context.undo.can_redo()
    with qtbot.waitSignal(context.bus.changed):
        context.undo.undo_last()
    assert context.undo.can_redo()
    with qtbot.waitSignal(context.bus.changed):
        context.undo.redo()
    assert asked == [4, -4] and not context.undo.can_redo()
    qtbot.waitUntil(context.tasks.is_idle)


def test_another_shop_takes_the_toast_of_the_old_one_away(qtbot, context, page):
    context.toasts.set_host(page)
    context.toasts.show("8 orders confirmed", undo=Change(4, "no_shop_open", {}, {"orders": (1,)}))
    context.set_shop(DemoShop())
    assert not context.toasts.text()
    qtbot.waitUntil(context.tasks.is_idle)


def test_what_cannot_be_done_again_is_not_offered_to_be(qtbot, context, monkeypatch):
    steps = {9: True, 4: False, 3: True}  # 4 is an import: what was undone before it hangs on its rows
    monkeypatch.setattr(undo_module, "_last", lambda _session: None)
    monkeypatch.setattr(
        undo_module,
        "_undo",
        lambda _session, number: (
            number,
            UndoOutcome(
                Change(None, "undone", {"step": "Shipped."}, {"orders": ()}, undoable=False), redoable=steps[number]
            ),
        ),
    )
    offered = []
    for number in steps:
        with qtbot.waitSignal(context.bus.changed):
            context.undo.undo(Change(number, "undone", {}, {}))
        offered.append(context.undo.can_redo())
    assert offered == [True, False, True]
    qtbot.waitUntil(context.tasks.is_idle)


def test_a_toast_stays_while_the_focus_is_on_it_and_goes_when_it_has_left(qtbot, context, page):
    context.toasts.set_host(page)
    page.window().activateWindow()
    context.toasts.show("8 orders confirmed", action=("Look", lambda: None))
    context.toasts.frame().button.setFocus()
    context.toasts._time_is_up()
    assert context.toasts.text()
    page.search.setFocus()
    context.toasts._time_is_up()
    assert not context.toasts.text()


def test_the_palette_finds_actions_and_records(qtbot, context, page):
    context.actions.refresh()
    palette = CommandPalette(context, [RecordKind("orders", "Orders", "package", DemoSource(50))], page)
    palette.show()
    qtbot.keyClicks(palette.field, "import")
    assert palette.list.item(0).text().startswith("Import…")
    palette.field.setText("42")
    qtbot.waitUntil(lambda: palette.list.count() > 0)
    assert palette.list.item(0).text().startswith("Orders:")
    went = []
    context.wire(lambda tab, **where: went.append((tab, where)), None)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert went == [("orders", {"record": 42, "chip": None})]


def test_the_palette_says_that_it_found_nothing_once_all_were_asked(qtbot, context, page):
    context.actions.refresh()
    palette = CommandPalette(context, [RecordKind("orders", "Orders", "package", DemoSource(50))], page)
    palette.show()
    palette.field.setText("zzz")
    assert palette.list.count() == 0  # the records have not answered yet
    qtbot.waitUntil(lambda: palette.list.count() == 1)
    assert palette.list.item(0).text() == "Nothing matches “zzz”"
    went = []
    context.wire(lambda tab, **where: went.append(tab), None)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible() and not went
    palette.close()


def test_an_ampersand_in_a_text_is_read_as_one(context, page):
    context.actions.set_text("demo.print", "Undo: R&D.csv was imported")
    button = page.findChild(QWidget, "button.action.demo.print")
    assert button.text() == "Undo: R&&D.csv was imported"
    assert button.accessibleName() == unmarked(button.text()) == "Undo: R&D.csv was imported"
    assert unmarked("&Close") == "Close"


def test_the_palette_knows_pinyin_initials():
    class Entry:
        def __init__(self, text):
            self._text = text

        def text(self):
            return self._text

    entries = [(None, Entry("打印面单")), (None, Entry("导入表格…"))]
    found = ranked(entries, "dr", {"打印面单": "dymd", "导入表格…": "drbg…"})
    assert [entry.text() for _, entry in found] == ["导入表格…"]


def test_a_form_is_made_from_declared_settings(qtbot):
    form = settings_form(declared("rules"), {"order.review_minutes": 45})
    qtbot.addWidget(form)
    assert form.values()["order.review_minutes"] == 45
    assert form.values()["order.review_required"] is True
    assert form.editor("order.review_minutes").accessibleName() == "Review an order within"
    with qtbot.waitSignal(form.changed) as caught:
        form.set_value("order.review_minutes", 50)
    assert caught.args == ["order.review_minutes", 50]


def test_a_form_says_what_is_missing_beside_the_field(qtbot):
    form = Form([Field("name", "Shop name", required=True), Field("note", "Note", "lines")])
    qtbot.addWidget(form)
    form.show()
    assert not form.check()
    assert form.editor("name").accessibleDescription() == "Please fill this in."
    form.set_value("name", "Berlin Kettle Co.")
    assert form.check()


def test_the_status_bar_shows_work_with_cancel(qtbot, context):
    bar = StatusBar(context.tasks)
    qtbot.addWidget(bar)
    bar.resize(900, 28)
    bar.show()
    gate = threading.Event()

    def work(job):
        job.progress(0.5, "row 10")
        gate.wait(5)
        job.check()

    task = context.tasks.run_job("Import", work)
    qtbot.waitUntil(bar.work.isVisible)
    assert bar.work.label.whole().startswith("Import  ·  row 10") and bar.work.bar.value() == 50
    bar.work.cancel.click()
    assert task.is_cancelled() and not bar.work.cancel.isEnabled()
    with qtbot.waitSignal(task.ended):
        gate.set()
    assert not bar.work.isVisible()


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, ""), (3, "about 5 s left"), (42, "about 40 s left"), (130, "about 2 min left")]
)
def test_remaining_time_in_words(seconds, text):
    assert remaining_text(seconds) == text


def test_remaining_time_in_chinese():
    set_language("zh_CN")
    assert remaining_text(42) == "约剩 40 秒"


def test_a_long_text_is_elided_and_told_whole(qtbot):
    label = ElidedLabel("a <b>very</b> long line that does not fit")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.text().endswith("…") and label.toolTip() == label.whole()
    assert label.textFormat() == Qt.TextFormat.PlainText
