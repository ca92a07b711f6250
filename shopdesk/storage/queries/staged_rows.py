"""The rows of a staged file as the preview lists them: one an order (SKU row, stock figure, customer), one a
refused row.

A list id is the staged id + 1, or minus the problem's id for a refused row: one list over two tables. Changes nothing.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Sequence
from typing import Any

from shopdesk.domain.addresses import Address
from shopdesk.importing.staging import ENTITY_TABLES

#: What a list row shows of each kind of staged row: SQL of name, who, count, amount (minor units), currency.
_SHOWN: dict[str, tuple[str, str, str, str, str]] = {
    "orders": (
        "order_no", "coalesce(nullif(ship_name, ''), nullif(buyer_name, ''), buyer_login)",
        "unit_count", "total_minor", "currency",
    ),
    "products": ("sku_code", "coalesce(nullif(product_title, ''), title)", "quantity", "price_minor", "currency"),
    "stock": ("sku_code", "warehouse", "quantity", "price_minor", "currency"),
    "customers": ("name", "coalesce(nullif(email, ''), phone)", "orders_count", "spent_minor", "currency"),
    "tracking": ("waybill", "text", "NULL", "NULL", "''"),
}  # fmt: skip
_AT = {"orders": "placed_at", "tracking": "at"}  # UTC text
_SORTS = {"row", "verdict", "name", "who", "n", "amount", "at"}


def _rows(target: str) -> str:
    """SQL: ``id, row, verdict, name, who, n, amount, currency, cells, code, params, at`` of everything in the file."""
    name, who, count, amount, currency = _SHOWN[target]
    at = _AT.get(target, "NULL")
    return (
        f"SELECT id + 1 AS id, row, verdict, {name} AS name, {who} AS who, {count} AS n, {amount} AS amount, "
        f"{currency} AS currency, NULL AS cells, NULL AS code, NULL AS params, {at} AS at "
        f"FROM {ENTITY_TABLES[target]} WHERE verdict IS NOT 'foreign' "
        "UNION ALL SELECT -min(id), row, 'rejected', '', '', NULL, NULL, '', cells, code, params, NULL FROM problem "
        "WHERE severity = 'rejected' GROUP BY row"
    )


def ids(
    connection: sqlite3.Connection, target: str, verdict: str | None, sort: tuple[str, bool] | None, limit: int | None
) -> array[int]:
    """List ids under a verdict, in the order of the file unless ``sort`` (column, descending) says otherwise."""
    wanted = {"same": ("same", "duplicate", "kept")}.get(verdict or "", (verdict,) if verdict else ())
    where = f"WHERE verdict IN ({','.join('?' * len(wanted))})" if wanted else ""
    key, falling = sort if sort and sort[0] in _SORTS else ("row", False)
    order = f"{key} {'DESC' if falling else 'ASC'}, row, id"
    cut = f"LIMIT {int(limit)}" if limit is not None else ""
    found = connection.execute(f"SELECT id FROM ({_rows(target)}) {where} ORDER BY {order} {cut}", wanted)
    return array("q", (row[0] for row in found))


def window(connection: sqlite3.Connection, target: str, wanted: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of list ids, in that order; see :func:`_rows` for their cells."""
    marks = ",".join("?" * len(wanted))
    found = connection.execute(f"SELECT * FROM ({_rows(target)}) WHERE id IN ({marks})", list(wanted))
    by_id = {row[0]: row for row in found}
    return [by_id[record] for record in wanted if record in by_id]


def first_changed(connection: sqlite3.Connection, target: str) -> int | None:
    """The list id of the first row that changes something."""
    found = connection.execute(
        f"SELECT id + 1 FROM {ENTITY_TABLES[target]} WHERE verdict = 'changed' ORDER BY row, id LIMIT 1"
    ).fetchone()
    return int(found[0]) if found else None


def lines(connection: sqlite3.Connection, staged_id: int) -> list[tuple[str, str, int]]:
    """SKU, title and quantity of a staged order's lines."""
    query = "SELECT sku_code, title, quantity FROM staged_line WHERE order_id = ? ORDER BY line_no LIMIT 50"
    return [(sku, title, int(n)) for sku, title, n in connection.execute(query, (staged_id,))]


def address(connection: sqlite3.Connection, staged_id: int) -> tuple[tuple[str, ...], Address]:
    """Where a staged order goes, as the file says it: name and company, and the place."""
    columns = (
        "ship_name, ship_company, ship_line1, ship_line2, ship_line3, ship_district, "
        "ship_city, ship_region, ship_postcode, ship_country"
    )
    found = connection.execute(f"SELECT {columns} FROM staged_order WHERE id = ?", (staged_id,)).fetchone()
    if found is None:
        return (), Address()
    name, company, *place = (part or "" for part in found)
    return tuple(part for part in (name, company) if part), Address(*place)


def refused(connection: sqlite3.Connection, limit: int) -> list[tuple[int, str, dict[str, Any]]]:
    """The first refused rows: row of the file, reason code, facts."""
    query = "SELECT row, code, params FROM problem WHERE severity = 'rejected' ORDER BY row, id LIMIT ?"
    return [(row, code, json.loads(params or "{}")) for row, code, params in connection.execute(query, (limit,))]
