"""What must agree in a shop although no constraint of the database holds it. Reads only."""

from __future__ import annotations

from sqlalchemy import ColumnElement, column, func, select, table
from sqlalchemy.orm import Session

from shopdesk.domain.orders import OrderState
from shopdesk.storage.tables import Order, OrderLine

_INDEX = table("search_order", column("rowid"))


def contradictions(session: Session) -> dict[str, int]:
    """How many orders contradict themselves, by what is wrong; empty when all is well.

    ``line_count``: it does not say how many lines the order has; ``state``: none of SM-ORDER's; ``search``: the index
    misses the order, or still names one that is gone.
    """
    lines = select(func.count()).where(OrderLine.order_id == Order.id).scalar_subquery()
    found = {
        "line_count": _count(session, Order.line_count != lines),
        "state": _count(session, Order.state.not_in([str(state) for state in OrderState])),
        "search": _count(session, Order.id.not_in(select(_INDEX.c.rowid))) + _leftovers(session),
    }
    return {what: count for what, count in found.items() if count}


def _count(session: Session, wrong: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Order).where(wrong)) or 0


def _leftovers(session: Session) -> int:
    gone = select(func.count()).select_from(_INDEX).where(_INDEX.c.rowid.not_in(select(Order.id)))
    return session.scalar(gone) or 0
