"""The staging file: plain SQLite with typed rows and problems, the only thing that leaves the reading child.

Money in minor units of the row's ``currency``, unit prices in micros, times as UTC text ``2026-11-22T08:46:00Z``,
text cleaned. Texts
that the file does not give are ``''``, numbers and times ``NULL`` (``quantity`` and order amounts: 0). ``placed_at``
is ``NULL`` when a row
has no date: the moment of the import counts then. ``row`` is the row as Excel shows it; for text files the record's
number, blank records counted.

``meta`` (values JSON): format, score, reason, candidates, target, channel, channel_name, encoding, sheet, header_row,
date_order,
date_evidence, decimal, currency, fields (canonical fields the file has), columns ({"order": [...], "line": [...],
"sku": [...], …}: staged columns
it fills), rows (data rows), skipped ({"preamble": n, "description": n, "footer": n, "blank": n}), source_name,
sha256, notes, detection. ``staged_order.is_lump``: the order's one line stands for several items.
Invariant: sum(row_count) of the staged entities + rejected problems = meta.rows. Must not know the shop's database.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ORDER_TEXTS = _names(
    """source_status payment_method buyer_name buyer_login buyer_ref buyer_email buyer_phone ship_name ship_company
    ship_phone
    ship_line1 ship_line2 ship_line3 ship_district ship_city ship_region ship_postcode ship_country ship_service
    buyer_note seller_note
    tags carrier waybill items_summary"""
)
ORDER_TIMES = ("placed_at", "paid_at", "ship_by", "shipped_at", "cancelled_at")
ORDER_AMOUNTS = _names("goods_minor discount_minor shipping_minor tax_minor total_minor refunded_minor")

DDL = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE problem (
  id INTEGER PRIMARY KEY, row INTEGER NOT NULL, severity TEXT NOT NULL, code TEXT NOT NULL, field TEXT NOT NULL
  DEFAULT '',
  params TEXT NOT NULL DEFAULT '{{}}', cells TEXT);
CREATE TABLE staged_order (
  id INTEGER PRIMARY KEY, row INTEGER NOT NULL, row_count INTEGER NOT NULL, order_no TEXT NOT NULL, kind TEXT NOT NULL
  DEFAULT 'b2c',
  state TEXT NOT NULL DEFAULT 'to_review', payment_state TEXT NOT NULL DEFAULT 'paid', attention TEXT NOT NULL DEFAULT
  '',
  currency TEXT NOT NULL, {", ".join(f"{name} TEXT" for name in ORDER_TIMES)},
  {", ".join(f"{name} INTEGER NOT NULL DEFAULT 0" for name in ORDER_AMOUNTS)},
  {", ".join(f"{name} TEXT NOT NULL DEFAULT ''" for name in ORDER_TEXTS)},
  line_count INTEGER NOT NULL DEFAULT 0, unit_count INTEGER NOT NULL DEFAULT 0, is_lump INTEGER NOT NULL DEFAULT 0,
  source_hash TEXT NOT NULL DEFAULT '', verdict TEXT, match_id INTEGER);
CREATE TABLE staged_line (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, row INTEGER NOT NULL, line_no INTEGER NOT NULL,
  external_line_id TEXT NOT NULL DEFAULT '', sku_code TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '',
  options TEXT NOT NULL DEFAULT '', quantity INTEGER NOT NULL, unit_price_micros INTEGER NOT NULL DEFAULT 0,
  discount_minor INTEGER NOT NULL DEFAULT 0, tax_minor INTEGER NOT NULL DEFAULT 0, total_minor INTEGER NOT NULL
  DEFAULT 0,
  source_status TEXT NOT NULL DEFAULT '');
CREATE TABLE staged_sku (
  id INTEGER PRIMARY KEY, row INTEGER NOT NULL, row_count INTEGER NOT NULL, handle TEXT NOT NULL DEFAULT '',
  product_title TEXT NOT NULL DEFAULT '', brand TEXT NOT NULL DEFAULT '', category TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '', image_url TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '', traits TEXT
  NOT NULL DEFAULT '',
  hs_code TEXT NOT NULL DEFAULT '', origin_country TEXT NOT NULL DEFAULT '', sku_code TEXT NOT NULL, title TEXT NOT
  NULL DEFAULT '',
  options TEXT NOT NULL DEFAULT '', barcode TEXT NOT NULL DEFAULT '', weight_g INTEGER, cost_minor INTEGER,
  price_minor INTEGER,
  currency TEXT NOT NULL DEFAULT '', external_id TEXT NOT NULL DEFAULT '', listing_title TEXT NOT NULL DEFAULT '',
  listing_price_minor INTEGER, listing_quantity INTEGER, listing_status TEXT NOT NULL DEFAULT '', url TEXT NOT NULL
  DEFAULT '',
  quantity INTEGER, warehouse TEXT NOT NULL DEFAULT '', source_hash TEXT NOT NULL DEFAULT '', verdict TEXT, match_id
  INTEGER);
CREATE TABLE staged_stock (
  id INTEGER PRIMARY KEY, row INTEGER NOT NULL, row_count INTEGER NOT NULL, sku_code TEXT NOT NULL, handle TEXT NOT
  NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '', options TEXT NOT NULL DEFAULT '', warehouse TEXT NOT NULL DEFAULT '',
  partition TEXT NOT NULL DEFAULT 'normal', quantity INTEGER, price_minor INTEGER, cost_minor INTEGER,
  currency TEXT NOT NULL DEFAULT '', barcode TEXT NOT NULL DEFAULT '', source_hash TEXT NOT NULL DEFAULT '', verdict
  TEXT, match_id INTEGER);
CREATE TABLE staged_customer (
  id INTEGER PRIMARY KEY, row INTEGER NOT NULL, row_count INTEGER NOT NULL, key TEXT NOT NULL, external_id TEXT NOT
  NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', company TEXT NOT NULL
  DEFAULT '',
  line1 TEXT NOT NULL DEFAULT '', line2 TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '', region TEXT NOT NULL
  DEFAULT '',
  postcode TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '', orders_count INTEGER, spent_minor INTEGER,
  currency TEXT NOT NULL DEFAULT '', accepts_marketing INTEGER, note TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL
  DEFAULT '',
  source_hash TEXT NOT NULL DEFAULT '', verdict TEXT, match_id INTEGER);
CREATE TABLE staged_tracking (
  id INTEGER PRIMARY KEY, row INTEGER NOT NULL, row_count INTEGER NOT NULL, waybill TEXT NOT NULL, carrier TEXT NOT NULL
  DEFAULT '',
  at TEXT NOT NULL, status TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '',
  cells TEXT NOT NULL DEFAULT '[]', source_hash TEXT NOT NULL DEFAULT '', verdict TEXT, match_id INTEGER);
"""

