"""What the disk and other programs do to an import: all or nothing, said in words, repeatable (F5, F15, F16)."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shopdesk.base.errors import MachineError, UserError
from shopdesk.services import imports
from shopdesk.storage import session as session_module
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import open_shop
from shopdesk.storage.tables import Order
from tests.services.conftest import Stage
from tests.services.staging_files import line, order

ROOT = Path(__file__).resolve().parents[2]

#: Imports with ever more room on the disk, until it fits: prints the code of each refusal.
NO_ROOM = """
import resource, signal, sys
from pathlib import Path
from shopdesk.base.errors import MachineError
from shopdesk.importing.request import Detection, Staged
from shopdesk.services import imports
from shopdesk.storage.shopfile import open_shop
from tests.services.killed_import import fingerprint
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, staging, rows = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
staged = Staged(staging, Detection(target="orders"), rows, 0, "orders")
before, hard = fingerprint(path), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
size = path.stat().st_size
for room in (size // 2, size, size + 100_000, size + 400_000):
    shop = open_shop(path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        imports.apply(shop, staged)
        print("done")
    except MachineError as refused:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        print(refused.code)
        with shop.read() as session:
            pass
    shop.close()
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert fingerprint(path) == before
shop = open_shop(path)
print(imports.apply(shop, staged).counts["orders_new"])
shop.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_no_room_for_an_import(shop: ShopFile, stage: Stage) -> None:
    """F5: rolled back, said, and the same program imports the file once there is room."""
    staged = stage("orders", [order(str(n), line("A"), line("B", n + 1), buyer_note="x" * 900) for n in range(900)])
    shop.close()
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(shop.path), str(staged.path), str(staged.rows)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    *refused, imported = done.stdout.split()
    assert len(refused) == 4 and set(refused) <= {"disk_full", "disk_error"}, done.stdout + done.stderr
    assert imported == "900"


def test_an_import_while_another_program_writes(shop: ShopFile, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """F15: the shop is named, nothing is half done, and the import goes through afterwards."""
    quick = tuple(pragma.replace("busy_timeout = 5000", "busy_timeout = 20") for pragma in session_module._PRAGMAS)
    monkeypatch.setattr(session_module, "_PRAGMAS", quick)
    staged = stage("orders", [order("1")])
    ours = open_shop(shop.path)
    with closing(sqlite3.connect(shop.path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(MachineError) as refused:
            imports.apply(ours, staged)
        assert (refused.value.code, refused.value.params["file"]) == ("shop_locked", shop.path.name)
        holder.execute("ROLLBACK")
    assert imports.apply(ours, staged).counts["orders_new"] == 1
    ours.close()


def test_a_shop_taken_away_between_preview_and_import(shop: ShopFile, stage: Stage) -> None:
    """F16: said, and no new file in its place."""
    staged = stage("orders", [order("1")])
    imports.prepare(shop, staged)
    for entry in shop.path.parent.glob("test.shopdesk*"):
        entry.unlink()
    with pytest.raises(UserError, match="shop_missing"):
        imports.apply(shop, staged)
    assert not shop.path.exists()


@pytest.mark.parametrize("moment", ["1990-01-01T00:00:00+00:00", "2099-12-31T23:59:59+00:00"])
def test_a_clock_that_jumps(shop: ShopFile, stage: Stage, stop_clock, moment: str) -> None:
    """F12: an import under a wrong clock updates and never duplicates; times of the file stand as they are."""
    imports.apply(shop, stage("orders", [order("1")]))
    stop_clock(moment)
    result = imports.apply(shop, stage("orders", [order("1", buyer_name="Ann"), order("2")]))
    assert (result.counts["orders_new"], result.counts["orders_changed"]) == (1, 1)
    with shop.read() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 2
        assert {str(at)[:10] for at in session.scalars(select(Order.placed_at))} == {"2026-11-20"}
    assert json.loads(json.dumps(result.to_json()))["batch"] == 2
