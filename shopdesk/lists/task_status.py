"""The one badge of a task: settled, snoozed, or how its time stands. Computed from the row, worded when it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shopdesk.base.clock import now
from shopdesk.base.i18n import N_, tr
from shopdesk.domain.lateness import span
from shopdesk.domain.tasks import TaskState, task_state
from shopdesk.lists.status import Tone

_SETTLED = {TaskState.DONE: N_("Done"), TaskState.SKIPPED: N_("Skipped")}
_LEFT = {"day": N_("In {n} d"), "hour": N_("In {n} h"), "minute": N_("In {n} min")}
_SINCE = {"day": N_("{n} d waiting"), "hour": N_("{n} h waiting"), "minute": N_("{n} min waiting")}


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """What a badge is made of. Moments aware; ``ahead_hours``: how long before its time a task is due."""

    state: str
    due_at: datetime
    snoozed_until: datetime | None
    ahead_hours: int

    def __str__(self) -> str:
        """The state at this moment, as scripts read it."""
        moment = now()
        return "snoozed" if self.is_snoozed(moment) else str(self.at(moment))

    def at(self, moment: datetime) -> TaskState:
        """SM-TASK at ``moment``."""
        return task_state(self.state, self.due_at, moment, self.ahead_hours)

    def is_snoozed(self, moment: datetime) -> bool:
        """Whether an open task is out of sight."""
        return self.state == TaskState.DUE and self.snoozed_until is not None and self.snoozed_until > moment

    def badge(self, moment: datetime) -> tuple[str, Tone]:
        """Words and tone at ``moment``."""
        state = self.at(moment)
        if state in _SETTLED:
            return tr(_SETTLED[state]), Tone.GREEN if state is TaskState.DONE else Tone.NEUTRAL
        if self.is_snoozed(moment):
            return tr("Snoozed"), Tone.NEUTRAL
        if moment >= self.due_at:
            length = span(self.due_at, moment)
            words = tr(_SINCE[length.unit], n=length.count) if length.count else tr("Due just now")
            return words, Tone.RED if length.unit == "day" else Tone.AMBER
        left = span(moment, self.due_at)
        return tr(_LEFT[left.unit], n=left.count), Tone.AMBER if state is TaskState.DUE else Tone.NEUTRAL
