"""The Orders tab as it is used: chips, primary action, detail, edits, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from shopdesk.services import orders
from shopdesk.storage.tables import Order
from shopdesk.tabs.orders.actions import PRINT


def settle(qtbot, page) -> None:
    """Until nothing runs and the rows are in."""
    qtbot.waitUntil(lambda: page.context.tasks.is_idle() and page.model.is_complete)


def choose(qtbot, page, chip: str, row: int = 0) -> int:
    """Show a chip, put the cursor on a row; the order's id."""
    page.show_chip(chip)
    settle(qtbot, page)
    page.table.selectRow(row)
    settle(qtbot, page)
    return page.model.id_at(row)


def order(page, order_id: int) -> Order:
    with page.context.shop.read() as session:
        found = session.get(Order, order_id)
        session.expunge(found)
        return found


def test_primary_action_says_what_it_does_and_to_how_many(qtbot, page):
    rows = page.model.rowCount()
    assert page.chips.current() == "to_ship" and rows > 1
    assert page.context.actions.qaction(PRINT).text() == f"Print {rows} labels"
    choose(qtbot, page, "to_review")
    problems = sum(bool(order(page, order_id).attention) for order_id in page.model.ids())
    ready, button = page.model.rowCount() - problems, page.context.actions.qaction("orders.confirm")
    assert problems > 1 and button.text() == f"Confirm {ready} orders ({problems} have problems)"
    clean = next(order_id for order_id in page.model.ids() if not order(page, order_id).attention)
    odd = next(order_id for order_id in page.model.ids() if order(page, order_id).attention)
    page.table.select_ids([clean, odd])
    settle(qtbot, page)
    assert button.text() == "Confirm 1 order (1 has problems)"


def test_one_selected_row_keeps_the_whole_chip_two_do_not(qtbot, page):
    whole = list(page.model.ids())
    page.table.selectRow(0)
    assert page.order_actions.targets("to_ship") == whole
    page.table.select_ids(whole[:2])
    assert page.order_actions.targets("to_ship") == whole[:2]


def test_marking_as_shipped_never_takes_a_whole_chip(qtbot, page):
    chosen = choose(qtbot, page, "to_ship")
    others = set(page.model.ids()) - {chosen}
    assert page.context.actions.qaction("orders.ship").text() == "Mark 1 as shipped"
    page.context.actions.trigger("orders.ship")
    settle(qtbot, page)
    assert order(page, chosen).state == "shipped"
    assert "shipped" not in {order(page, order_id).state for order_id in others}


def test_with_nothing_selected_nothing_is_marked(qtbot, page):
    page.table.clearSelection()
    settle(qtbot, page)
    for key in ("orders.ship", "orders.fine", "orders.cancel", "orders.exception"):
        assert not page.context.actions.qaction(key).isEnabled()
    assert page.context.actions.qaction(PRINT).isEnabled()


def test_another_chip_begins_at_its_first_row(qtbot, page):
    choose(qtbot, page, "shipped", row=30)
    page.show_chip("all")
    settle(qtbot, page)
    assert page.table.currentIndex().row() == 0
    assert page.table.verticalScrollBar().value() == 0


def test_the_header_says_by_what_the_rows_are_in_order(qtbot, page):
    header, columns = page.table.horizontalHeader(), [column.key for column in page.model.source.columns]
    assert columns[header.sortIndicatorSection()] == "status"
    choose(qtbot, page, "all")
    assert columns[header.sortIndicatorSection()] == "placed_at"
    assert header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder


def test_matches_under_another_chip_are_offered(qtbot, page):
    shipped = choose(qtbot, page, "shipped")
    page.show_chip("to_review")
    page.search.search_now(order(page, shipped).external_no)
    settle(qtbot, page)
    assert page.model.rowCount() == 0
    assert page.empty.elsewhere_button.isVisibleTo(page)
    page.empty.elsewhere_button.click()
    settle(qtbot, page)
    assert list(page.model.ids()) == [shipped]


def test_outside_the_two_working_chips_only_the_selection_counts(qtbot, page):
    chosen = choose(qtbot, page, "all")
    assert page.order_actions.targets() == [chosen]


