"""A wave of 500 among 10,000 open orders: pick list and labels to PDF against a bare drawing of the same pages (the
aim: at most 3 times); each change of state of the 500 and its undo (the aim: at most 0.5 s each).

``python -m tests.bench.bench_wave [orders] [wave]``. Processor time for the drawing, elapsed time for the steps.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtGui import QPainter, QPdfWriter
from sqlalchemy import insert, select

from shopdesk.base.clock import now
from shopdesk.domain.paper import Document
from shopdesk.printing import fonts
from shopdesk.printing.documents.pick_list import pick_list_sheaf
from shopdesk.printing.pages import DOCUMENT_DPI, PAPERS, paint_page, text_document
from shopdesk.printing.pdf import write_labels, write_sheaves
from shopdesk.printing.sheets import sheet
from shopdesk.services import changes, printing, waves
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import create_shop
from shopdesk.storage.tables import (
    Bin,
    BinSku,
    Channel,
    Order,
    OrderLine,
    Product,
    Shipment,
    Shop,
    Sku,
    StockBalance,
    Warehouse,
)
from tests.bench.bench_labels import bare, forget, strokes, timed

_SKUS = 200


def fill(shop: ShopFile, count: int) -> None:
    """Confirmed orders of one to three lines, all with a waybill."""
    moment = now()
    with shop.write() as session:
        owner = session.scalars(select(Shop)).one()
        owner.country, owner.line1, owner.city, owner.postcode = "DE", "Hauptstr. 3", "Berlin", "10827"
        session.add(Channel(id=1, name="Amazon DE", kind="amazon", currency="EUR"))
        session.add(Warehouse(id=1, name="Berlin", country="DE"))
        session.flush()
        numbers = range(1, _SKUS + 1)
        session.execute(insert(Product), [{"id": n, "handle": f"P{n}", "title": f"Product {n}"} for n in numbers])
        session.execute(
            insert(Sku), [{"id": n, "product_id": n, "code": f"SKU-{n:03}", "weight_g": 400} for n in numbers]
        )
        session.execute(insert(Bin), [{"id": n, "warehouse_id": 1, "code": f"A{n:03}", "sequence": n} for n in numbers])
        session.execute(insert(BinSku), [{"bin_id": n, "sku_id": n} for n in numbers])
        session.execute(insert(StockBalance), [{"sku_id": n, "warehouse_id": 1, "quantity": 10**6} for n in numbers])
        orders = [
            {
                "id": n, "channel_id": 1, "external_no": f"303-{n:07}", "state": "confirmed", "placed_at": moment,
                "currency": "EUR", "total_minor": 3990, "ship_name": f"Emma Fischer {n}", "ship_phone": "+49301234567",
                "ship_line1": f"Lindenstraße {n % 99 + 1}", "ship_city": "Berlin", "ship_postcode": "10969",
                "ship_country": "DE", "unit_count": n % 3 + 1,
            }
            for n in range(1, count + 1)
        ]  # fmt: skip
        session.execute(insert(Order), orders)
        lines = [
            {
                "order_id": n,
                "line_no": line,
                "sku_id": sku,
                "sku_code": f"SKU-{sku:03}",
                "title": "Thing",
                "quantity": 1,
            }
            for n in range(1, count + 1)
            for line in range(1, n % 3 + 2)
            for sku in [(n * 7 + line) % _SKUS + 1]
        ]
        session.execute(insert(OrderLine), lines)
        parcels = [{"order_id": n, "carrier": "DHL", "waybill": f"00340434{n:012}"} for n in range(1, count + 1)]
        session.execute(insert(Shipment), parcels)


def step(shop: ShopFile, name: str, work: Callable[[Any], Any]) -> Any:
    """One step, its undo, its redo; the change."""
    took = []

    def run(service: Callable[[Any], Any]) -> Any:
        start = time.perf_counter()
        with shop.write() as session:
            result = service(session)
        took.append(time.perf_counter() - start)
        return result

    change = run(work)
    run(lambda session: changes.undo(session, change.id))
    run(lambda session: changes.redo(session, change.id))
    print(f"{name}: {took[0]:.2f} s, undone in {took[1]:.2f} s, redone in {took[2]:.2f} s")
    return change


def bare_list(folder: Path, laid_out: list[Any]) -> None:
    """The pages of documents that are laid out, on A4."""
    writer = QPdfWriter(str(folder / "bare_list.pdf"))
    writer.setResolution(DOCUMENT_DPI)
    brush = QPainter(writer)
    for sheaf, document in laid_out:
        for number in range(1, document.pageCount() + 1):
            if number > 1:
                writer.newPage()
            paint_page(brush, sheaf, document, number, PAPERS["a4"], DOCUMENT_DPI)
    brush.end()


def papers(shop: ShopFile, folder: Path, orders: list[int]) -> None:
    """Pick list and labels: reading the shop, laying out, drawing; against the bare drawing of the same labels and of
    the pick list's pages when they are laid out already.
    """
    stock = sheet("thermal_100x150")
    with shop.read() as session:
        labels = printing.labels_for(session, orders).ready
        lists = [pick_list_sheaf(each.pick_list) for each in printing.pick_list_for(session, orders)]
    pages = [strokes(label) for label in labels]
    laid_out = [(each, text_document(each, PAPERS["a4"])) for each in lists]
    ours, least = [], []
    for run in range(4):

        def all_of_it() -> None:
            with shop.read() as session:
                lists = printing.pick_list_for(session, orders)
                ready = printing.labels_for(session, orders).ready
            write_sheaves(folder / "pick.pdf", [pick_list_sheaf(each.pick_list) for each in lists], "a4")
            write_labels(folder / "labels.pdf", ready, stock)

        forget()
        whole = timed(all_of_it)
        drawn = timed(lambda: bare(folder / "bare.pdf", pages)) + timed(lambda: bare_list(folder, laid_out))
        if run:
            ours.append(whole)
            least.append(drawn)
    ratio = min(ours) / min(least)
    print(f"{len(labels)} labels and the pick list: {min(ours):.2f} s, bare {min(least):.2f} s, ratio {ratio:.2f}")


def main(count: int, size: int) -> None:
    fonts.ensure_application()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shop = create_shop(folder / "bench.shopdesk", name="Bench", currency="EUR", timezone="Europe/Berlin")
        fill(shop, count)
        orders = list(range(count - size + 1, count + 1))
        step(shop, f"wave of {size} started", lambda session: waves.start(session, orders))
        with shop.read() as session:
            wave = session.scalars(select(Order.wave_id).where(Order.wave_id.is_not(None))).first() or 0
        papers(shop, folder, orders)
        with shop.read() as session:
            items = printing.label_items(printing.labels_for(session, orders).ready)
        start = time.perf_counter()
        with shop.write() as session:
            printing.log_print(session, Document.LABEL, items)
        print(f"labels logged: {time.perf_counter() - start:.2f} s")  # what is printed is no step of undo
        step(shop, "picked", lambda session: waves.pick(session, wave))
        step(shop, "packed", lambda session: waves.pack(session, wave))
        step(shop, "handed over", lambda session: waves.hand_over(session, wave))
        shop.close()


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] + ["10000", "500"][len(sys.argv) - 1 :])))
