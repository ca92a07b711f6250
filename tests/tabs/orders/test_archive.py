"""Archiving with the keyboard, from the context menu, and the way back; the cursor goes on to the next row."""

from __future__ import annotations

from PySide6.QtCore import Qt

from shopdesk.ui.table.view import row_menu
from tests.tabs.orders.test_page import choose, order, settle


def test_del_archives_what_is_over_and_the_next_row_is_current(qtbot, page):
    chosen = choose(qtbot, page, "cancelled")
    following = page.model.id_at(1)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle(qtbot, page)
    assert order(page, chosen).archived_at is not None and chosen not in page.model.ids()
    assert page.table.current_id() == following and list(page.table.selected_ids()) == [following]
    qtbot.waitUntil(lambda: page.detail_pane.record == following)
    page.context.undo.undo_last()
    settle(qtbot, page)
    assert chosen in page.model.ids() and page.table.current_id() == following


def test_del_leaves_what_is_still_to_be_shipped_and_says_why(qtbot, page):
    chosen = choose(qtbot, page, "to_ship")
    page.window().activateWindow()
    page.table.setFocus()
    with qtbot.waitSignal(page.context.tasks.refused) as said:
        qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert said.args[0].code == "order_still_open"
    assert order(page, chosen).archived_at is None


def test_del_in_a_field_of_the_pane_is_the_fields(qtbot, page):
    chosen = choose(qtbot, page, "shipped")
    page.window().activateWindow()
    page.pane.parcel.carrier.setText("DHL")
    page.pane.parcel.carrier.setFocus()
    page.pane.parcel.carrier.setCursorPosition(0)
    qtbot.keyClick(page.pane.parcel.carrier, Qt.Key.Key_Delete)
    assert page.pane.parcel.carrier.text() == "HL"
    settle(qtbot, page)
    assert order(page, chosen).archived_at is None


def test_the_archive_chip_brings_back(qtbot, page):
    chosen = choose(qtbot, page, "cancelled")
    page.context.actions.trigger("orders.archive")
    settle(qtbot, page)
    assert choose(qtbot, page, "archived") == chosen
    assert not page.context.actions.qaction("orders.archive").isEnabled()
    button = page.findChild(type(page._primary), "button.action.orders.bring_back")
    assert button.isEnabled() and button.text() == "Bring 1 back"
    button.click()
    settle(qtbot, page)
    assert order(page, chosen).archived_at is None and page.model.rowCount() == 0


def test_a_right_click_offers_what_the_page_can_do(qtbot, page):
    choose(qtbot, page, "to_review")
    menu = row_menu(page.table, page.context.actions)
    names = [entry.objectName() for entry in menu.actions()]
    assert {"action.orders.confirm", "action.orders.archive", "action.orders.labels"} <= set(names)
    assert "action.file.import" not in names and menu.actions()[-1].text() == "Copy"
    menu.deleteLater()
