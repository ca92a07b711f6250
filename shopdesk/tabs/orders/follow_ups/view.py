"""The page of what there is to do: the four storeys filled with tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.tabs.orders.follow_ups.actions import ADD, DONE, FollowUpActions, call
from shopdesk.tabs.orders.follow_ups.columns import FOLLOW_UPS
from shopdesk.ui.context import Context
from shopdesk.ui.page import TabPage
from shopdesk.ui.table.list_source import ListSource

if TYPE_CHECKING:
    from shopdesk.services.task_detail import TaskDetail
    from shopdesk.tabs.orders.follow_ups.detail import TaskPane


class FollowUpsPage(TabPage):
    """Tasks with chips, search and detail."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "follow_ups", N_("To do"), parent)
        self.task_actions = FollowUpActions(self)
        self.set_secondary(ADD)
        self.set_primary(DONE)
        model = self.use_list(ListSource(FOLLOW_UPS, context), tr("Search tasks, orders, buyers"))
        model.counts_changed.connect(self._say_state)
        model.loaded.connect(self.task_actions.refresh)
        model.completed.connect(self.task_actions.refresh)
        self.chips.chosen.connect(self._say_what_belongs_here)
        self.table.selection_changed.connect(self.task_actions.refresh)
        self.use_pane(self._make_pane, load)
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

    def _make_pane(self) -> TaskPane:
        from shopdesk.tabs.orders.follow_ups.detail import TaskPane

        pane = TaskPane(self.context, self)
        pane.ended.connect(self._ended)
        pane.noted.connect(self._noted)
        pane.copied.connect(self.task_actions.copy)
        pane.order_wanted.connect(self.task_actions.show_order)
        return pane

    @Slot(int, str)
    def _ended(self, task_id: int, outcome: str) -> None:
        self.task_actions.finish([task_id], outcome)

    @Slot(int, str)
    def _noted(self, task_id: int, text: str) -> None:
        self.context.tasks.run_db(tr("Note"), call, "note", task_id, text)


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
