"""The preview of a prepared import, row by row: what each row of the file becomes, and which cells change. Reads the staging file only."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shopdesk.importing.request import Staged
from shopdesk.storage.queries import import_preview
from shopdesk.storage.staging import reading


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One order (SKU row, stock figure, customer) or, with a negative ``id`` and a ``code``, one rejected row of the file.

    ``row``: as Excel shows it. ``amount``: minor units of ``currency`` (orders' totals, prices, money spent), pieces for stock.
    """

    id: int
    row: int
    verdict: str
    name: str
    text: str
    amount: int | None
    currency: str
    code: str = ""
    params: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell that changes: ``field`` is a column of the shop's table ``kind``; values as stored (money in minor units, times UTC text).

    ``field`` ``line``: a line that comes (``before`` is ``None``) or goes. ``kept_at``: the owner typed it then, so it stays as it is.
    """

    kind: str
    field: str
    name: str
    before: Any
    after: Any
    kept_at: datetime | None = None


def preview_ids(staged: Staged, verdict: str | None = None, search: str = "") -> array[int]:
    """Ids of the preview's rows in file order; ``verdict``: new, changed, same, duplicate, rejected or ``None`` for all."""
    with reading(staged.path) as connection:
        return import_preview.ids(connection, staged.target, verdict, search)


def preview_window(staged: Staged, ids: Sequence[int]) -> list[PreviewRow]:
    """The rows of ``ids``, in that order."""
    with reading(staged.path) as connection:
        rows = import_preview.window(connection, staged.target, ids)
    return [PreviewRow(*row[:8], json.loads(row[8])) for row in rows]


def changes_of(staged: Staged, entity_id: int) -> list[FieldChange]:
    """The cells that change in one row of the preview, and those that stay because the owner typed them."""
    with reading(staged.path) as connection:
        found = import_preview.changes(connection, entity_id)
    return [
        FieldChange(kind, field, name or "", before, after, datetime.fromisoformat(kept_at) if kept_at else None)
        for kind, name, field, before, after, kept_at in found
    ]
