"""What the owner does with tasks: done with an outcome, skipped with a reason, snoozed, noted, added by hand.

Each step is one undoable Change, for one task or thousands. Rules raise and close tasks in ``services.alerting``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import localized, message
from shopdesk.domain.search_text import clean, clean_lines
from shopdesk.domain.tasks import BY_HAND, Outcome, TaskState, is_open, task_kind
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import Order, Task


def title(kind: str, params: Mapping[str, Any] | None) -> str:
    """A task in words, in the current language."""
    return message(f"task_{kind}", **(params or {}))


def done(session: Session, task_ids: Iterable[int], outcome: str = "", note: str = "") -> Change:
    """Done. ``outcome`` is one of the kind's own where it declares some (R-O8); what comes of it is added at once.

    Raises ``UserError``: ``task_unknown``, ``task_settled``, ``task_outcome_needed``, ``tasks_none_possible``.
    """

    def why_not(task: Task) -> str:
        kind = task_kind(task.kind)
        asks = bool(kind.outcomes) and outcome not in {found.key for found in kind.outcomes}
        return "task_outcome_needed" if asks else ""

    def write(step: Recorder, tasks: Sequence[Task]) -> None:
        said = {"note": clean_lines(note)} if note.strip() else {}
        ids = [task.id for task in tasks]
        ends = {task.id: task_kind(task.kind).outcome(outcome) for task in tasks}
        step.update_many(Task, ids, state=TaskState.DONE, done_at=now(), outcome=_key(outcome), **said)
        _open_following(step, tasks, ends)

    return _advance(session, task_ids, "task_done", write, why_not)


def common_ends(session: Session, task_ids: Iterable[int]) -> tuple[tuple[str, str], ...]:
    """Key and label of the outcomes that every one of the open tasks knows that asks for one; none when none asks."""
    kinds = session.scalars(select(Task.kind).where(among(Task.id, task_ids), Task.state == TaskState.DUE).distinct())
    asking = [kind for name in kinds if (kind := task_kind(name)).outcomes]
    keys = [{end.key for end in kind.outcomes} for kind in asking]
    shared = set.intersection(*keys) if keys else set()
    return tuple((end.key, localized(end.label)) for end in (asking[0].outcomes if asking else ()) if end.key in shared)


def skip(session: Session, task_ids: Iterable[int], reason: str) -> Change:
    """Not done, and why. Raises ``UserError``: ``task_reason_needed``, ``task_unknown``, ``task_settled``,
    ``tasks_none_possible``.
    """
    why = clean_lines(reason)
    if not why:
        raise UserError("task_reason_needed")

    def write(step: Recorder, tasks: Sequence[Task]) -> None:
        step.update_many(Task, [task.id for task in tasks], state=TaskState.SKIPPED, done_at=now(), outcome=why)

    return _advance(session, task_ids, "task_skipped", write)


def snooze(session: Session, task_ids: Iterable[int], until: datetime) -> Change:
    """Out of sight until ``until`` (aware). Raises ``UserError``: ``task_snooze_past``, ``task_unknown``,
    ``task_settled``, ``tasks_none_possible``.
    """
    if until <= now():
        raise UserError("task_snooze_past")

    def write(step: Recorder, tasks: Sequence[Task]) -> None:
        step.update_many(Task, [task.id for task in tasks], snoozed_until=until)

    return _advance(session, task_ids, "task_snoozed", write)


def note(session: Session, task_id: int, text: str) -> Change:
    """What there is to remember about a task, open or not. Raises ``UserError("task_unknown")``."""
    task = session.get(Task, task_id)
    if task is None:
        raise UserError("task_unknown")
    with recording(session, "task_noted") as step:
        step.update(task, note=clean_lines(text))
    return step.change


def add(session: Session, text: str, due_at: datetime, order_id: int | None = None) -> Change:
    """A task by hand. Raises ``UserError``: ``task_text_needed``, ``order_unknown``."""
    words = clean(text).strip()
    if not words:
        raise UserError("task_text_needed")
    if order_id is not None and session.get(Order, order_id) is None:
        raise UserError("order_unknown")
    with recording(session, "task_added", title=words) as step:
        key = f"{BY_HAND}:{uuid4().hex}"
        step.insert(Task(key=key, kind=BY_HAND, order_id=order_id, params={"text": words}, due_at=due_at))
    return step.change


def _key(outcome: str) -> str:
    return outcome or str(TaskState.DONE)


def _open_following(step: Recorder, tasks: Sequence[Task], ends: Mapping[int, Outcome]) -> None:
    """The tasks that come of how others ended."""
    moment = now()
    following = [
        {
            "key": f"{ends[task.id].opens}:{task.id}", "kind": ends[task.id].opens, "order_id": task.order_id,
            "shipment_id": task.shipment_id, "params": task.params, "due_at": moment, "opened_at": moment,
        }
        for task in tasks
        if ends[task.id].opens
    ]  # fmt: skip
    step.insert_many(Task, following)


def _may(_task: Task) -> str:
    return ""


def _advance(
    session: Session,
    task_ids: Iterable[int],
    code: str,
    write: Callable[[Recorder, Sequence[Task]], None],
    why_not: Callable[[Task], str] = _may,
) -> Change:
    """Do what can be done with the tasks and say how many were left out; with one, why it cannot be."""
    tasks = list(session.scalars(select(Task).where(among(Task.id, task_ids)).order_by(Task.id)))
    reasons = {task.id: "" if is_open(task.state) else "task_settled" for task in tasks}
    reasons = {task.id: reasons[task.id] or why_not(task) for task in tasks}
    ready = [task for task in tasks if not reasons[task.id]]
    if not ready:
        _refuse(tasks, reasons)
    worded, params = _worded(code, tasks, ready)
    with recording(session, worded, **params) as step:
        write(step, ready)
    return step.change


def _worded(code: str, tasks: Sequence[Task], ready: Sequence[Task]) -> tuple[str, dict[str, Any]]:
    if len(tasks) == 1:
        return f"{code}_one", {"title": title(tasks[0].kind, tasks[0].params)}
    if len(ready) == len(tasks):
        return f"{code}_many", {"n": len(ready)}
    return f"{code}_some", {"n": len(ready), "left": len(tasks) - len(ready)}


def _refuse(tasks: Sequence[Task], reasons: Mapping[int, str]) -> None:
    if not tasks:
        raise UserError("task_unknown")
    if len(tasks) > 1:
        raise UserError("tasks_none_possible", n=len(tasks))
    raise UserError(reasons[tasks[0].id])
