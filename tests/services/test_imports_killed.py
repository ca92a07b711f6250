"""Killed at any point of an import, the shop is as before or as after; the import can be repeated (F1)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shopdesk.services import imports
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import save_copy
from tests.conftest import NOON
from tests.services.conftest import Stage
from tests.services.staging_files import line, order

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_the_shop_is_as_before_or_as_after(shop: ShopFile, stage: Stage, tmp_path: Path, noon: str) -> None:
    first = [order(str(n), line("A", n + 1), line("B"), buyer_email=f"{n}@example.com") for n in range(30)]
    imports.apply(shop, stage("orders", first))
    second = [order(str(n), line("A", n + 2), line("C"), waybill=f"W{n}") for n in range(15, 45)]
    staged = stage("orders", second)
    folder = tmp_path / "kill"
    folder.mkdir()
    save_copy(shop, folder / "origin.shopdesk")
    shutil.copy(staged.path, folder / "staging.sqlite")
    done = subprocess.run(
        [sys.executable, "-m", "tests.services.killed_import",
         folder / "origin.shopdesk", folder / "staging.sqlite", str(staged.rows)],
        cwd=ROOT, env={**os.environ, "SHOPDESK_NOW": NOON}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["differ"]
    assert answer["points"] >= 20
    killed = [found for was_killed, found, _ in answer["held"] if was_killed]
    assert len(killed) >= 20
    assert set(killed) <= {"before", "after"}
    assert all(repeated for _, _, repeated in answer["held"])