def test_state_line_counts_what_waits(page):
    text = page.state_label.whole()
    assert f"{page.model.rowCount()} to ship" in text and "to review" in text


@pytest.mark.rule("R-O2")
def test_confirming_moves_clean_orders_to_ship_and_undo_brings_them_back(qtbot, page):
    choose(qtbot, page, "to_review")
    ids = list(page.model.ids())
    clean = [order_id for order_id in ids if not order(page, order_id).attention]
    assert clean
    page.context.actions.trigger("orders.confirm")
    settle(qtbot, page)
    assert {order(page, order_id).state for order_id in clean} == {"confirmed"}
    assert {order(page, order_id).state for order_id in set(ids) - set(clean)} <= {"to_review"}
    assert f"{len(clean)} orders are reviewed" in page.context.undo.undo_text()
    page.context.undo.undo_last()
    settle(qtbot, page)
    assert {order(page, order_id).state for order_id in clean} == {"to_review"}


def test_pane_shows_the_order_under_the_cursor_with_its_label(qtbot, page):
    chosen = choose(qtbot, page, "to_ship")
    shown = order(page, chosen)
    assert page.pane.number.whole() == shown.external_no
    assert page.pane.label.picture.isVisibleTo(page.pane)
    assert shown.ship_line1 in page.pane.address.lines.text()


def test_a_click_beside_the_rows_leaves_the_pane_empty_and_a_click_on_the_row_fills_it_again(qtbot, page):
    qtbot.waitUntil(lambda: page.detail_pane.record is not None)
    page.table.clearSelection()
    assert page.detail_pane.record is None
    assert not page.pane._body.isVisibleTo(page.pane)
    page.table.selectRow(page.table.currentIndex().row())
    qtbot.waitUntil(lambda: page.detail_pane.record == page.table.current_id())
    assert page.pane._body.isVisibleTo(page.pane)


def test_going_on_to_another_order_keeps_what_was_typed_and_the_focus_in_the_list(qtbot, page):
    chosen = choose(qtbot, page, "to_ship")
    page.window().activateWindow()
    page.pane.address.edit_button.click()
    page.pane.address._form.editor("ship_line1").setText("Lindenstraße 14")
    page.table.setFocus()
    page.table.selectRow(1)
    settle(qtbot, page)
    assert page.table.hasFocus() and not page.pane.address.is_editing()
    assert order(page, chosen).ship_line1 == "Lindenstraße 14"
    assert page.pane.number.whole() == order(page, page.model.id_at(1)).external_no
    page.context.undo.undo_last()
    settle(qtbot, page)
    assert order(page, chosen).ship_line1 != "Lindenstraße 14"


def test_saving_an_address_by_keyboard_goes_back_to_its_button(qtbot, page):
    choose(qtbot, page, "to_ship")
    page.window().activateWindow()
    page.pane.address.edit_button.click()
    qtbot.keyClick(page.pane.address._form.editor("ship_line1"), Qt.Key.Key_Escape)
    assert page.pane.address.edit_button.hasFocus()


def test_a_record_that_is_not_in_the_list_any_more_takes_nobodys_selection_later(qtbot, page):
    choose(qtbot, page, "all")
    page.show_record(999_999)
    settle(qtbot, page)
    page.table.selectRow(3)
    page.model.reload()
    settle(qtbot, page)
    assert page.table.selected_count() == 1 and page.table.currentIndex().row() == 3


def test_a_record_is_shown_also_before_the_first_rows_are_there(qtbot, context, page):
    shipped = choose(qtbot, page, "shipped", row=5)
    made = type(page)(context, page.window())
    made.show_record(shipped)
    settle(qtbot, made)
    assert made.table.current_id() == shipped
    made.deleteLater()