#: The table a target's rows go to.
ENTITY_TABLES = {
    "orders": "staged_order",
    "products": "staged_sku",
    "stock": "staged_stock",
    "customers": "staged_customer",
    "tracking": "staged_tracking",
}


class StagingWriter:
    """Writes one staging file. Not durable on purpose: a file that was not finished is thrown away."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;")
        self._connection.executescript(DDL)
        self._connection.execute("BEGIN")
        self.rejected = 0

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert ``rows`` of ``columns`` into ``table``."""
        marks = ",".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", rows)  # noqa: S608 - our own names

    def reject(self, row: int, code: str, field: str, params: Mapping[str, Any], cells: Sequence[str]) -> None:
        """Note that source row ``row`` is not imported, why, and what stood in it."""
        self.rejected += 1
        self._problem(row, "rejected", code, field, params, json.dumps(cells, ensure_ascii=False))

    def warn(self, row: int, code: str, field: str = "", params: Mapping[str, Any] | None = None) -> None:
        """Note something about a row that is imported all the same."""
        self._problem(row, "warning", code, field, params or {}, None)

    def _problem(
        self, row: int, severity: str, code: str, field: str, params: Mapping[str, Any], cells: str | None
    ) -> None:
        self._connection.execute(
            "INSERT INTO problem (row, severity, code, field, params, cells) VALUES (?,?,?,?,?,?)",
            (row, severity, code, field, json.dumps(params, ensure_ascii=False, default=str), cells),
        )

    def scratch(self, ddl: str) -> None:
        """Create or drop a table of the reader's own; none is left when the file is finished."""
        self._connection.execute(ddl)

    def select(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Rows of the reader's own tables."""
        return self._connection.execute(query)

    def update(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put right what was written before the whole was known."""
        self._connection.executemany(statement, rows)

    def finish(self, meta: Mapping[str, Any]) -> None:
        """Write ``meta``, commit, close."""
        self._connection.executemany(
            "INSERT INTO meta VALUES (?,?)",
            [(key, json.dumps(v, ensure_ascii=False, default=str)) for key, v in meta.items()],
        )
        self._connection.execute("COMMIT")
        self._connection.close()
