"""What there is to do: its columns, chips and search. No Qt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, func, literal, type_coerce

from shopdesk.base.i18n import N_, localized, message, tr
from shopdesk.domain.tasks import SETTLED, task_kind
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec
from shopdesk.lists.task_status import TaskStatus
from shopdesk.storage.queries import task_lists as sql
from shopdesk.storage.queries.order_lists import rule_number
from shopdesk.storage.tables import Channel, Order, Task

_TASK: Any = Task.__table__
_ORDER: Any = Order.__table__
_CHANNEL: Any = Channel.__table__
_ON_ORDER = Order.id == Task.order_id
_AHEAD = rule_number("todo.ahead_hours")


def _title(kind: str, params: dict[str, Any] | None) -> str:
    return message(f"task_{kind}", **(params or {}))


def _status(state: str, due_at: datetime, snoozed_until: datetime | None, ahead: int) -> TaskStatus:
    return TaskStatus(state, due_at, snoozed_until, ahead)


def outcome_text(kind: str, state: str, outcome: str) -> str:
    """How a task ended, in words; ``""`` while it is open."""
    if state == "due" or not outcome or outcome == state:
        return ""
    if outcome == SETTLED:
        return tr("Settled by itself")
    labels = {found.key: localized(found.label) for found in task_kind(kind).outcomes}
    return labels.get(outcome, outcome)


_STATUS = (Task.state, Task.due_at, Task.snoozed_until, _AHEAD)

COLUMNS = (
    Column("title", N_("What to do"), ColumnKind.TEXT, (Task.kind, Task.params), _title, width=330),
    Column("order_no", N_("Order"), ColumnKind.TEXT, (func.coalesce(Order.external_no, ""),), width=172),
    Column("channel", N_("Channel"), ColumnKind.TEXT, (func.coalesce(Channel.name, ""),), width=92, hidden=True),
    Column("status", N_("Status"), ColumnKind.STATUS, _STATUS, _status, width=130, sort=Task.due_at),
    Column("due_at", N_("Due"), ColumnKind.DATETIME, (Task.due_at,), width=108),
    Column(
        "outcome", N_("How it ended"), ColumnKind.TEXT, (Task.kind, Task.state, Task.outcome), outcome_text,
        width=150, sort=Task.outcome, hidden=True,
    ),
    Column("note", N_("Note"), ColumnKind.TEXT, (Task.note,), width=160, hidden=True),
    Column("kind", N_("Kind"), ColumnKind.TEXT, (Task.kind,), hidden=True),
    Column("opened_at", N_("Since"), ColumnKind.DATETIME, (Task.opened_at,), hidden=True),
    Column("done_at", N_("Done at"), ColumnKind.DATETIME, (Task.done_at,), hidden=True),
    Column("snoozed_until", N_("Snoozed until"), ColumnKind.DATETIME, (Task.snoozed_until,), hidden=True),
)  # fmt: skip

FOLLOW_UPS = ListSpec(
    key="follow-ups",
    kind="task",
    title=N_("To do"),
    id=_TASK.c.id,
    source=_TASK,
    joins=((_ORDER, _ON_ORDER), (_CHANNEL, Channel.id == Order.channel_id)),
    columns=COLUMNS,
    filters=(
        Filter("due", N_("Due now"), sql.due_within(_AHEAD, "hours")),
        Filter("week", N_("This week"), sql.due_within(literal(7), "days")),
        Filter("snoozed", N_("Snoozed"), sql.snoozed()),
        Filter("done", N_("Done"), sql.settled(), sort=("done_at", True)),
        Filter("all", N_("All")),
    ),
    default_sort=("due_at", False),
    is_kept_up=True,
    search=LikeSearch(
        _TASK.c.id,
        _TASK.outerjoin(_ORDER, _ON_ORDER),
        (Order.external_no, Order.buyer_name, Order.ship_name, type_coerce(Task.params, String), Task.note),
    ),
)
