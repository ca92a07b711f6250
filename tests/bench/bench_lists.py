"""How long lists and searches take with a million orders, beside plain sqlite3 statements in the same run.

``python -m tests.bench.bench_lists [ORDERS] [--keep FILE]``
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shopdesk.lists import query
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import open_shop
from shopdesk.tabs.orders.columns import ORDERS
from tests.bench.million_orders import make_shop

TYPED = (
    "e", "z", "em", "emm", "emma", "emma f", "emma fischer", "garcia", "王", "小明", "王小", "王小明",
    "wxm", "wangx", "w", "7", "71", "719", "7193", "305-", "305-01", "+49", "1234", "98765",
    "kettle", "kettle emma", "保温", "保", "sku-00042", "berlin", "berlin lamp wang", "user77@",
    "user77777", "zzzz", "qx", "01 02 03", "o'connor lantern", "北京", "上",
)  # fmt: skip


def main() -> None:
    """Make the shop (or open a kept one), measure, print."""
    arguments = sys.argv[1:]
    kept = Path(arguments[arguments.index("--keep") + 1]) if "--keep" in arguments else None
    orders = int(next((a for a in arguments if a.isdigit()), "1000000"))
    with tempfile.TemporaryDirectory(prefix="shopdesk-bench-") as folder:
        if kept is not None and kept.exists():
            shop = open_shop(kept)
        else:
            place = kept.parent if kept is not None else Path(folder)
            shop = make_shop(place, orders)
        measure(shop)
        shop.close()


def measure(shop: ShopFile) -> None:
    """Print every figure."""
    raw = sqlite3.connect(shop.path)
    raw.execute("PRAGMA cache_size = -65536")
    with shop.read() as session:
        every = _ids(session, raw)
        _windows(session, raw, every)
        _counts(session, raw)
        _search(session)
    raw.close()


def _timed(work: Callable[[], Any], times: int = 5) -> float:
    best = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        best.append(time.perf_counter() - began)
    return statistics.median(best) * 1000


def _ids(session: Any, raw: sqlite3.Connection) -> array[int]:
    print("\nids of a chip            first 256     all     rows")
    for chip in ORDERS.filters:
        first = _timed(lambda key=chip.key: query.ids(session, ORDERS, filter=key, limit=256))
        whole = _timed(lambda key=chip.key: query.ids(session, ORDERS, filter=key), 3)
        found = query.ids(session, ORDERS, filter=chip.key)
        print(f"  {chip.key:<20} {first:8.1f} ms {whole:8.1f} ms {len(found):>10,}")
    plain = _timed(
        lambda: raw.execute(
            "SELECT id FROM orders WHERE archived_at IS NULL ORDER BY placed_at DESC, id DESC"
        ).fetchall(),
        3,
    )
    ours = _timed(lambda: query.ids(session, ORDERS, filter="all"), 3)
    print(f"  all / plain sqlite3: {ours:.0f} / {plain:.0f} ms = {ours / plain:.2f} ×")
    for key in ("total", "buyer", "channel", "status"):
        first = _timed(lambda sort=key: query.ids(session, ORDERS, sort=(sort, False), limit=256), 1)
        print(f"  sorted by {key:<10} first 256: {first:8.1f} ms")
    return query.ids(session, ORDERS, filter="all")


def _windows(session: Any, raw: sqlite3.Connection, every: array[int]) -> None:
    draw = random.Random(3)
    starts = [draw.randrange(max(1, len(every) - 256)) for _ in range(300)]
    names = "external_no, channel_id, buyer_name, items_summary, total_minor, currency, placed_at, state, ship_by"

    def plain(ids: array[int]) -> None:
        marks = ",".join("?" * len(ids))
        raw.execute(f"SELECT id, {names} FROM orders WHERE id IN ({marks})", list(ids)).fetchall()

    ours, theirs = [], []
    for start in starts:
        ids = every[start : start + 256]
        ours.append(_timed(lambda ids=ids: query.window(session, ORDERS, ids), 1))
        theirs.append(_timed(lambda ids=ids: plain(ids), 1))
    p99 = sorted(ours)[int(len(ours) * 0.99)]
    middle, base = statistics.median(ours), statistics.median(theirs)
    print(f"\nwindow of 256, jumps: median {middle:.2f} ms, p99 {p99:.2f} ms;", end=" ")
    print(f"plain sqlite3 {base:.2f} ms = {middle / base:.2f} ×")


def _counts(session: Any, raw: sqlite3.Connection) -> None:
    ours = _timed(lambda: query.counts(session, ORDERS))
    plain = _timed(
        lambda: raw.execute("SELECT state, count(*) FROM orders WHERE archived_at IS NULL GROUP BY state").fetchall()
    )
    print(f"\ncounts of {len(ORDERS.filters)} chips: {ours:.1f} ms;", end=" ")
    print(f"plain GROUP BY state {plain:.1f} ms = {ours / plain:.2f} ×")


def _search(session: Any) -> None:
    print("\nkeystroke → first 256 ids and their rows        (counts of the chips after it)")
    slow = []
    for typed in TYPED:
        for chip in ("all", "to_ship"):

            def first_rows(typed: str = typed, chip: str = chip) -> None:
                query.window(session, ORDERS, query.ids(session, ORDERS, filter=chip, search=typed, limit=256))

            took = _timed(first_rows, 3)
            slow.append(took)
            if chip == "all":
                found = len(query.ids(session, ORDERS, search=typed))
                counted = _timed(lambda typed=typed: query.counts(session, ORDERS, typed), 1)
                print(f"  {typed:<18} {took:7.1f} ms {found:>7,} found   counts {counted:7.1f} ms", end="")
            else:
                print(f"   to ship {took:7.1f} ms")
    print(f"  median {statistics.median(slow):.1f} ms, worst {max(slow):.1f} ms")


if __name__ == "__main__":
    main()
