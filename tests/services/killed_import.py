"""A program of its own: imports a staged file again and again, killed (SIGKILL) at one look for Cancel after the other.

``killed_import.py SHOP STAGING ROWS`` prints JSON: how many points there are, and for each what the shop holds
afterwards (``before``, ``after`` or ``broken``), and whether the import succeeded when it was repeated. Forks, so POSIX
only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

from shopdesk.importing.request import Detection, Staged
from shopdesk.services import imports
from shopdesk.storage.shopfile import open_shop


def fingerprint(path: Path) -> str:
    """A hash over every row of every table; ``"broken"`` when SQLite finds the file unsound."""
    with sqlite3.connect(path) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return "broken"
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        rows = {
            name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
            for name in names
            if not name.startswith("search_")
        }
        rows["index"] = [repr(connection.execute("SELECT rowid FROM search_order ORDER BY rowid").fetchall())]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def run(shop_path: Path, staged: Staged, kill_at: int) -> int:
    """Import; die at the ``kill_at``-th look for Cancel (never, when 0). How many looks there were."""
    looks = 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        if looks == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return False

    shop = open_shop(shop_path)
    imports.apply(shop, staged, is_cancelled=look)
    shop.close()
    return looks


def main() -> None:
    """See the module."""
    origin, staging, rows = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    staged = Staged(staging, Detection(target="orders"), rows, 0, "orders")
    before = fingerprint(origin)
    work = origin.with_name("work.shopdesk")
    shutil.copy(origin, work)
    points = run(work, staged, 0)
    after = fingerprint(work)
    held = []
    for point in range(1, points + 1):
        for path in origin.parent.glob("work.shopdesk*"):
            path.unlink()
        shutil.copy(origin, work)
        child = os.fork()
        if child == 0:
            run(work, staged, point)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        found = {before: "before", after: "after"}.get(fingerprint(work), "broken")
        run(work, staged, 0)
        held.append([os.WIFSIGNALED(status), found, fingerprint(work) == after])
    print(json.dumps({"points": points, "held": held, "differ": before != after}))


if __name__ == "__main__":
    main()