def test_address_is_edited_in_place_and_the_problem_goes(qtbot, page):
    chosen = choose(qtbot, page, "to_review")
    with page.context.shop.write() as session:
        page.context.bus.publish(orders.edit(session, chosen, ship_line1="x"))
    settle(qtbot, page)
    assert "address" in order(page, chosen).attention
    page.pane.address.edit_button.click()
    page.pane.address._form.editor("ship_line1").setText("Lindenstraße 14")
    qtbot.keyClick(page.pane.address, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert order(page, chosen).ship_line1 == "Lindenstraße 14"
    assert "address" not in order(page, chosen).attention
    assert not page.pane.address.is_editing()


def test_escape_leaves_the_address_as_it_was(qtbot, page):
    chosen = choose(qtbot, page, "to_ship")
    before = order(page, chosen).ship_city
    page.pane.address.edit_button.click()
    page.pane.address._form.editor("ship_city").setText("Nowhere")
    qtbot.keyClick(page.pane.address, Qt.Key.Key_Escape)
    settle(qtbot, page)
    assert order(page, chosen).ship_city == before


@pytest.mark.rule("R-O6")
def test_scanned_waybill_is_kept_and_a_wrong_check_digit_is_named(qtbot, page):
    chosen = choose(qtbot, page, "to_ship")
    page.pane.parcel.carrier.setText("China Post")
    page.pane.parcel.waybill.setText("RR123456784CN")
    qtbot.keyClick(page.pane.parcel.waybill, Qt.Key.Key_Return)
    settle(qtbot, page)
    with page.context.shop.read() as session:
        parcel = orders.detail(session, chosen).shipments[0]
    assert (parcel.carrier, parcel.waybill) == ("China Post", "RR123456784CN")
    assert page.pane.parcel.warning.isVisibleTo(page.pane)


def test_a_carrier_alone_is_kept_and_an_emptied_waybill_too(qtbot, page):
    chosen = choose(qtbot, page, "to_ship")
    block = page.pane.parcel
    for carrier, waybill in (("DHL", ""), ("DHL", "00340434161094042557"), ("DHL", ""), ("", "")):
        block.carrier.setText(carrier)
        block.waybill.setText(waybill)
        qtbot.keyClick(block.waybill, Qt.Key.Key_Return)
        settle(qtbot, page)
        with page.context.shop.read() as session:
            parcel = orders.detail(session, chosen).shipments[0]
        assert (parcel.carrier, parcel.waybill) == (carrier, waybill)


def test_the_waybill_of_a_parcel_that_has_left_is_kept_and_stands_there_again(qtbot, page):
    chosen = choose(qtbot, page, "shipped")
    with page.context.shop.read() as session:
        parcel = orders.detail(session, chosen).shipments[0]
    page.pane.parcel.waybill.setText("")
    with qtbot.waitSignal(page.context.tasks.refused) as said:
        qtbot.keyClick(page.pane.parcel.waybill, Qt.Key.Key_Return)
    assert said.args[0].code == "waybill_of_parcel_gone"
    assert parcel.waybill and page.pane.parcel.waybill.text() == parcel.waybill


def test_search_narrows_the_rows(qtbot, page):
    chosen = choose(qtbot, page, "all")
    page.search.search_now(order(page, chosen).external_no)
    settle(qtbot, page)
    assert list(page.model.ids()) == [chosen]


def test_a_search_without_result_says_so(qtbot, page):
    page.search.search_now("no such order anywhere")
    settle(qtbot, page)
    assert page.model.rowCount() == 0
    assert page.empty.isVisibleTo(page) and "no such order" in page.empty.accessibleName()


def test_the_shop_stays_untouched_by_looking(qtbot, page):
    before = page.context.undo.can_undo()
    for chip in ("to_review", "attention", "shipped", "all"):
        choose(qtbot, page, chip)
    assert page.context.undo.can_undo() == before


def test_undoing_an_older_step_names_what_was_changed_since(qtbot, page):
    chosen = choose(qtbot, page, "to_ship")
    with page.context.shop.write() as session:
        first = orders.edit(session, chosen, ship_city="Hamburg")
    with page.context.shop.write() as session:
        orders.edit(session, chosen, ship_city="Bremen")
    with qtbot.waitSignal(page.context.undo.kept) as told:
        page.context.undo.undo(first)
    settle(qtbot, page)
    assert order(page, chosen).external_no in told.args[0][0]
    assert order(page, chosen).ship_city == "Bremen"
