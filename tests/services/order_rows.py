"""Orders to test with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.storage import search
from shopdesk.storage.tables import Channel, Order, OrderLine


def add_orders(session: Session, count: int = 1, *, state: str = "to_review", **fields: Any) -> list[int]:
    """``count`` orders with one line each, indexed; their ids."""
    if session.get(Channel, 1) is None:
        session.add(Channel(id=1, name="Amazon DE", kind="amazon", currency="EUR"))
        session.flush()
    placed: datetime = fields.pop("placed_at", now() - timedelta(hours=1))
    ids = []
    for _ in range(count):
        number = session.query(Order).count() + 1
        order = Order(
            channel_id=1, external_no=f"303-{number:04d}", state=state, placed_at=placed, currency="EUR",
            total_minor=3990, buyer_name="Emma Fischer", **fields,
        )  # fmt: skip
        session.add(order)
        session.flush()
        session.add(
            OrderLine(order_id=order.id, line_no=1, sku_code="KET-17", title="Kettle", quantity=1, total_minor=3990)
        )
        ids.append(order.id)
    search.reindex(session, ids)
    return ids
