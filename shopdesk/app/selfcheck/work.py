"""The shop's work, once, through the same commands a script uses: sample shop, backup, imports, an export, papers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from shopdesk.app.selfcheck.bench import Bench
from shopdesk.base.catalog import resources_dir

_HEADER = ("Order number", "Order date", "SKU", "Product", "Quantity", "Unit price", "Currency", "Name", "Country")
_ROWS = (("CHECK-1", "2026-03-04", "KET-10", "Kettle", 2, 19.9, "EUR", "王小明", "DE"),)


def _shop(bench: Bench) -> Path:
    """The sample shop of this check, made on first use."""
    path = bench.folder / "check.shopdesk"
    if not path.exists():
        bench.command("new", path, "--sample")
    return path


def shop_file(bench: Bench) -> dict[str, Any]:
    """Make the sample shop, open it as the program does, look through all of it."""
    from shopdesk.storage.shopfile import check_integrity, open_shop, row_counts

    path = _shop(bench)
    open_shop(path).close()
    with closing(sqlite3.connect(path)) as connection:
        check_integrity(connection, path, thorough=True)
        return {"orders": row_counts(connection)["orders"]}


def backup(bench: Bench) -> dict[str, Any]:
    """A checked copy, opened again, and as many rows in it."""
    from shopdesk.storage.shopfile import copy_file, open_shop, row_counts

    counts = []
    for path in (_shop(bench), copy_file(_shop(bench), bench.folder / "copy.shopdesk")):
        open_shop(path).close()
        with closing(sqlite3.connect(path)) as connection:
            counts.append(row_counts(connection))
    if counts[0] != counts[1]:
        raise ValueError(counts)
    return {"tables": len(counts[0]), "rows": sum(counts[0].values())}


def imports(bench: Bench) -> dict[str, Any]:
    """Import the sample exports (CSV, tab-separated), an old workbook and a new one, each read by a child process."""
    from shopdesk.exporting.xlsx import write_xlsx
    from shopdesk.services.sample_shop import sample_exports

    workbook = bench.folder / "orders.xlsx"
    write_xlsx(workbook, _HEADER, _ROWS)
    shop, before = _shop(bench), _orders(bench)
    grown = {}
    for file in (*sample_exports(), workbook, resources_dir() / "self_check" / "orders.xls"):
        bench.command("--shop", shop, "import", file)
        grown[file.name] = _orders(bench) - before
        before += grown[file.name]
    if missing := [name for name, count in grown.items() if count < 1]:
        raise ValueError(f"no order came in: {', '.join(missing)}")
    return grown


def _orders(bench: Bench) -> int:
    with closing(sqlite3.connect(_shop(bench))) as connection:
        return int(connection.execute("SELECT count(*) FROM orders").fetchone()[0])


def public_holidays(_bench: Bench) -> dict[str, Any]:
    """A holiday of each calendar that a file of its own holds (they are found by name when a country is asked for)."""
    from datetime import date

    from shopdesk.domain.public_holidays import DayKind, day_kind

    days = {"DE": date(2026, 10, 3), "CN": date(2026, 10, 1), "US": date(2026, 7, 3), "GB": date(2026, 12, 25)}
    if missing := [country for country, day in days.items() if day_kind(country, day) is not DayKind.HOLIDAY]:
        raise ValueError(missing)
    return {"calendars": len(days)}


def exports(bench: Bench) -> dict[str, Any]:
    """The list of orders as a file."""
    target = bench.folder / "orders.csv"
    bench.command("--shop", _shop(bench), "list", "orders", "--out", target)
    return {"lines": len(target.read_text(encoding="utf-8-sig").splitlines())}


def papers(bench: Bench) -> dict[str, Any]:
    """Labels and a pick list as PDF, and one label as a picture with ink on it."""
    shop, pages = _shop(bench), {}
    for document in ("labels", "pick-list"):
        target = bench.folder / f"{document}.pdf"
        bench.command("--shop", shop, "print", document, "--filter", "to_ship", "--without-waybill", "--out", target)
        content = target.read_bytes()
        if not content.startswith(b"%PDF") or len(content) < 5_000:
            raise ValueError(f"{document}: {len(content)} bytes")
        pages[document] = f"{len(content) // 1024} KB"
    return {**pages, "label": _label_picture()}


def _label_picture() -> str:
    from shopdesk.domain.paper import LabelData
    from shopdesk.printing.fonts import ensure_application
    from shopdesk.printing.labels import page_images
    from shopdesk.printing.sheets import sheets

    ensure_application()
    label = LabelData(
        order_id=1,
        order_no="303-0318031-0108177",
        shop_name="ShopDesk",
        recipient_name="王小明",
        recipient_lines=("Lindenstraße 14", "10969 Berlin"),
        destination="10969",
        waybill="00340434161094042557",
    )
    image = next(iter(page_images([label], next(iter(sheets().values())))))
    if is_blank(image.pixelColor, image.width(), image.height()):
        raise ValueError("the label is blank")
    return f"{image.width()} × {image.height()}"


def is_blank(colour_at: Callable[[int, int], Any], width: int, height: int) -> bool:
    """Whether a picture has one colour only, looked at along a net of lines."""
    seen = {colour_at(x, y).rgb() for y in range(0, height, 7) for x in range(0, width, 3)}
    return len(seen) < 2
