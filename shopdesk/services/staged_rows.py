"""What a staged file holds, row by row, and what each row would change: for the list and the pane of the import
preview. Writes nothing.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.i18n import current_language
from shopdesk.domain.addresses import address_lines
from shopdesk.importing.request import Staged
from shopdesk.lists.spec import Money
from shopdesk.services import shop
from shopdesk.services.import_result import RejectedRow
from shopdesk.storage.queries import import_changes, staged_rows
from shopdesk.storage.staging import reading


@dataclass(frozen=True, slots=True)
class StagedRow:
    """A row of the preview. ``row`` as Excel shows it; ``amount`` is money, or the file's own text of a refused row;
    ``at``: when an order was placed (UTC), or likewise the file's own text.
    """

    id: int
    row: int
    verdict: str
    name: str
    who: str
    count: int | str | None
    amount: Money | str
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | str | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell that changes: ``field`` is a column of the shop's table ``kind``; values as stored (money minor,
    times UTC text).

    ``field`` ``line``: a line that comes (``before`` is ``None``) or goes. ``kept_at``: the owner typed ``before``
    then, so it stays although the file says ``after``.
    """

    kind: str
    field: str
    name: str
    before: Any
    after: Any
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowDetail:
    """What becomes of one row. ``lines``: ``(SKU, title, quantity)`` of a new order, ``address`` where it goes."""

    row: StagedRow
    changes: tuple[FieldChange, ...] = ()
    lines: tuple[tuple[str, str, int], ...] = ()
    address: tuple[str, ...] = ()


def ids(staged: Staged, verdict: str | None, sort: tuple[str, bool] | None, limit: int | None) -> array[int]:
    """List ids of the rows under a verdict, in file order unless sorted by ``(column, descending)``."""
    with reading(staged.path) as connection:
        return staged_rows.ids(connection, staged.target, verdict, sort, limit)


def rows(staged: Staged, wanted: Sequence[int]) -> list[StagedRow]:
    """The rows of list ids, in that order."""
    with reading(staged.path) as connection:
        return [_row(staged, cells) for cells in staged_rows.window(connection, staged.target, wanted)]


def first_changed(_session: Session, staged: Staged) -> tuple[Staged, int | None]:
    """List id of the first row that changes something, for the reading lane; the staged file comes back with it."""
    with reading(staged.path) as connection:
        return staged, staged_rows.first_changed(connection, staged.target)


def refused(staged: Staged, limit: int) -> list[RejectedRow]:
    """The first ``limit`` refused rows."""
    with reading(staged.path) as connection:
        return [RejectedRow(*found) for found in staged_rows.refused(connection, limit)]


def changes_of(staged: Staged, entity: int) -> list[FieldChange]:
    """The cells that change in a staged row (its staged id), and those that stay because the owner typed them."""
    with reading(staged.path) as connection:
        found = import_changes.changes(connection, entity)
    return [
        FieldChange(kind, column, name or "", before, after, datetime.fromisoformat(kept_at) if kept_at else None)
        for kind, name, column, before, after, kept_at in found
    ]


def detail(session: Session, staged: Staged, record: int) -> RowDetail | None:
    """What becomes of the row ``record`` (a list id), for the reading lane; ``None`` when there is no such row."""
    found = rows(staged, [record])
    if not found:
        return None
    row, entity = found[0], record - 1
    if row.verdict in ("changed", "kept"):
        return RowDetail(row, tuple(changes_of(staged, entity)))
    if row.verdict != "new" or staged.target != "orders":
        return RowDetail(row)
    with reading(staged.path) as connection:
        lines, (who, place) = staged_rows.lines(connection, entity), staged_rows.address(connection, entity)
    origin = shop.facts(session).country
    return RowDetail(row, lines=tuple(lines), address=(*who, *address_lines(place, origin, current_language())))


def _row(staged: Staged, cells: tuple[Any, ...]) -> StagedRow:
    record, row, verdict, name, who, count, amount, currency, source, code, params, at = cells
    if source is not None:
        return _refused_row(staged, record, row, json.loads(source), code, json.loads(params or "{}"))
    money: Money | str = Money(amount, currency or staged.detection.currency) if amount is not None else ""
    placed = datetime.fromisoformat(at) if at else None
    return StagedRow(record, row, verdict or "new", name or "", who or "", count, money, at=placed)


def _refused_row(
    staged: Staged, record: int, row: int, cells: Sequence[str], code: str, params: Mapping[str, Any]
) -> StagedRow:
    """A refused row shows what stands in the file, as it stands there."""
    places = {header: place for place, header in enumerate(staged.detection.headers)}

    def cell(*names: str) -> str:
        for name in names:
            place = places.get(staged.detection.mapping.get(name, ""), -1)
            if 0 <= place < len(cells) and str(cells[place] or "").strip():
                return str(cells[place]).strip()
        return ""

    named = {"orders": ("order_no",), "customers": ("name", "external_id", "email"), "tracking": ("waybill",)}
    name = cell(*named.get(staged.target, ("sku", "handle", "barcode")))
    who = cell("ship_name", "buyer_name", "buyer_login", "title", "email", "phone", "text", "status")
    amount = cell("total", "line_total", "unit_price", "price", "spent")
    count = cell("quantity", "available", "on_hand")
    return StagedRow(
        record, row, "rejected", name, who, count, amount, code, params, cell("placed_at", "paid_at", "event_at")
    )


def refused_of(_session: Session, staged: Staged, limit: int) -> tuple[Staged, list[RejectedRow]]:
    """:func:`refused` for the reading lane; the staged file comes back with it."""
    return staged, refused(staged, limit)
