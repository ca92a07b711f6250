"""Addresses that come in one cell: taken apart as they are staged."""

from __future__ import annotations

from pathlib import Path

from shopdesk.services.sample_shop import sample_exports
from tests.importing.staged_files import read_file


def test_a_postcode_in_the_address_is_the_orders_postcode(tmp_path: Path) -> None:
    export = next(path for path in sample_exports() if path.name == "taobao_orders.csv")
    orders = read_file(export, tmp_path).entities
    assert len(orders) > 10
    assert all(len(order["ship_postcode"]) == 6 for order in orders)
    assert not any(order["ship_postcode"] in order["ship_line1"] for order in orders)
