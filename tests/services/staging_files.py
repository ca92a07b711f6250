"""Staging files without a reader: the rows a test names, in the shape that ``importing.staging`` writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shopdesk.importing.request import Detection, Staged
from shopdesk.importing.staging import ENTITY_TABLES, StagingWriter

_ENTITY = {"orders": "order", "products": "sku", "stock": "stock", "customers": "customer", "tracking": "tracking"}
_NOT_FILLED = {"id", "row", "row_count", "source_hash", "lines", "state", "payment_state", "attention", "kind"}


def _hash(values: object) -> str:
    return hashlib.blake2b(repr(values).encode(), digest_size=16).hexdigest()


def line(sku: str = "MUG-1", quantity: int = 1, price: int = 12_500_000, **more: Any) -> dict[str, Any]:
    """A staged line; ``price`` in micros."""
    total = quantity * price // 10_000
    return {
        "sku_code": sku,
        "title": f"Item {sku}",
        "quantity": quantity,
        "unit_price_micros": price,
        "total_minor": total,
        **more,
    }


def order(number: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A staged order over ``lines``; its totals are theirs."""
    bought = lines or (line(),)
    total = sum(item["total_minor"] for item in bought)
    return {
        "order_no": number,
        "currency": "EUR",
        "placed_at": "2026-11-20T10:00:00Z",
        "paid_at": "2026-11-20T10:05:00Z",
        "goods_minor": total,
        "total_minor": total,
        "items_summary": ", ".join(f"{item['quantity']} x {item['title']}" for item in bought),
        "line_count": len(bought),
        "unit_count": sum(item["quantity"] for item in bought),
        "lines": bought,
        **more,
    }


def stage(
    path: Path,
    target: str,
    rows: Sequence[Mapping[str, Any]],
    /,
    *,
    rejected: Iterable[tuple[int, str, Sequence[str]]] = (),
    fields: Sequence[str] = (),
    headers: Sequence[str] = ("Order ID", "SKU"),
    **meta: Any,
) -> Staged:
    """Write ``rows`` of ``target`` as a staging file at ``path``."""
    writer = StagingWriter(path)
    columns: dict[str, set[str]] = {_ENTITY[target]: set(), "line": set()}
    file_row = 2
    for entity_id, row in enumerate(rows, 1):
        values = {key: value for key, value in row.items() if key != "lines"}
        lines = row.get("lines", ())
        record = {
            "id": entity_id,
            "row": file_row,
            "row_count": len(lines) or 1,
            "source_hash": _hash((sorted(values.items()), [sorted(item.items()) for item in lines])),
            **values,
        }
        columns[_ENTITY[target]] |= set(values) - _NOT_FILLED
        writer.insert(ENTITY_TABLES[target], list(record), [list(record.values())])
        for number, item in enumerate(lines, 1):
            entry = {"order_id": entity_id, "row": file_row + number - 1, "line_no": number, **item}
            columns["line"] |= set(item)
            writer.insert("staged_line", list(entry), [list(entry.values())])
        file_row += record["row_count"]
    for row_number, code, cells in rejected:
        writer.reject(row_number, code, "", {}, cells)
    count = file_row - 2 + writer.rejected
    known = {
        "format": "generic_test",
        "score": 1.0,
        "target": target,
        "source_name": "orders.csv",
        "sha256": "0" * 64,
        "currency": "EUR",
    }
    writer.finish(
        {**known, "rows": count, "fields": list(fields), "columns": {k: sorted(v) for k, v in columns.items()},
         "channel": "shopify", "channel_name": "Shopify", **meta}
    )  # fmt: skip
    detection = Detection(key="generic_test", target=target, score=1.0, headers=tuple(headers))
    return Staged(path, detection, count, writer.rejected, target)


def stored(path: Path) -> dict[str, Any]:
    """The meta of a staging file, as it stands there."""
    import sqlite3

    with sqlite3.connect(path) as connection:
        return {key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM meta")}
