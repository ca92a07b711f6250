"""One rule as rows: a name, the conditions that must all hold, the actions that follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.order_rules.rows import ActionRow, ConditionRow, new_action, new_condition
from shopdesk.dialogs.pieces import button
from shopdesk.domain.order_rules import Action, Condition, Rule
from shopdesk.services.order_rule_words import Offered
from shopdesk.ui.panel import Panel, text_label


class RuleEditor(Panel):
    """``show_rule(rule | None)``; ``values()`` are name, conditions and actions as they are stored. ``changed`` at each
    edit.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("rule_editor")
        self._offered = Offered()
        self._conditions: list[ConditionRow] = []
        self._actions: list[ActionRow] = []
        self.name = QLineEdit(self)
        self.name.setObjectName("rule_name")
        self.name.setAccessibleName(tr("Name of the rule"))
        self.name.setPlaceholderText(tr("Name of the rule"))
        self.name.textEdited.connect(self.changed)
        self.add_condition = button(tr("Add a &condition"), "rule_add_condition", self)
        self.add_action = button(tr("Add an &action"), "rule_add_action", self)
        self.add_condition.clicked.connect(self._more_conditions)
        self.add_action.clicked.connect(self._more_actions)
        self._when, self._then = QVBoxLayout(), QVBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.addWidget(self.name)
        for title, rows, more in (
            (tr("If all of this holds for a new order"), self._when, self.add_condition),
            (tr("then"), self._then, self.add_action),
        ):
            self.column.addSpacing(4)
            self.column.addWidget(text_label(title, self, bold=True, wrap=False))
            rows.setSpacing(8)
            self.column.addLayout(rows)
            row = QVBoxLayout()
            row.addWidget(more, 0)
            row.setContentsMargins(0, 0, 0, 0)
            self.column.addLayout(row)
            more.setSizePolicy(more.sizePolicy().Policy.Fixed, more.sizePolicy().Policy.Fixed)
        self._every = text_label(tr("Without a condition it is for every order."), self, tone="muted", wrap=False)
        self._when.addWidget(self._every)
        self.column.addStretch(1)

    def show_rule(self, rule: Rule | None, offered: Offered) -> None:
        """Show a rule, or the rows of a new one."""
        self._offered = offered
        self.name.setText(rule.name if rule else "")
        self._clear()
        conditions: Sequence[Condition] = rule.conditions if rule else [new_condition()]
        actions: Sequence[Action] = rule.actions if rule else [new_action()]
        for condition in conditions:
            self._add_condition(condition)
        for action in actions:
            self._add_action(action)

    def values(self) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
        """Name, conditions, actions."""
        return self.name.text(), [row.entry() for row in self._conditions], [row.entry() for row in self._actions]

    @property
    def condition_rows(self) -> list[ConditionRow]:
        """The rows of conditions, from the top."""
        return self._conditions

    @property
    def action_rows(self) -> list[ActionRow]:
        """The rows of actions, from the top."""
        return self._actions

    def _more_conditions(self) -> None:
        self._add_condition(new_condition())
        self._conditions[-1].subject.setFocus()
        self.changed.emit()

    def _more_actions(self) -> None:
        self._add_action(new_action())
        self._actions[-1].deed.setFocus()
        self.changed.emit()

    def _add_condition(self, condition: Condition) -> None:
        row = ConditionRow(condition, self._offered, self)
        row.changed.connect(self.changed)
        row.removed.connect(self._remove_condition)
        self._conditions.append(row)
        self._when.addWidget(row)
        self._every.hide()

    def _add_action(self, action: Action) -> None:
        row = ActionRow(action, self._offered, self)
        row.changed.connect(self.changed)
        row.removed.connect(self._remove_action)
        self._actions.append(row)
        self._then.addWidget(row)

    def _remove_condition(self, row: ConditionRow) -> None:
        self._conditions.remove(row)
        self._drop(row)
        self._every.setVisible(not self._conditions)
        self.add_condition.setFocus()
        self.changed.emit()

    def _remove_action(self, row: ActionRow) -> None:
        self._actions.remove(row)
        self._drop(row)
        self.add_action.setFocus()
        self.changed.emit()

    def _clear(self) -> None:
        for row in (*self._conditions, *self._actions):
            self._drop(row)
        self._conditions, self._actions = [], []
        self._every.show()

    @staticmethod
    def _drop(row: QWidget) -> None:
        row.hide()
        row.setParent(None)
        row.deleteLater()
