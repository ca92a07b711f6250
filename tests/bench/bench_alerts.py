"""How long it takes to see what is due, and to write it down, with a million orders of three years and their parcels.

``python -m tests.bench.bench_alerts [ORDERS] [--keep FILE]``
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shopdesk.services import changes, todo, upkeep
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import open_shop
from tests.bench.million_orders import NOW, make_shop

#: A parcel for each order: the last 60 days are on their way or there, what is older has arrived long ago.
_PARCELS = """
INSERT INTO shipment (order_id, parcel_no, parcel_count, carrier, service, waybill, state, handed_over_at,
  first_scan_at, last_event_at, delivered_at, created_at, updated_at)
SELECT id, 1, 1, 'DHL', 'Paket', 'W' || id,
  CASE WHEN placed_at > :recent AND id % 20 = 0 THEN 'in_transit' ELSE 'delivered' END,
  placed_at, placed_at, placed_at, CASE WHEN placed_at > :recent AND id % 20 = 0 THEN NULL ELSE placed_at END,
  placed_at, placed_at FROM orders
"""
_RECENT = "2026-10-20T00:00:00Z"


def _fill(shop: ShopFile) -> None:
    with shop.write() as session:
        connection = session.connection()
        if connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM shipment)").scalar():
            return
        connection.exec_driver_sql(_PARCELS.replace(":recent", f"'{_RECENT}'"))
        connection.exec_driver_sql(
            "UPDATE orders SET state = CASE WHEN (SELECT p.state FROM shipment p WHERE p.order_id = orders.id) <> "
            "'delivered' THEN 'shipped' WHEN placed_at > '2026-11-01' THEN 'delivered' ELSE 'completed' END"
        )


def _timed(name: str, work: Callable[[], object], times: int = 5) -> None:
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    print(f"{name:44} {statistics.median(spent):9.1f} ms (slowest {max(spent):.1f})")


def main() -> None:
    """Make the shop (or open a kept one), measure, print."""
    arguments = sys.argv[1:]
    kept = Path(arguments[arguments.index("--keep") + 1]) if "--keep" in arguments else None
    orders = int(next((a for a in arguments if a.isdigit()), "1000000"))
    os.environ["SHOPDESK_NOW"] = NOW.isoformat()
    with tempfile.TemporaryDirectory(prefix="shopdesk-bench-") as folder:
        shop = open_shop(kept) if kept is not None and kept.exists() else make_shop(Path(folder), orders)
        _fill(shop)
        _measure(shop)
        shop.close()


def _measure(shop: ShopFile) -> None:
    def look() -> None:
        with shop.read() as session:
            upkeep.is_due(session)

    def keep_up() -> None:
        with shop.write() as session:
            upkeep.keep_up(session)

    _timed("first look: everything is due", look, 1)
    _timed("first keep-up: every task is written", keep_up, 1)
    with shop.read() as session:
        print("tasks", session.connection().exec_driver_sql("SELECT kind, count(*) FROM task GROUP BY kind").all())
    _timed("look, nothing changed", look)
    with shop.read() as session:
        query = "SELECT id FROM task WHERE state = 'due' AND kind LIKE 'stale%' LIMIT 500"
        some = list(session.connection().exec_driver_sql(query).scalars())
    undone: list[int] = []

    def done() -> None:
        with shop.write() as session:
            undone.append(todo.done(session, some).id or 0)

    def undo() -> None:
        with shop.write() as session:
            changes.undo(session, undone.pop())

    _timed(f"{len(some)} tasks done", done, 1)
    _timed(f"{len(some)} tasks undone", undo, 1)
    _timed("look after a change", look, 3)


if __name__ == "__main__":
    main()
