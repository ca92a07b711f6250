"""``export batch-ship``: the file, what was left out, nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shopdesk.app.cli import main
from shopdesk.services import orders
from shopdesk.storage.session import ShopFile
from tests.services.order_rows import add_orders


def test_shipped_orders_go_into_the_marketplaces_file(
    shop: ShopFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with shop.write() as session:
        whole, bare = add_orders(session, 2, state="confirmed")
        orders.mark_shipped(session, [whole], carrier="DHL", waybill="111")
        orders.mark_shipped(session, [bare])
    out = tmp_path / "amazon.txt"

    def export(*arguments: str, key: str = "amazon") -> int:
        command = ["--shop", str(shop.path), "export", "batch-ship", "--marketplace", key, "--out", str(out)]
        return main([*command, *arguments])

    assert export("--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {
        "marketplace": "amazon", "rows": 1, "orders": 1, "told_before": 0, "left_out": ["303-0002"],
    }  # fmt: skip
    assert "1 order left out, no carrier or waybill: 303-0002" in said.err
    assert out.read_text("utf-8").splitlines()[1].startswith("303-0001\t\t\t")
    out.unlink()
    assert export() == 3
    said = capsys.readouterr()
    assert "1 parcel was in an earlier file." in said.err
    assert "There is nothing to tell Amazon shipping confirmation" in said.err
    assert not out.exists()
    assert export("--again") == 0
    assert "not be written again unasked" in capsys.readouterr().out
    assert export("--orders", "303-0001", key="generic") == 0
    assert export(key="nowhere") == 3
    assert "Known: amazon" in capsys.readouterr().err
