"""Something to do (SM-TASK): where it stands at a moment, and what is asked before it counts as done.

Kinds are declared in ``resources/task_kinds/<kind>.toml``: ``steps`` (what to do, in this order), ``text`` (words to
send the buyer), and ``[[outcome]]`` with ``key``, ``label``, ``text`` of its own and ``opens`` (the kind of a task that
comes of it). A kind without a file has nothing of it; the title of each is the message ``task_<kind>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from shopdesk.base.catalog import declarations
from shopdesk.base.errors import UserError

#: The outcome of a task that the program closed itself because its reason is gone.
SETTLED = "settled"
#: What the owner writes down for themselves.
BY_HAND = "by_hand"

Texts = Mapping[str, str]


class TaskState(StrEnum):
    """SM-TASK. ``planned`` and ``overdue`` follow from the clock and are never stored; ``due`` is every open task."""

    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    SKIPPED = "skipped"


def task_state(stored: str, due_at: datetime, moment: datetime, ahead_hours: int) -> TaskState:
    """Where a stored task stands at ``moment``: planned until ``ahead_hours`` before its time, overdue after it;
    exactly at its time it is due.
    """
    if not is_open(stored):
        return TaskState(stored)
    if moment > due_at:
        return TaskState.OVERDUE
    return TaskState.DUE if due_at - moment <= timedelta(hours=ahead_hours) else TaskState.PLANNED


def is_open(stored: str) -> bool:
    """Whether a task can still be done or skipped."""
    return stored not in {TaskState.DONE, TaskState.SKIPPED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task can end. ``opens``: the kind of the task that comes of it, ``""`` for none; ``text``: to be sent."""

    key: str
    label: Texts
    opens: str = ""
    text: Texts | None = None


@dataclass(frozen=True, slots=True)
class TaskKind:
    """What a kind asks for."""

    key: str
    steps: tuple[Texts, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    text: Texts | None = None

    def outcome(self, key: str) -> Outcome:
        """The outcome of that key. Raises ``UserError("task_outcome_needed")`` when the kind asks for one and ``key``
        is none of its own.
        """
        for found in self.outcomes:
            if found.key == key:
                return found
        if self.outcomes:
            raise UserError("task_outcome_needed")
        return Outcome(key or "done", {})


def _kind(key: str, entry: Mapping[str, Any]) -> TaskKind:
    outcomes = (
        Outcome(found["key"], found["label"], found.get("opens", ""), found.get("text"))
        for found in entry.get("outcome", ())
    )
    return TaskKind(key, tuple(entry.get("steps", ())), tuple(outcomes), entry.get("text"))


@cache
def task_kinds() -> Mapping[str, TaskKind]:
    """Every declared kind by key."""
    return {key: _kind(key, entry) for key, entry in declarations("task_kinds")}


def task_kind(key: str) -> TaskKind:
    """What a kind asks for, nothing where it is not declared."""
    return task_kinds().get(key) or TaskKind(key)
