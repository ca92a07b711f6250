"""What is asked while the owner types or after each step finds its rows by an index, however many orders there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.waybill_entry import TypedWaybill
from shopdesk.services import orders, waybill_entry
from shopdesk.storage.queries import review
from tests.services.test_printing import add_order, add_parcel, session

__all__ = ["session"]


def scanned(session: Session, call: Callable[[], Any]) -> list[str]:
    """The steps of SQLite's plans that read a whole table of orders or parcels."""
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, many: bool) -> None:
        if statement.startswith("SELECT") and not many:
            asked.append((statement, given))

    event.listen(connection, "before_cursor_execute", note)
    call()
    event.remove(connection, "before_cursor_execute", note)
    assert asked
    plans = (driver.execute(f"EXPLAIN QUERY PLAN {statement}", given).fetchall() for statement, given in asked)
    steps = (step for plan in plans for *_, step in plan)
    return [step for step in steps if step.split()[:2] in (["SCAN", "orders"], ["SCAN", "shipment"])]


@pytest.mark.parametrize(
    "call",
    [
        lambda session: orders.set_waybill(session, 1, "DHL", "4711"),
        lambda session: orders.mark_shipped(session, [1], waybill="4711"),
        lambda session: orders.cancel(session, [1]),
        lambda session: waybill_entry.check(session, [TypedWaybill(1, "A-1", "4711", "DHL")]),
        lambda session: review.punctuality(session, now(), now(), now()),
        review.waiting,
    ],
)
def test_no_step_reads_every_order(session, call):
    add_order(session, 1)
    add_parcel(session, 1, waybill="")
    assert scanned(session, lambda: call(session)) == []
