"""The window of order rules. Saving and trying are one step; only what was tried can be switched on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import tr
from shopdesk.dialogs.order_rules import work
from shopdesk.dialogs.order_rules.editor import RuleEditor
from shopdesk.dialogs.order_rules.rule_list import RuleList
from shopdesk.dialogs.order_rules.trial_pane import TrialPane
from shopdesk.dialogs.pieces import button, fit
from shopdesk.services import order_rules
from shopdesk.services.order_rule_runs import DryRun
from shopdesk.services.order_rule_words import Names, Offered
from shopdesk.services.order_rules import KeptRule
from shopdesk.ui.context import Context
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, heading, text_label

_LIST_WIDTH = 270


class OrderRulesDialog(QDialog):
    """``OrderRulesDialog(context, parent)``; each step is undoable like any other."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order_rules")
        self.setWindowTitle(tr("Order rules"))
        fit(self, 1120, 740)
        self._context = context
        self._shown = work.Shown((), Names(), Offered())
        self._current: int | None = None
        self._wanted_name = ""
        self._tries_after = False
        self._tried: DryRun | None = None
        self._is_dirty = False
        self._build()
        context.bus.changed.connect(self._load)
        self._load()

    # ---- how it looks

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Order rules"), self, scale=1.45))
        self._problem = Notice("red", self, name="rules_problem")
        column.addWidget(self._problem)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(self._left())
        middle.addLayout(self._right(), 1)
        column.addLayout(middle, 1)
        column.addLayout(self._footer())

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(8)
        self.list = RuleList(self)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.chosen.connect(self._choose)
        self.list.arranged.connect(self._arrange)
        hint = text_label(tr("They run from top to bottom on every new order."), self, tone="muted")
        hint.setFixedWidth(_LIST_WIDTH)
        self.up, self.down = (
            button(tr("Move &up"), "rules_up", self),
            button(tr("Move &down"), "rules_down", self),
        )
        self.new = button(tr("&New rule"), "rules_new", self)
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)
        self.new.clicked.connect(self._new)
        moves = QHBoxLayout()
        moves.addWidget(self.up)
        moves.addWidget(self.down)
        left.addWidget(hint)
        left.addWidget(self.list, 1)
        left.addLayout(moves)
        left.addWidget(self.new)
        return left

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(12)
        self.editor = RuleEditor(self)
        self.editor.changed.connect(self._edited)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("The rule"))
        area.setWidget(self.editor)
        self.trial = TrialPane(self)
        right.addWidget(area, 1)
        right.addWidget(self.trial)
        return right

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.delete = button(tr("D&elete the rule"), "rules_delete", self)
        self.switch = button(tr("&Switch on"), "rules_switch", self)
        self.try_button = button(tr("Save and &try on 90 days"), "rules_try", self, primary=True)
        self.close_button = button(tr("C&lose"), "rules_close", self)
        for made, answer in (
            (self.delete, self._delete),
            (self.switch, self._switch),
            (self.try_button, self._save_and_try),
            (self.close_button, self.accept),
        ):
            made.clicked.connect(answer)
        row.addWidget(self.delete)
        row.addStretch(1)
        for made in (self.switch, self.try_button, self.close_button):
            row.addWidget(made)
        return row

    # ---- what it shows

    def _load(self, _change: object = None) -> None:
        self._context.tasks.run_io(tr("Order rules"), work.load, on_done=self._loaded)

    def _loaded(self, shown: work.Shown) -> None:
        first = not self._shown.rules and self._current is None
        self._shown = shown
        if self._wanted_name:
            self._current = next((kept.id for kept in shown.rules if kept.rule.name == self._wanted_name), None)
            self._wanted_name, self._is_dirty = "", False
        elif first and shown.rules:
            self._current = shown.rules[0].id
        elif self._current is not None and self._kept() is None:
            self._current = shown.rules[0].id if shown.rules else None
            self._is_dirty = False
        self.list.show_rules(shown.rules, self._current)
        if not self._is_dirty:
            self._show_rule()
        self._show_buttons()
        if self._tries_after:
            self._tries_after = False
            self._try()

    def _kept(self) -> KeptRule | None:
        return next((kept for kept in self._shown.rules if kept.id == self._current), None)

    def _show_rule(self) -> None:
        kept = self._kept()
        self.editor.show_rule(kept.rule if kept else None, self._shown.offered)
        self._is_dirty = False
        if self._tried is not None and (kept is None or kept.rule.fingerprint != self._tried.fingerprint):
            self._forget_trial()

    def _show_buttons(self) -> None:
        kept = self._kept()
        is_on = kept is not None and kept.is_on
        self.switch.setText(tr("&Switch off") if is_on else tr("&Switch on"))
        self.switch.setAccessibleName(self.switch.text().replace("&", ""))
        tried = self._tried is not None and not self._is_dirty
        self.switch.setEnabled(kept is not None and (is_on or tried))
        self.delete.setEnabled(kept is not None)
        self.up.setEnabled(self.list.currentRow() > 0)
        self.down.setEnabled(0 <= self.list.currentRow() < self.list.count() - 1)

    # ---- what the owner does

    def _choose(self, rule_id: int | None) -> None:
        if rule_id != self._current:
            self._current = rule_id
            self._show_rule()
        self._show_buttons()

    def _new(self) -> None:
        self.list.setCurrentRow(-1)
        self._current = None
        self._show_rule()
        self._show_buttons()
        self.editor.name.setFocus()

    def _edited(self) -> None:
        self._is_dirty = True
        self._forget_trial()
        self._show_buttons()

    def _forget_trial(self) -> None:
        self._tried = None
        self.trial.clear()

    def _save_and_try(self) -> None:
        name, conditions, actions = self.editor.values()
        self._wanted_name, self._tries_after = " ".join(name.split()), True
        self._run(order_rules.save, self._current, name, conditions, actions, on_done=self._load)

    def _try(self) -> None:
        if self._current is not None:
            tasks = self._context.tasks
            tasks.run_io(tr("Order rules"), work.try_rule, self._current, on_done=self._was_tried)

    def _was_tried(self, tried: DryRun) -> None:
        kept = self._kept()
        if kept is not None and kept.rule.fingerprint == tried.fingerprint and not self._is_dirty:
            self._tried = tried
            self.trial.show_trial(tried, self._shown.names)
            self._show_buttons()

    def _switch(self) -> None:
        kept = self._kept()
        if kept is None:
            return
        if kept.is_on:
            self._run(order_rules.switch_off, kept.id)
        elif self._tried is not None:
            self._run(order_rules.switch_on, kept.id, self._tried.fingerprint)

    def _delete(self) -> None:
        if self._current is not None:
            self._run(order_rules.delete, self._current)

    def _up(self) -> None:
        self.list.shift(-1)

    def _down(self) -> None:
        self.list.shift(1)

    def _arrange(self, rule_ids: list[int]) -> None:
        self._run(order_rules.arrange, rule_ids)

    def _run(self, step: Callable[..., Any], *args: Any, on_done: Callable[[Any], None] | None = None) -> None:
        self._problem.say("")
        self._context.tasks.run_db(tr("Order rules"), step, *args, on_done=on_done, on_error=self._refused)

    def _refused(self, error: Exception) -> None:
        self._wanted_name, self._tries_after = "", False
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))
