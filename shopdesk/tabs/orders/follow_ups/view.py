"""The page of what there is to do: the four storeys filled with tasks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.services.task_detail import TaskDetail
from shopdesk.tabs.orders.follow_ups.actions import ADD, DONE, FollowUpActions, call
from shopdesk.tabs.orders.follow_ups.columns import FOLLOW_UPS
from shopdesk.tabs.orders.follow_ups.detail import TaskPane
from shopdesk.ui.context import Context
from shopdesk.ui.page import TabPage
from shopdesk.ui.table.list_source import ListSource


class FollowUpsPage(TabPage):
    """Tasks with chips, search and detail."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "follow_ups", N_("To do"), parent)
        self.task_actions = FollowUpActions(self)
        self._shown: int | None = None
        self.pane = TaskPane(context, self)
        self.pane.ended.connect(self._ended)
        self.pane.noted.connect(self._noted)
        self.pane.copied.connect(self.task_actions.copy)
        self.pane.order_wanted.connect(self.task_actions.show_order)
        self.set_detail(self.pane)
        self.set_secondary(ADD)
        self.set_primary(DONE)
        model = self.use_list(ListSource(FOLLOW_UPS, context), tr("Search tasks, orders, buyers"))
        model.counts_changed.connect(self._say_state)
        model.loaded.connect(self.task_actions.refresh)
        model.completed.connect(self.task_actions.refresh)
        self.chips.chosen.connect(self._say_what_belongs_here)
        self.table.selection_changed.connect(self._selected)
        self.table.opened.connect(self._open)
        self.record_shown.connect(self._show)
        context.bus.changed.connect(self._reload)
        self._say_what_belongs_here(str(self.chips.current()))

    @Slot(dict)
    def _say_state(self, counts: dict[str, int]) -> None:
        due, week = counts.get("due", 0), counts.get("week", 0)
        parts = [trn("{n} due now", "{n} due now", due), trn("{n} this week", "{n} this week", week)]
        self.set_state_text(" · ".join(parts) if week else tr("Nothing to do this week"))

    @Slot(str)
    def _say_what_belongs_here(self, chip: str) -> None:
        title, text = _EMPTY.get(chip, _EMPTY["all"])
        self.set_empty("check-square", tr(title), tr(text), ADD)

    @Slot(int)
    def _selected(self, count: int) -> None:
        self.task_actions.refresh()
        wanted = self.table.current_id() if count else None
        if (wanted is None) != (self._shown is None):
            self._show(wanted)

    @Slot(int)
    def _open(self, _record: int) -> None:
        self.detail_pane.show()
        self.pane.setFocus()

    @Slot(object)
    def _show(self, task_id: int | None) -> None:
        self._shown = task_id
        if task_id is None:
            self.pane.clear()
        else:
            self.context.tasks.run_io(tr("Task"), load, task_id, on_done=self._filled, on_error=self._gone)

    def _filled(self, task: TaskDetail) -> None:
        if task.id == self._shown:
            self.pane.show_task(task)

    def _gone(self, _error: Exception) -> None:
        self.pane.clear()

    @Slot(object)
    def _reload(self, _change: object) -> None:
        self._show(self._shown)

    @Slot(str)
    def _ended(self, outcome: str) -> None:
        if self._shown is not None:
            self.task_actions.finish([self._shown], outcome)

    @Slot(str)
    def _noted(self, text: str) -> None:
        if self._shown is not None:
            self.context.tasks.run_db(tr("Note"), call, "note", self._shown, text)


def load(session: Any, task_id: int) -> TaskDetail:
    """A task for its pane."""
    from shopdesk.services import task_detail

    return task_detail.detail(session, task_id)


_BY_THEMSELVES = N_("Parcels without news, follow-up calls and refunds come here by themselves.")
_EMPTY = {
    "due": (N_("Nothing to do right now"), _BY_THEMSELVES),
    "week": (N_("Nothing to do this week"), _BY_THEMSELVES),
    "snoozed": (N_("Nothing is snoozed"), N_("Tasks you put off wait here until their time.")),
    "done": (N_("Nothing is done yet"), N_("What you did or skipped is kept here, with how it ended.")),
    "all": (N_("No tasks yet"), _BY_THEMSELVES),
}
