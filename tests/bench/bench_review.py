"""How long reviews take: the due times of a whole import, and steps over 500 orders with their undo.

``python -m tests.bench.bench_review [ORDERS]``
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from shopdesk.base.clock import now
from shopdesk.services import changes, exceptions, orders, review_clock, settings, verification
from shopdesk.services.punctuality import review_figures
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import create_shop
from shopdesk.storage.tables import Channel, Order, OrderLine

STEP = 500


def main() -> None:
    """Make a shop of orders to review, measure, print."""
    count = int(next((argument for argument in sys.argv[1:] if argument.isdigit()), "25900"))
    with tempfile.TemporaryDirectory(prefix="shopdesk-bench-") as folder:
        shop = _filled(Path(folder) / "bench.shopdesk", count)
        with shop.write() as session:
            rules = settings.values(session)
            _timed(f"due times of {count:,} orders", lambda: review_clock.refresh(session, rules))
            _timed("the same again, nothing to write", lambda: review_clock.refresh(session, rules))
        for name, step in (
            ("tick", verification.tick),
            ("confirm", orders.confirm),
            ("set aside", exceptions.set_aside),
        ):
            _step(shop, name, step)
        with shop.read() as session:
            _timed("how punctual", lambda: review_figures(session))
        shop.close()


def _filled(path: Path, count: int) -> ShopFile:
    shop = create_shop(path, name="Bench", currency="EUR", timezone="Europe/Berlin", language="en", country="DE")
    moment = now()
    with shop.write() as session:
        session.add(Channel(id=1, name="Amazon", kind="amazon", currency="EUR"))
        session.flush()
        session.bulk_insert_mappings(
            Order,
            [
                {"channel_id": 1, "external_no": f"N{n}", "state": "to_review", "currency": "EUR",
                 "placed_at": moment - timedelta(minutes=3 * n), "imported_at": moment}
                for n in range(count)
            ],
        )  # fmt: skip
        session.bulk_insert_mappings(
            OrderLine, [{"order_id": n + 1, "line_no": 1, "sku_code": "K1", "quantity": 1} for n in range(count)]
        )
    return shop


def _step(shop: ShopFile, name: str, step: Callable[..., Any]) -> None:
    ids = list(range(1, STEP + 1))
    with shop.write() as session:
        change = _timed(f"{name} {STEP}", lambda: step(session, ids))
    with shop.write() as session:
        _timed(f"undo {name} {STEP}", lambda: changes.undo(session, change.id))


def _timed(name: str, work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = work()
    print(f"{name:<40} {(time.perf_counter() - started) * 1000:8.0f} ms")
    return result


if __name__ == "__main__":
    main()
