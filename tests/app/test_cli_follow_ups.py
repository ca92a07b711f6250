"""``list follow-ups``: what there is to do, brought up to date first."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shopdesk.app.cli import main
from shopdesk.storage.tables import Shipment
from tests.services.order_rows import add_orders

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.rule("R-O7")
def test_a_parcel_that_has_become_stale_is_listed_at_once(shop, noon, capsys: pytest.CaptureFixture[str]) -> None:
    path: Path = shop.path
    with shop.write() as session:
        (order_id,) = add_orders(session, state="shipped")
        parcel = {"state": "handed_over", "carrier": "DHL", "waybill": "W1", "handed_over_at": NOON - timedelta(days=3)}
        session.add(Shipment(order_id=order_id, **parcel))
    for _ in range(2):
        assert main(["--shop", str(path), "list", "follow-ups", "--filter", "due", "--search", "W1", "--json"]) == 0
        (row,) = json.loads(capsys.readouterr().out)
        assert (row["kind"], row["order_no"], row["status"]) == ("stale_ask_carrier", "303-0001", "overdue")
        assert row["title"] == "Ask DHL about W1: no news for over 24 h"
