"""Findings become tasks: raised once, closed by themselves when their reason is gone, never raised again once settled.

:func:`look` says what would change and writes nothing, so that it may be asked each minute; :func:`sweep` does it.
What the owner does with a task is in ``services.todo``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shopdesk.alerts.finding import Finding
from shopdesk.alerts.registry import alert_rules, kinds
from shopdesk.alerts.surroundings import Surroundings
from shopdesk.domain.tasks import SETTLED, TaskState
from shopdesk.services.recording import Change, recording
from shopdesk.services.surroundings import surroundings
from shopdesk.storage.queries.alert_facts import LOADERS
from shopdesk.storage.tables import Task


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a sweep would do: findings to raise, tasks (by id) to open again, to close and to say anew."""

    raised: tuple[Finding, ...] = ()
    reopened: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    changed: tuple[tuple[int, Finding], ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.raised or self.reopened or self.closed or self.changed)


def findings(session: Session, around: Surroundings) -> dict[str, Finding]:
    """What every rule finds now, by key."""
    found: dict[str, Finding] = {}
    for rule in alert_rules():
        for facts in LOADERS[rule.facts](session, around):
            found.update((finding.key, finding) for finding in rule.find(facts, around))
    return found


def look(session: Session, moment: datetime | None = None) -> Outlook:
    """What a sweep at ``moment`` would do. A clock set back closes nothing: tasks from "later" wait for it."""
    around = surroundings(session, moment)
    found = findings(session, around)
    known = _known(session, list(found))
    reopened, closed, changed = [], [], []
    for key, task in known.items():
        finding = found.get(key)
        if finding is None:
            if task.state == TaskState.DUE and task.opened_at <= around.moment:
                closed.append(task.id)
        elif task.state != TaskState.DUE:
            if task.outcome == SETTLED:
                reopened.append(task.id)
        elif _said(task) != _wanted(finding):
            changed.append((task.id, finding))
    raised = tuple(finding for key, finding in found.items() if key not in known)
    return Outlook(raised, tuple(reopened), tuple(closed), tuple(changed))


def sweep(session: Session, moment: datetime | None = None) -> Change:
    """Bring the tasks up to date. Nothing the owner would undo, and nothing when there is nothing to do."""
    around = surroundings(session, moment)
    outlook = look(session, around.moment)
    if not outlook:
        return Change(None, "tasks_swept", undoable=False, quiet=True)
    with recording(session, "tasks_swept", undoable=False, quiet=True) as step:
        step.update_many(Task, outlook.closed, state=TaskState.DONE, outcome=SETTLED, done_at=around.moment)
        step.update_many(Task, outlook.reopened, state=TaskState.DUE, outcome="", done_at=None)
        step.insert_many(Task, [_row(finding, around.moment) for finding in outlook.raised])
        for task_id, finding in outlook.changed:
            if (task := session.get(Task, task_id)) is not None:
                step.update(task, **_wanted(finding))
    return step.change


def _known(session: Session, keys: Sequence[str]) -> dict[str, Any]:
    """Tasks of the findings, and open ones that rules have raised, by key."""
    wanted = select(func.json_each(json.dumps(keys)).table_valued("value").c.value)
    is_own = (Task.state == TaskState.DUE) & Task.kind.in_(kinds())
    columns = (Task.id, Task.key, Task.kind, Task.state, Task.outcome, Task.opened_at, Task.due_at, Task.params,
               Task.stake_minor)  # fmt: skip
    rows = session.execute(select(*columns).where(or_(Task.key.in_(wanted), is_own)))
    return {row.key: row for row in rows}


def _said(task: Any) -> dict[str, Any]:
    return {"kind": task.kind, "due_at": task.due_at, "params": task.params or {}, "stake_minor": task.stake_minor}


def _wanted(finding: Finding) -> dict[str, Any]:
    due_at = finding.due_at.replace(microsecond=0)
    return {"kind": finding.kind, "due_at": due_at, "params": dict(finding.params), "stake_minor": finding.stake_minor}


def _row(finding: Finding, moment: datetime) -> dict[str, Any]:
    return {
        "key": finding.key, "order_id": finding.order_id, "shipment_id": finding.shipment_id, "opened_at": moment,
        "state": str(TaskState.DUE), **_wanted(finding),
    }  # fmt: skip
