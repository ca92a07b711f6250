"""What if-then rules cost: an import of 25,900 new orders without a rule, with one that fits none, with one that fits
a third; rules and a list of waybills over 500 orders in one step, and undone.

``python -m tests.bench.bench_rules``. A measurement, not a test. Aim: nothing without a rule; a step over 500 orders
and its undo within 0.5 s each. The bare thing beside it: plain sqlite3 that sets one column of 500 rows.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from shopdesk.domain.order_rules import parse_rule
from shopdesk.domain.waybill_entry import TypedWaybill
from shopdesk.services import changes, imports, order_rule_runs, order_rules, orders, waybill_entry
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import create_shop
from shopdesk.storage.tables import Order
from tests.services.staging_files import line, order, stage

ORDERS, STEP = 25_900, 500
DEEDS = [
    {"deed": "tag", "text": "x"}, {"deed": "carrier", "text": "DHL"}, {"deed": "gift", "text": "CARD", "number": 1},
    {"deed": "note", "text": "n"},
]  # fmt: skip


def timed(name: str, work: Callable[[], Any]) -> Any:
    """Run ``work`` and print its seconds."""
    start = time.perf_counter()
    result = work()
    print(f"{name:<58} {time.perf_counter() - start:6.2f} s", flush=True)
    return result


def import_with(folder: Path, name: str, country: str, staged: Any) -> ShopFile:
    """A new shop that imports ``staged`` with one rule for orders to ``country`` (``""``: without a rule)."""
    shop = create_shop(folder / f"{name}.shopdesk", name="Bench", currency="EUR", timezone="UTC")
    if country:
        with shop.write() as session:
            where = [{"subject": "country", "test": "contains", "texts": [country]}]
            order_rules.save(session, None, "Bench", where, DEEDS)
            kept = order_rules.rules(session)[0]
            order_rules.switch_on(session, kept.id, kept.rule.fingerprint)
    timed(f"import of {ORDERS:,} orders, {name}", lambda: imports.apply(shop, staged))
    return shop


def steps(shop: ShopFile) -> None:
    """Rules and waybills over 500 orders, each undone."""
    rule = parse_rule("Bench", [], DEEDS)
    with shop.read() as session:
        rows = session.execute(select(Order.id, Order.external_no).order_by(Order.id).limit(STEP)).all()
    ids = [row.id for row in rows]
    with shop.read() as session:
        timed(f"dry run over {ORDERS:,} orders", lambda: order_rule_runs.dry_run(session, rule))
    with shop.write() as session:
        change = timed(f"rules on {STEP} orders", lambda: order_rule_runs.apply(session, ids, [rule]))
    with shop.write() as session:
        timed("  undone", lambda: changes.undo(session, change.id))
        orders.confirm(session, ids)
    typed = [TypedWaybill(number, row.external_no, f"W{number}", "DHL") for number, row in enumerate(rows)]
    with shop.write() as session:
        change, _ = timed(f"{STEP} waybills, shipped", lambda: waybill_entry.apply(session, typed, ship=True))
    with shop.write() as session:
        timed("  undone", lambda: changes.undo(session, change.id))


def bare(path: Path) -> None:
    """Plain sqlite3 that sets a column of as many rows."""
    with sqlite3.connect(path) as connection:
        sql = f"UPDATE orders SET tags = '' WHERE id <= {STEP}"
        timed(f"plain sqlite3 sets {STEP} rows", lambda: connection.execute(sql))


def main() -> int:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            order(f"N{number}", line("A"), line("B", 2), ship_country="US" if number % 3 == 0 else "DE")
            for number in range(ORDERS)
        ]
        staged = stage(folder / "staging.sqlite", "orders", rows)
        shops = [
            import_with(folder, label, country, staged)
            for label, country in (
                ("first, to warm up", ""), ("no rule", ""), ("a rule that fits none", "FR"), ("a third fits", "US")
            )
        ]  # fmt: skip
        steps(shops[1])
        for shop in shops:
            shop.close()
        bare(folder / "no rule.shopdesk")
    return 0


if __name__ == "__main__":
    sys.exit(main())
