"""What the owner can do with tasks: done, skipped, snoozed, added, the words for the buyer copied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from shopdesk.base.clock import now
from shopdesk.base.i18n import N_, tr, trn
from shopdesk.ui.action import Action
from shopdesk.ui.forms import Field
from shopdesk.ui.page import TabPage

DONE, ADD = "follow_ups.done", "follow_ups.add"
_OPENING = time(9)
#: How long a task can be put off: key and words.
_LATER = (
    ("hour", N_("In one hour")),
    ("tomorrow", N_("Tomorrow at nine")),
    ("3", N_("In three days")),
    ("7", N_("In a week")),
)


def snoozed_until(choice: str, moment: datetime, timezone: str) -> datetime:
    """The time a choice means, on the shop's clock."""
    if choice == "hour":
        return moment + timedelta(hours=1)
    days = 1 if choice == "tomorrow" else int(choice)
    zone = ZoneInfo(timezone)
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=days), _OPENING, tzinfo=zone)


class FollowUpActions(QObject):
    """The actions of the page, on the selection."""

    def __init__(self, page: TabPage) -> None:
        super().__init__(page)
        self._page = page
        self._context = page.context
        page.context.actions.add_all(self._declared(), page)

    def _declared(self) -> list[Action]:
        some = self.has_selected
        return [
            Action(DONE, N_("Mark as done"), self.done, "Ctrl+Return", "check", "shop", 1, some),
            Action("follow_ups.skip", N_("Skip…"), self.skip, "Ctrl+Del", "skip-forward", "shop", 1, some),
            Action("follow_ups.snooze", N_("Snooze…"), self.snooze, "Ctrl+Shift+W", "clock", "shop", 1, some),
            Action(
                "follow_ups.order", N_("Show the order"), self.show_order, "Ctrl+Shift+O", "package", "shop", 2, some
            ),
            Action(ADD, N_("Add a task…"), self.add, "Ctrl+Shift+N", "plus", "shop", 2),
        ]

    def has_selected(self) -> bool:
        """Whether a task is selected."""
        return self._page.model is not None and self._page.table.selected_count() > 0

    def targets(self) -> list[int]:
        """The selected tasks."""
        return list(self._page.table.selected_ids()) if self._page.model is not None else []

    def refresh(self) -> None:
        """Say the numbers anew; grey out what cannot be done."""
        n = self._page.table.selected_count() if self._page.model is not None else 0
        self._context.actions.set_text(
            DONE, trn("Mark {n} as done", "Mark {n} as done", n) if n else tr("Mark as done")
        )
        self._context.actions.refresh()

    # ---- doing it

    @Slot()
    def done(self) -> None:
        """Done; how it ended is asked where the kind wants to know."""
        if targets := self.targets():
            self._context.tasks.run_io(tr("To do"), ends_of, targets, on_done=self._ask_outcome)

    def _ask_outcome(self, found: tuple[list[int], tuple[tuple[str, str], ...]]) -> None:
        targets, ends = found
        if not ends:
            self.finish(targets, "")
            return
        fields = [
            Field("outcome", tr("How did it end?"), "choice", ends[0][0], ends),
            Field("note", tr("Note"), "lines"),
        ]
        title = trn("Mark {n} task as done", "Mark {n} tasks as done", len(targets))
        self._ask(title, fields, tr("Done"), lambda typed: self.finish(targets, typed["outcome"], typed["note"]))

    def finish(self, task_ids: Sequence[int], outcome: str, note: str = "") -> None:
        """Write it down."""
        self._context.tasks.run_db(tr("Mark as done"), call, "done", list(task_ids), outcome, note)

    @Slot()
    def skip(self) -> None:
        """Not done, and why."""
        if targets := self.targets():
            fields = [Field("reason", tr("Why is it skipped?"), "lines", required=True)]
            title = trn("Skip {n} task", "Skip {n} tasks", len(targets))
            self._ask(title, fields, tr("Skip"), lambda typed: self._run("Skip…", "skip", targets, typed["reason"]))

    @Slot()
    def snooze(self) -> None:
        """Out of sight for a while."""
        if targets := self.targets():
            choices = tuple((key, tr(words)) for key, words in _LATER)
            fields = [Field("until", tr("Remind me"), "choice", "tomorrow", choices)]
            title = trn("Snooze {n} task", "Snooze {n} tasks", len(targets))
            self._ask(title, fields, tr("Snooze"), lambda typed: self._put_off(targets, typed["until"]))

    def _put_off(self, targets: list[int], choice: str) -> None:
        until = snoozed_until(choice, now(), self._context.facts.timezone)
        self._run("Snooze…", "snooze", targets, until)

    @Slot()
    def add(self) -> None:
        """A task of the owner's own, due tomorrow unless said otherwise."""
        choices = (("now", tr("Now")), *((key, tr(words)) for key, words in _LATER))
        fields = [
            Field("text", tr("What is there to do?"), required=True),
            Field("due", tr("When"), "choice", "now", choices),
        ]
        self._ask(tr("Add a task"), fields, tr("Add"), self._added)

    def _added(self, typed: dict[str, Any]) -> None:
        moment = now()
        due = moment if typed["due"] == "now" else snoozed_until(typed["due"], moment, self._context.facts.timezone)
        self._run("Add a task…", "add", typed["text"], due)

    @Slot()
    def show_order(self) -> None:
        """Go to the order of the task under the cursor."""
        if targets := self.targets():
            self._context.tasks.run_io(tr("Order"), order_of, targets[0], on_done=self._go)

    def _go(self, order_id: int | None) -> None:
        if order_id is not None:
            self._context.navigate("orders", record=order_id)

    def copy(self, text: str) -> None:
        """Put words for the buyer onto the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self._context.toasts.show(tr("The message is on the clipboard."))

    def _run(self, title: str, step: str, *arguments: Any) -> None:
        self._context.tasks.run_db(tr(title), call, step, *arguments)

    def _ask(self, title: str, fields: list[Field], action: str, answered: Any) -> None:
        from shopdesk.dialogs.form_dialog import FormDialog

        dialog = FormDialog(title, fields, action, self._page.window())
        dialog.answered.connect(answered)
        dialog.open()


def call(session: Any, step: str, *arguments: Any) -> Any:
    """A step of ``services.todo`` by its name, imported with the first one and not with the window."""
    from shopdesk.services import todo

    return getattr(todo, step)(session, *arguments)


def ends_of(session: Any, task_ids: Sequence[int]) -> tuple[list[int], tuple[tuple[str, str], ...]]:
    """The tasks, and the outcomes that fit every one of them that asks for one."""
    from shopdesk.services import todo

    return list(task_ids), todo.common_ends(session, task_ids)


def order_of(session: Any, task_id: int) -> int | None:
    """The order a task is about."""
    from shopdesk.services import task_detail

    return task_detail.detail(session, task_id).order_id
