"""``carriers``: add, prices in and out, choose, compare, bills; ``list carriers``; a carrier nobody knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from shopdesk.app.cli import main
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order, Product, Shop
from tests.services.carrier_rows import add_sku, orders_to_send


@pytest.fixture
def run(shop: ShopFile, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command on a shop with two orders; exit code, stdout, stderr."""
    with shop.write() as session:
        orders_to_send(session, 2, sku_id=add_sku(session, size=(400, 300, 200)))

    def command(*words: str) -> tuple[int, str, str]:
        code = main(["--shop", str(shop.path), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def priced(run, tmp_path: Path):  # type: ignore[no-untyped-def]
    """The same with DHL's prices."""
    table = tmp_path / "prices.csv"
    table.write_text("country,up_to_kg,price\nDE,2,4.90\nDE,5,6.90\n*,5,15.00\n", encoding="utf-8")
    assert run("carriers", "add", "dhl")[0] == 0
    assert run("carriers", "prices", "DHL", "DHL Paket", "--from", str(table))[0] == 0
    return run


def test_add_and_list(run) -> None:  # type: ignore[no-untyped-def]
    assert "DHL is among your carriers now" in run("carriers", "add", "dhl", "ups")[1]
    rows = json.loads(run("list", "carriers", "--filter", "without_prices", "--json")[1])
    assert {row["carrier"] for row in rows} == {"DHL", "UPS"}
    code, _, err = run("carriers", "add", "pigeon")
    assert code == 3
    assert "pigeon" in err


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_prices_come_back(priced, tmp_path: Path, ending: str) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / f"out.{ending}"
    assert "3 price lines" in priced("carriers", "prices", "dhl", "dhl paket", "--out", str(out))[1]
    code, said, _ = priced("carriers", "prices", "dhl", "dhl paket", "--from", str(out))
    assert (code, "3 lines" in said) == (0, True)
    code, _, err = priced("carriers", "prices", "DHL", "Teleport", "--out", str(out))
    assert code == 3
    assert "DHL Paket International" in err


def test_a_bad_price_is_named_and_nothing_is_changed(priced, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "bad.csv"
    table.write_text("country,up_to_kg,price\nDE,2,cheap\n", encoding="utf-8")
    code, _, err = priced("carriers", "prices", "DHL", "DHL Paket", "--from", str(table))
    assert code == 3
    assert "Line 2: cheap cannot be read as Base price" in err
    assert '"prices": 3' in priced("list", "carriers", "--json")[1]


@pytest.mark.rule("R-O14")
def test_compare_and_choose(priced) -> None:  # type: ignore[no-untyped-def]
    said = priced("carriers", "compare", "--orders", "303-0001")[1]
    assert "DHL Paket: €6.90 for 4.8 kg, 2 days" in said
    assert "DHL Paket International: takes 6 days, 5 are allowed" in said
    (parcel,) = json.loads(priced("carriers", "compare", "--orders", "303-0001", "--json")[1])
    assert parcel["quotes"][0]["price_minor"] == 690
    assert parcel["rejected"] == [{"carrier": "DHL", "service": "DHL Paket International", "reason": "too_slow"}]
    assert "Orders: 2." in priced("carriers", "choose", "--filter", "to_ship")[1]


def test_a_bill(priced, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    priced("carriers", "choose", "--filter", "to_ship")
    priced("ship", "--orders", "303-0001", "--waybill", "00340434161094042557")
    bill = tmp_path / "november.csv"
    bill.write_text("Sendungsnummer;Betrag\n00340434161094042557;7,40\n77;1,00\n", encoding="utf-8")
    code, out, err = priced("carriers", "bill", str(bill))
    assert code == 0
    assert "row 3: no parcel of the shop has the waybill 77" in err
    assert "DHL: 1 parcel billed at €7.40, quoted €6.90 (+€0.50)" in out
    answer = json.loads(priced("carriers", "bill", str(bill), "--json")[1])
    assert [line["row"] for line in answer["lines_left_out"]] == [3]


def test_a_carrier_nobody_knows_is_said(priced) -> None:  # type: ignore[no-untyped-def]
    code, out, err = priced("ship", "--orders", "303-0002", "--carrier", "Pigeon Post")
    assert code == 0
    assert "shipped" in out
    assert "Pigeon Post is not among your carriers" in err


@pytest.mark.rule("R-O13")
def test_customs_papers(run, shop: ShopFile, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "customs.pdf"
    code, _, err = run("print", "customs", "--orders", "303-0001", "--out", str(out))
    assert (code, out.exists()) == (3, False)
    assert "None of these orders crosses a customs border" in err
    with shop.write() as session:
        session.execute(update(Order).values(ship_country="US", ship_line1="1 Main St"))
        session.execute(update(Product).values(customs_name_en="Electric kettle", hs_code="851679"))
        session.execute(update(Shop).values(line1="Hauptstr. 3", city="Berlin"))
    code, _, err = run("print", "customs", "--orders", "303-0001", "--out", str(out))
    assert code == 3
    assert "303-0001: KET-17: no country of origin" in err
    with shop.write() as session:
        session.execute(update(Product).values(origin_country="CN"))
    for document in ("customs", "invoice"):
        code, said, _ = run("print", document, "--filter", "to_ship", "--out", str(out))
        assert (code, "2 pages" in said) == (0, True)
    code, _, err = run("print", "customs", "--orders", "303-0001", "--category", "gift", "--out", str(out))
    assert code == 3
    assert "cannot be declared as a gift" in err
    jobs = json.loads(run("list", "print-jobs", "--json")[1])
    assert [job["document"] for job in jobs] == ["D07", "D06"]
