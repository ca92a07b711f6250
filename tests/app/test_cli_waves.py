"""``wave``, ``merge``, ``split``, ``print handover`` and the lists of waves and shipments on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shopdesk.app.cli import main
from shopdesk.services.sample_shop import create_sample_shop


@pytest.fixture
def sample(tmp_path: Path, noon: str) -> str:
    """A sample shop's file."""
    path = tmp_path / "sample.shopdesk"
    create_sample_shop(path).close()
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


def listed(capsys: pytest.CaptureFixture[str], shop: str, what: str, chip: str) -> list[dict[str, object]]:
    return list(json.loads(said(capsys, "--shop", shop, "list", what, "--filter", chip, "--json")))


def test_a_wave_from_start_to_hand_over(sample: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (wave,) = listed(capsys, sample, "waves", "open")
    number = str(wave["number"])
    out = str(tmp_path / "pick.pdf")
    said(capsys, "--shop", sample, "print", "pick-list", "--wave", number, "--out", out)
    assert "is picked" in said(capsys, "--shop", sample, "wave", "picked", number)
    packed = json.loads(said(capsys, "--shop", sample, "wave", "packed", number, "--json"))
    assert (packed["code"], packed["n"]) == ("wave_packed", wave["orders"])
    sheet = tmp_path / "sheet.pdf"
    said(capsys, "--shop", sample, "print", "handover", "--wave", number, "--out", str(sheet))
    assert sheet.read_bytes().startswith(b"%PDF")
    assert "is handed over" in said(capsys, "--shop", sample, "wave", "hand-over", number)
    assert number in {row["number"] for row in listed(capsys, sample, "waves", "handed_over")}
    assert main(["--shop", sample, "wave", "picked", number]) == 3
    assert "cannot take this step" in capsys.readouterr().err
    assert main(["--shop", sample, "wave", "picked", "nonsense"]) == 3
    assert "nonsense" in capsys.readouterr().err


def test_waves_start_from_a_chip(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = len(listed(capsys, sample, "waves", "open"))
    started = json.loads(said(capsys, "--shop", sample, "wave", "start", "--filter", "to_ship", "--json"))
    assert started["n"] > 0 and len(listed(capsys, sample, "waves", "open")) == before + started["waves"]


def test_suggestions_are_said_and_merged(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = json.loads(said(capsys, "--shop", sample, "merge", "--json"))
    orders = ",".join(found["orders"])
    assert found["labels_saved"] == 1 and "1 label less" in said(capsys, "--shop", sample, "merge")
    assert "one parcel" in said(capsys, "--shop", sample, "merge", "--orders", orders)
    assert "0 suggestions" in said(capsys, "--shop", sample, "merge")
    assert any("+1" in str(row["order_no"]) for row in listed(capsys, sample, "shipments", "to_label"))
    said(capsys, "--shop", sample, "merge", "--undo", found["orders"][0])
    said(capsys, "--shop", sample, "merge", "--all")


def test_an_order_is_split_by_its_skus(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    waiting = listed(capsys, sample, "orders", "to_ship")
    order = next(
        row for row in waiting if int(str(row["units"])) > 1 and "+1" in str(row["items"]) and row["state"] == "picking"
    )
    number = str(order["order_no"])
    import sqlite3

    with sqlite3.connect(sample) as file:
        query = (
            "SELECT sku_code FROM order_line JOIN orders o ON o.id = order_id WHERE o.external_no = ? ORDER BY line_no"
        )
        sku = file.execute(query, (number,)).fetchone()[0]
    file.close()
    assert "2 parcels" in said(capsys, "--shop", sample, "split", number, "--parcel", f"{sku}=1")
    for typed in (f"{sku}=99", "nothing", "=1", f"{sku}=x"):
        assert main(["--shop", sample, "split", number, "--parcel", typed]) == 3
        assert "not part of this order" in capsys.readouterr().err
    assert "one parcel again" in said(capsys, "--shop", sample, "split", number, "--undo")
