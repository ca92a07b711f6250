"""One task with everything its pane shows: what to do in which order, how it can end, what to write the buyer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import localized
from shopdesk.domain.buyer_words import said
from shopdesk.domain.tasks import Outcome, TaskKind, task_kind
from shopdesk.lists.task_status import TaskStatus
from shopdesk.services import settings
from shopdesk.services.labels import order_address
from shopdesk.services.packing_notes import buyer_language
from shopdesk.services.todo import title
from shopdesk.services.tracking import TrackingPoint, events
from shopdesk.storage.queries.paper import the_shop
from shopdesk.storage.tables import Channel, Order, Task


@dataclass(frozen=True, slots=True)
class End:
    """How a task can end, worded. ``text``: what can then be sent to the buyer, in the buyer's language."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A task. Moments are aware UTC; ``text``: words to send, in the buyer's language, ``""`` for none."""

    id: int
    kind: str
    title: str
    status: TaskStatus
    opened_at: datetime
    due_at: datetime
    snoozed_until: datetime | None
    done_at: datetime | None
    outcome: str
    note: str
    order_id: int | None
    order_no: str
    channel: str
    buyer: str
    phone: str
    email: str
    steps: tuple[str, ...]
    ends: tuple[End, ...]
    text: str
    tracking: tuple[TrackingPoint, ...]


def detail(session: Session, task_id: int) -> TaskDetail:
    """The task as it is now. Raises ``UserError("task_unknown")``."""
    task = session.get(Task, task_id)
    if task is None:
        raise UserError("task_unknown")
    order = session.get(Order, task.order_id) if task.order_id else None
    kind = task_kind(task.kind)
    language = buyer_language(order_address(order), the_shop(session)) if order else ""
    facts = {"buyer": order.buyer_name or order.ship_name if order else "", **(task.params or {})}
    status = TaskStatus(task.state, task.due_at, task.snoozed_until, settings.get(session, "todo.ahead_hours"))
    return TaskDetail(
        id=task.id,
        kind=task.kind,
        title=title(task.kind, task.params),
        status=status,
        opened_at=task.opened_at,
        due_at=task.due_at,
        snoozed_until=task.snoozed_until,
        done_at=task.done_at,
        outcome=task.outcome,
        note=task.note,
        order_id=task.order_id,
        order_no=order.external_no if order else "",
        channel=_channel(session, order),
        buyer=facts["buyer"],
        phone=(order.buyer_phone or order.ship_phone) if order else "",
        email=order.buyer_email if order else "",
        steps=tuple(localized(step) for step in kind.steps),
        ends=tuple(_end(end, language, facts) for end in kind.outcomes),
        text=_text(kind, language, facts),
        tracking=events(session, order.id) if order else (),
    )


def _channel(session: Session, order: Order | None) -> str:
    if order is None:
        return ""
    return session.scalars(select(Channel.name).where(Channel.id == order.channel_id)).one()


def _text(kind: TaskKind, language: str, facts: dict[str, str]) -> str:
    return said(kind.text, language, **facts) if kind.text else ""


def _end(end: Outcome, language: str, facts: dict[str, str]) -> End:
    return End(end.key, localized(end.label), said(end.text, language, **facts) if end.text else "")
