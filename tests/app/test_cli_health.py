"""``health``: rates, limits and room for a person and for a script."""

from __future__ import annotations

import json

import pytest

from shopdesk.app.cli import main
from shopdesk.base.clock import now
from shopdesk.storage.session import ShopFile
from tests.services.order_rows import add_orders


def test_health_is_said_and_told(shop: ShopFile, noon: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert noon
    assert main(["--shop", str(shop.path), "health"]) == 0
    assert capsys.readouterr().out == "No orders yet\n"
    with shop.write() as session:
        add_orders(session, 41, state="confirmed", paid_at=now())
    assert main(["--shop", str(shop.path), "health"]) == 0
    said = capsys.readouterr().out
    assert "Cancelled before shipping: 0 % (< 2.5 % in 7 days). 1 more cancellation this week before" in said
    assert "Shipped late: — (< 4 % in 30 days). Nothing in the imported files to measure it by" in said
    assert main(["--shop", str(shop.path), "health", "--json"]) == 0
    (channel,) = json.loads(capsys.readouterr().out)
    assert channel["kind"] == "amazon"
    assert channel["metrics"][0]["rate_bp"] is None
    assert channel["metrics"][1] == {
        "metric": "cancelled", "bad": 0, "orders": 41, "rate_bp": 0, "limit_bp": 250, "rule": "below",
        "window_days": 7, "standing": "fine", "room": 1, "recovery": None,
    }  # fmt: skip
