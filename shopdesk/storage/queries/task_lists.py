"""SQL expressions of the list of tasks: the chips' conditions, on the clock, as the index of open tasks has them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, func, literal, literal_column, or_

from shopdesk.base.clock import now
from shopdesk.storage.tables import Task
from shopdesk.storage.types import utc_text


def _now() -> ColumnElement[str]:
    """The clock's time when the statement runs, not when it was put together."""
    return bindparam("clock", callable_=_clock, type_=String, unique=True)


def _clock() -> str:
    return utc_text(now())


def later(amount: Any, unit: str) -> ColumnElement[str]:
    """The time in ``amount`` (a number or SQL) of ``unit`` ("hours", "days")."""
    ahead = literal("+").concat(amount).concat(literal(f" {unit}"))
    return func.strftime("%Y-%m-%dT%H:%M:%SZ", _now(), ahead)


def open_tasks() -> ColumnElement[bool]:
    """Neither done nor skipped: word for word the condition of their partial index."""
    return literal_column("task.state = 'due'")


def in_sight() -> ColumnElement[bool]:
    """Open and not snoozed."""
    return open_tasks() & or_(Task.snoozed_until.is_(None), func.coalesce(Task.snoozed_until, "") <= _now())


def due_within(amount: Any, unit: str) -> ColumnElement[bool]:
    """In sight, and due before so much time has passed."""
    return in_sight() & (literal_column("task.due_at") <= later(amount, unit))


def snoozed() -> ColumnElement[bool]:
    """Open and out of sight for now."""
    return open_tasks() & (func.coalesce(Task.snoozed_until, "") > _now())


def settled() -> ColumnElement[bool]:
    """Done or skipped."""
    return literal_column("task.state != 'due'")
