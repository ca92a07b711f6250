"""The program keeps the shop up with the time by itself, quietly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from shopdesk.app.context import make_context
from shopdesk.app.upkeep import Upkeep
from shopdesk.services import todo
from shopdesk.storage.tables import Shipment, Task
from tests.services.order_rows import add_orders

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_tasks_appear_after_a_change_and_undo_still_means_the_owners_step(qtbot, shop, noon):
    with shop.write() as session:
        (order_id,) = add_orders(session, state="shipped")
        parcel = Shipment(order_id=order_id, state="handed_over", handed_over_at=NOON - timedelta(days=3))
        session.add(parcel)
    context = make_context()
    context.set_shop(shop)
    kept = Upkeep(context)
    told: list[object] = []
    context.bus.changed.connect(told.append)
    with qtbot.waitSignal(context.bus.changed, check_params_cb=lambda change: change.quiet):
        context.tasks.run_db("add", todo.add, "Order tape", NOON)
    qtbot.waitUntil(context.tasks.is_idle)
    with shop.read() as session:
        assert session.scalars(select(Task).where(Task.kind == "stale_ask_carrier")).one()
    assert "Order tape" in context.undo.undo_text()
    assert [change.quiet for change in told] == [False, True]
    kept.look()
    qtbot.waitUntil(context.tasks.is_idle)
    assert len(told) == 2
    context.close()
    context.deleteLater()
