"""What follows an order after it has left, as its pane shows it: news of the parcel, money back, invoices,
installations, tasks. Reads only; each has its own service to change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.lists.spec import Money
from shopdesk.lists.task_status import TaskStatus
from shopdesk.services import settings
from shopdesk.services.invoicing import left_to_invoice
from shopdesk.services.refunds import left_to_refund, median_refund_days
from shopdesk.services.todo import title
from shopdesk.services.tracking import TrackingPoint, events
from shopdesk.storage.tables import Installation, InvoiceRequest, Order, Refund, Task


@dataclass(frozen=True, slots=True)
class RefundLine:
    """Money that goes or went back; ``paid_at`` of ``None``: it is owed until ``due_at``."""

    id: int
    amount: Money
    kind: str
    reason: str
    due_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """An invoice asked for; ``issued_no`` is ``""`` while it is open."""

    id: int
    title: str
    amount: Money
    issued_no: str


@dataclass(frozen=True, slots=True)
class InstallationLine:
    """An installation asked for."""

    id: int
    outlet: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of the order, worded."""

    id: int
    title: str
    status: TaskStatus


@dataclass(frozen=True, slots=True)
class Aftercare:
    """Of one order. ``refundable`` and ``invoiceable``: what can still be promised back or invoiced;
    ``refund_days``: how long the shop's refunds take, where the order has one (R-O9).
    """

    order_id: int
    tracking: tuple[TrackingPoint, ...]
    refunds: tuple[RefundLine, ...]
    invoices: tuple[InvoiceLine, ...]
    installations: tuple[InstallationLine, ...]
    tasks: tuple[TaskLine, ...]
    refundable: Money
    invoiceable: Money
    refund_days: float | None = None


def of_order(session: Session, order_id: int) -> Aftercare:
    """What follows the order. Raises ``UserError("order_unknown")``."""
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    refunds = _refunds(session, order_id)
    return Aftercare(
        order_id,
        events(session, order_id),
        refunds,
        _invoices(session, order_id),
        _installations(session, order_id),
        _tasks(session, order_id),
        Money(left_to_refund(session, order), order.currency),
        Money(left_to_invoice(session, order), order.currency),
        median_refund_days(session) if refunds else None,
    )


def _refunds(session: Session, order_id: int) -> tuple[RefundLine, ...]:
    rows = session.scalars(select(Refund).where(Refund.order_id == order_id).order_by(Refund.id))
    return tuple(
        RefundLine(row.id, Money(row.amount_minor, row.currency), row.kind, row.reason, row.due_at, row.paid_at)
        for row in rows
    )


def _invoices(session: Session, order_id: int) -> tuple[InvoiceLine, ...]:
    rows = session.scalars(
        select(InvoiceRequest).where(InvoiceRequest.order_id == order_id).order_by(InvoiceRequest.id)
    )
    return tuple(InvoiceLine(row.id, row.title, Money(row.amount_minor, row.currency), row.issued_no) for row in rows)


def _installations(session: Session, order_id: int) -> tuple[InstallationLine, ...]:
    rows = session.scalars(select(Installation).where(Installation.order_id == order_id).order_by(Installation.id))
    return tuple(InstallationLine(row.id, row.outlet, row.due_at, row.done_at) for row in rows)


def _tasks(session: Session, order_id: int) -> tuple[TaskLine, ...]:
    ahead = settings.get(session, "todo.ahead_hours")
    rows = session.scalars(select(Task).where(Task.order_id == order_id).order_by(Task.due_at, Task.id))
    return tuple(
        TaskLine(row.id, title(row.kind, row.params), TaskStatus(row.state, row.due_at, row.snoozed_until, ahead))
        for row in rows
    )
