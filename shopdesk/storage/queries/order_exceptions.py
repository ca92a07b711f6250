"""Exceptions of orders (R-O3): the open ones, with how often one spoke with the customer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import ExceptionContact, Order, OrderException


@dataclass(frozen=True, slots=True)
class Contact:
    """A word with the customer."""

    at: datetime
    method: str
    text: str


def contact_count() -> ColumnElement[int]:
    """SQL over ``order_exception``: how often one spoke with the customer about it."""
    return (
        select(func.count())
        .where(ExceptionContact.exception_id == OrderException.id)
        .scalar_subquery()
        .label("contacts")
    )


def open_ids(session: Session, order_ids: Iterable[int]) -> list[int]:
    """The exceptions of the orders that are not closed."""
    query = select(OrderException.id).where(among(OrderException.order_id, order_ids))
    return list(session.scalars(query.where(OrderException.closed_at.is_(None)).order_by(OrderException.id)))


def contacts(session: Session, exception_id: int) -> tuple[Contact, ...]:
    """What was said, oldest first."""
    query = select(ExceptionContact.at, ExceptionContact.method, ExceptionContact.text)
    query = query.where(ExceptionContact.exception_id == exception_id)
    return tuple(Contact(*row) for row in session.execute(query.order_by(ExceptionContact.id)))


def payment_states(session: Session, order_ids: Iterable[int]) -> dict[int, str]:
    """How the orders are paid, by order."""
    return dict(session.execute(select(Order.id, Order.payment_state).where(among(Order.id, order_ids))).all())
