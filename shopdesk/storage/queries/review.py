"""Orders that wait for a review (R-O1), and how punctual the shop was with reviews and parcels (R-O1, R-O4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import OrderState
from shopdesk.storage.raw import raw_rows
from shopdesk.storage.tables import ImportBatch, Order
from shopdesk.storage.types import utc_text

#: More orders than these say nothing new about how punctual a shop is, and cost time after every change.
RATED_ORDERS = 5_000
#: States in which a review still lies ahead.
UNREVIEWED = (OrderState.IMPORTED, OrderState.TO_REVIEW, OrderState.EXCEPTION)


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Counts: reviews that are late and those that soon will be; of the orders placed since a moment, how many were
    reviewed and of these in time, how many were shipped and of these late.
    """

    review_late: int = 0
    review_soon: int = 0
    reviewed: int = 0
    reviewed_in_time: int = 0
    shipped: int = 0
    shipped_late: int = 0


def waiting(session: Session) -> list[tuple[int, str, str | None, str | None]]:
    """Every order that waits to be reviewed: id, placed, imported, due; moments as stored."""
    query = select(Order.id, Order.placed_at, Order.imported_at, Order.review_due_at)
    unreviewed = Order.state.in_([str(state) for state in UNREVIEWED])
    return raw_rows(session, query.where(unreviewed, Order.archived_at.is_(None)))


def write_due(session: Session, dues: Sequence[tuple[str | None, int]]) -> None:
    """Set the times at which reviews are due: as stored, and of which order. Tens of thousands at an import."""
    if dues:
        session.connection().exec_driver_sql("UPDATE orders SET review_due_at = ? WHERE id = ?", list(dues))
        session.expire_all()


def punctuality(session: Session, moment: datetime, amber_until: datetime, since: datetime) -> Punctuality:
    """How it stands at ``moment``: reviews due before ``amber_until`` count as soon; rated are the orders placed from
    ``since`` on, the newest :data:`RATED_ORDERS` of them. A review before its order was placed counts as in time: only
    a clock that was put back makes one.
    """
    due = Order.review_due_at
    to_review = select(_count(due < moment), _count((due >= moment) & (due <= amber_until)))
    to_review = to_review.where(Order.state == OrderState.TO_REVIEW, Order.archived_at.is_(None))
    late, soon = session.execute(to_review).one()
    has_review = Order.reviewed_at.is_not(None) & due.is_not(None)
    has_left = Order.shipped_at.is_not(None) & Order.ship_by.is_not(None)
    rated = select(
        _count(has_review), _count(has_review & (Order.reviewed_at <= due)),
        _count(has_left), _count(has_left & (Order.shipped_at > Order.ship_by)),
    )  # fmt: skip
    newest = select(Order.id).where(Order.placed_at >= since, Order.archived_at.is_(None))
    newest = newest.order_by(Order.placed_at.desc(), Order.id.desc()).limit(RATED_ORDERS)
    placed = rated.where(Order.id.in_(newest), or_(has_review, has_left))
    return Punctuality(late, soon, *session.execute(placed).one())


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def last_order_import(session: Session) -> datetime | None:
    """When orders were last imported, ``None`` when they never were."""
    query = select(func.max(ImportBatch.at)).where(ImportBatch.target == "orders", ImportBatch.undone_at.is_(None))
    return session.scalar(query)


def stored(moment: datetime | None) -> str | None:
    """A moment as :func:`waiting` tells it."""
    return None if moment is None else utc_text(moment)
