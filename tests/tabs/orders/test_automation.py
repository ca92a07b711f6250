"""Rules on the selected orders from the Orders tab: one undoable step, seen in the pane."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from shopdesk.services import order_rules
from tests.services.test_order_rules import add_rule
from tests.tabs.orders.test_page import choose, order, settle


def test_rules_run_on_the_selected_orders_and_are_undone(qtbot, page):
    actions = page.context.actions
    with page.context.shop.write() as session:
        for kept in order_rules.rules(session):
            order_rules.delete(session, kept.id)
        add_rule(session, "Mine", actions=[{"deed": "tag", "text": "vip"}, {"deed": "note", "text": "Be kind"}])
    chosen = choose(qtbot, page, "to_review")
    others = set(page.model.ids()) - {chosen}
    actions.trigger("orders.apply_rules")
    settle(qtbot, page)
    assert (order(page, chosen).tags, order(page, chosen).seller_note) == ("vip", "Be kind")
    assert not any(order(page, other).tags for other in others)
    qtbot.waitUntil(lambda: "For the packer: Be kind" in texts(page))
    assert "Tags: vip" in texts(page)
    page.context.undo.undo_last()
    settle(qtbot, page)
    assert (order(page, chosen).tags, order(page, chosen).seller_note) == ("", "")


def test_without_a_selection_no_rule_runs(qtbot, page):
    page.table.clearSelection()
    settle(qtbot, page)
    assert not page.context.actions.qaction("orders.apply_rules").isEnabled()


def texts(page) -> set[str]:
    return {label.text() for label in page.pane.findChildren(QLabel)}
