"""The window of order rules: rows in and out, saved and tried in one step, switched on only then, moved by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopdesk.app.context import AppContext
from shopdesk.dialogs.order_rules.dialog import OrderRulesDialog
from shopdesk.dialogs.order_rules.rows import ActionRow, ConditionRow
from shopdesk.domain.order_rules import SUBJECTS, TESTS, Action, Condition, Deed, parse_rule
from shopdesk.services import order_rule_words, order_rules
from shopdesk.services.order_rule_words import Offered
from shopdesk.storage.session import ShopFile
from tests.services.order_rows import add_orders
from tests.services.test_order_rules import EVERYTHING, TAG, TO_US, stocked

__all__ = ["stocked"]
Settle = Callable[[], None]
OFFERED = Offered({"1": "Amazon DE", "2": "eBay"}, {1: "Berlin"}, ("DHL", "UPS"), ("KET-17",), ("EUR", "JPY"))

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def dialog(qtbot: QtBot, stocked: ShopFile, context: AppContext, settle: Settle) -> Iterator[OrderRulesDialog]:
    with stocked.write() as session:
        add_orders(session, 2, ship_country="US", state="shipped")
        add_orders(session, ship_country="DE")
        order_rules.save(session, None, "Abroad", [TO_US], EVERYTHING)
        order_rules.save(session, None, "Second", [], TAG)
    made = OrderRulesDialog(context)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    yield made
    made.close()
    made.deleteLater()


def kept(shop: ShopFile) -> list[order_rules.KeptRule]:
    with shop.read() as session:
        return order_rules.rules(session)


def test_a_rule_is_tried_and_switched_on(dialog: OrderRulesDialog, stocked: ShopFile, settle: Settle) -> None:
    assert dialog.list.currentRow() == 0
    assert not dialog.switch.isEnabled()
    dialog.try_button.click()
    settle()
    assert dialog.trial.words.text() == "2 of 3 orders of the last 90 days would be different."
    cells = {dialog.trial.table.item(row, 1).text() for row in range(dialog.trial.table.rowCount())}
    assert {"Tags", "Warehouse", "Gifts", "Open problem"} <= cells
    assert dialog.switch.isEnabled()
    dialog.switch.click()
    settle()
    assert [rule.is_on for rule in kept(stocked)] == [True, False]
    assert dialog.switch.text() == "&Switch off"
    dialog.switch.click()
    settle()
    assert not kept(stocked)[0].is_on


def test_an_edit_takes_the_trial_away(dialog: OrderRulesDialog, settle: Settle) -> None:
    dialog.try_button.click()
    settle()
    dialog.editor.condition_rows[0].subject.setCurrentIndex(0)
    dialog.editor.condition_rows[0].subject.activated.emit(0)
    assert not dialog.switch.isEnabled()
    assert "Try the rule" in dialog.trial.words.text()


def test_a_new_rule_is_made_of_rows(dialog: OrderRulesDialog, stocked: ShopFile, settle: Settle) -> None:
    dialog.new.click()
    assert dialog.editor.name.hasFocus()
    QTest.keyClicks(dialog.editor.name, "Large")
    (row,) = dialog.editor.condition_rows
    row.subject.setCurrentIndex(row.subject.findData("total"))
    row.subject.activated.emit(row.subject.currentIndex())
    value: Any = row.findChild(type(row._values[0]), "rule_value")
    value.setValue(150.25)
    dialog.editor.add_condition.click()
    dialog.editor.condition_rows[1]._remove.click()
    (action,) = dialog.editor.action_rows
    action.deed.setCurrentIndex(action.deed.findData("hold"))
    action.deed.activated.emit(action.deed.currentIndex())
    dialog.try_button.click()
    settle()
    made = kept(stocked)[2]
    assert (made.rule.name, made.is_on) == ("Large", False)
    assert made.rule.conditions[0].number == 15_025
    assert made.rule.actions == (Action(Deed.HOLD),)
    assert dialog.list.current_id() == made.id
    dialog.delete.click()
    settle()
    assert len(kept(stocked)) == 2


def test_what_is_not_complete_is_said_and_nothing_is_lost(dialog: OrderRulesDialog, settle: Settle) -> None:
    dialog.new.click()
    dialog.editor.name.setText("Empty")
    dialog.editor.changed.emit()
    dialog.try_button.click()
    settle()
    assert "One condition is not complete" in dialog._problem.text
    assert dialog.editor.name.text() == "Empty"


def test_rules_are_moved_by_keys_and_by_buttons(dialog: OrderRulesDialog, stocked: ShopFile, settle: Settle) -> None:
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle()
    assert [rule.rule.name for rule in kept(stocked)] == ["Second", "Abroad"]
    assert dialog.list.currentRow() == 1
    assert not dialog.down.isEnabled()
    dialog.up.click()
    settle()
    assert [rule.rule.name for rule in kept(stocked)] == ["Abroad", "Second"]
    assert dialog.editor.name.text() == "Abroad"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_condition_comes_out_as_it_went_in(dialog: OrderRulesDialog, subject: str) -> None:
    words = {"channel": ("2",), "country": ("US", "CA")}.get(subject) or tuple(
        list(order_rule_words.CHOICES.get(subject, {"a": "", "b c": ""}))[:2]
    )
    is_text = SUBJECTS[subject] in {"choice", "words"}
    given = Condition(
        subject, TESTS[SUBJECTS[subject]][1], words if is_text else (), 0 if is_text else 1_234,
        "JPY" if subject == "total" else "",
    )  # fmt: skip
    row = ConditionRow(given, OFFERED, dialog)
    assert parse_rule("R", [row.entry()], TAG).conditions == (given,)


@pytest.mark.parametrize(
    "given",
    [
        Action(Deed.TAG, "vip"), Action(Deed.HOLD), Action(Deed.CARRIER, "DHL", "Express"),
        Action(Deed.WAREHOUSE, number=1), Action(Deed.GIFT, "CARD", number=3), Action(Deed.NOTE, "Wrap"),
    ],
)  # fmt: skip
def test_every_action_comes_out_as_it_went_in(dialog: OrderRulesDialog, given: Action) -> None:
    assert parse_rule("R", [], [ActionRow(given, OFFERED, dialog).entry()]).actions == (given,)
