"""``ship --from FILE``: each line of a carrier's list applied or refused by number; exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shopdesk.app.cli import main
from shopdesk.storage.session import ShopFile
from tests.services.order_rows import add_orders


@pytest.fixture
def path(shop: ShopFile) -> Path:
    with shop.write() as session:
        add_orders(session, 2, state="confirmed")
    return shop.path


def test_a_list_ships_what_it_can(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "list.csv"
    table.write_text("订单号,快递公司,快递单号\n303-0001,DHL,111\n303-0009,DHL,222\n", encoding="gb18030")
    assert main(["--shop", str(path), "ship", "--from", str(table)]) == 0
    said = capsys.readouterr().out
    assert "row 3: There is no order 303-0009" in said
    assert "Waybills saved and orders marked as shipped: 1." in said
    assert main(["--shop", str(path), "ship", "--from", str(table), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [(row["row"], row["applied"], row["code"]) for row in answer["rows"]] == [
        (2, True, ""),
        (3, False, "waybill_row_order_unknown"),
    ]


def test_a_list_of_nothing_known_is_refused(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "list.csv"
    table.write_text("Order number,Carrier,Waybill\n77,DHL,1\n")
    assert main(["--shop", str(path), "ship", "--from", str(table)]) == 3
    assert "No line could be applied, of 1." in capsys.readouterr().err
    assert main(["--shop", str(path), "ship", "--from", str(table), "--waybill", "1"]) == 3
    with pytest.raises(SystemExit):
        main(["--shop", str(path), "ship", "--from", str(table), "--orders", "1"])
