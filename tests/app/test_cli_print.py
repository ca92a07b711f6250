"""Papers from the command line: what is left out and stepped around is said, and the exit code tells the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from shopdesk.app.cli import main
from shopdesk.base.i18n import set_language
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import create_shop, open_shop
from shopdesk.storage.tables import Channel, Order, PrintJob, Shop


@pytest.fixture
def shop_path(tmp_path: Path) -> Path:
    """A new shop that has not said who it is, with an order to Berlin, and one without a phone."""
    path = tmp_path / "new.shopdesk"
    shop = create_shop(path, name="New", currency="EUR", timezone="Europe/Berlin")
    with shop.write() as session:
        session.add(Channel(id=1, name="Amazon DE", kind="amazon", currency="EUR"))
        session.flush()
        for number, phone in ((1, "+49 30 1"), (2, "")):
            order = Order(id=number, channel_id=1, external_no=f"A-{number}", state="confirmed", currency="EUR")
            order.ship_name, order.ship_line1, order.ship_city = "Emma Fischer", "Lindenstraße 14", "Berlin"
            order.ship_postcode, order.ship_country, order.ship_phone = "10969", "DE", phone
            order.placed_at = shop_time()
            session.add(order)
    shop.close()
    return path


def shop_time():
    from shopdesk.base.clock import now

    return now()


def printed(shop_path: Path, out: Path, *arguments: str) -> int:
    return main(["--shop", str(shop_path), "--lang", "en", "print", *arguments, "--out", str(out)])


def test_labels_end_with_what_was_left_out(shop_path, tmp_path, capsys):
    out = tmp_path / "labels.pdf"
    assert printed(shop_path, out, "labels", "--orders", "A-1,A-2") == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1] == f"1 label written to {out} · 1 order left out: A-2"
    assert "A-2: no phone" in lines
    assert any("Preferences" in line and "country" in line for line in lines)
    assert "GERMANY" in PdfReader(out).pages[0].extract_text()


@pytest.mark.parametrize("start", ["1", "2"])
def test_a_rule_is_stepped_around(shop_path, tmp_path, capsys, start):
    out = tmp_path / "labels.pdf"
    around = ("--without-phone", "--without-waybill", "--start", start)
    assert printed(shop_path, out, "labels", "--orders", "A-1,A-2", *around) == 0
    assert capsys.readouterr().err.splitlines()[-1] == f"2 labels written to {out}"
    assert len(PdfReader(out).pages) == 2


def test_nothing_printed_is_refused_and_not_logged(shop_path, tmp_path, capsys):
    out = tmp_path / "labels.pdf"
    assert printed(shop_path, out, "labels", "--orders", "A-2") == 3
    assert "No label was written · 1 order left out: A-2" in capsys.readouterr().err
    assert not out.exists()
    assert not jobs(shop_path)


@pytest.mark.parametrize("document", ["labels", "pick-list", "packing-note"])
def test_a_folder_that_is_not_there_is_said(shop_path, tmp_path, capsys, document):
    missing = tmp_path / "no such folder"
    assert printed(shop_path, missing / "x.pdf", document, "--orders", "A-1") == 3
    assert f"The folder {missing} does not exist" in capsys.readouterr().err.splitlines()[-1]
    assert not jobs(shop_path)


def test_a_reprint_is_said_and_prints(shop_path, tmp_path, capsys):
    for _ in range(2):
        assert printed(shop_path, tmp_path / "labels.pdf", "labels", "--orders", "A-1") == 0
    assert "Printed before: 1 of these labels" in capsys.readouterr().err


def test_bars_that_do_not_fit_leave_out_that_order_alone(shop_path, tmp_path, capsys):
    with_waybill(shop_path, 2, "7" * 20 + "运单")
    out = tmp_path / "labels.pdf"
    assert printed(shop_path, out, "labels", "--orders", "A-1,A-2", "--without-phone") == 0
    assert capsys.readouterr().err.splitlines()[-1] == f"1 label written to {out} · 1 order left out: A-2"


def with_waybill(shop_path: Path, order_id: int, waybill: str) -> None:
    from shopdesk.storage.shopfile import open_shop
    from shopdesk.storage.tables import Shipment

    shop = open_shop(shop_path)
    with shop.write() as session:
        session.add(Shipment(order_id=order_id, carrier="DHL", waybill=waybill))
    shop.close()


def jobs(shop_path: Path) -> list[PrintJob]:
    from shopdesk.storage.shopfile import open_shop

    shop: ShopFile = open_shop(shop_path)
    with shop.read() as session:
        found = list(session.scalars(select(PrintJob)))
    shop.close()
    set_language("en")
    return found


@pytest.mark.parametrize(("document", "key"), [("shop-card", "D28"), ("return-slip", "D30")])
def test_what_is_enclosed_is_printed_and_logged(shop_path, tmp_path, capsys, document, key):
    out = tmp_path / "enclosed.pdf"
    if document == "return-slip":
        assert printed(shop_path, out, document, "--orders", "A-1") != 0, "nowhere to send the goods back to"
        assert "Preferences → Shop" in capsys.readouterr().err and not out.exists()
    shop = open_shop(shop_path)
    with shop.write() as session:
        session.query(Shop).one().line1 = "Hauptstr. 3"
    shop.close()
    assert printed(shop_path, out, document, "--orders", "A-1,A-2") == 0
    assert len(PdfReader(out).pages) == (1 if document == "shop-card" else 2)
    shop = open_shop(shop_path)
    with shop.read() as session:
        job = session.scalars(select(PrintJob)).one()
        assert (job.document, job.total) == (key, 2)
    shop.close()
