"""Rows of a list of waybills that a file holds: order number, carrier, waybill.

Finds the columns by the names that order files use for them, or by their places. Knows no shop: what a row means there
is ``services.waybill_entry``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from shopdesk.base.errors import UserError
from shopdesk.domain.search_text import clean
from shopdesk.domain.waybill_entry import TypedWaybill
from shopdesk.domain.waybills import normal_waybill
from shopdesk.importing.formats import formats, normal_name
from shopdesk.importing.request import TextRow

_FIELDS = ("order_no", "carrier", "waybill")
_HEADER_ROWS = 10


def waybill_rows(rows: Sequence[TextRow]) -> list[TypedWaybill]:
    """The rows below the header; without one: order and waybill, or order, carrier and waybill, by place.

    Raises ``UserError("waybill_columns_missing")`` when a header names only one of order and waybill.
    """
    columns: Mapping[str, int] | None = None
    start = 0
    for index, (_, cells) in enumerate(rows[:_HEADER_ROWS]):
        found = _named(cells)
        if "order_no" in found and "waybill" in found:
            columns, start = found, index + 1
            break
        if found and (columns is None or len(found) > len(columns)):
            columns, start = found, 0
    if columns is not None and not start:
        raise UserError("waybill_columns_missing", columns=", ".join(name for name in _FIELDS if name in columns))
    return [_row(number, cells, columns or _by_place(cells)) for number, cells in rows[start:] if any(cells)]


def _by_place(cells: Sequence[str]) -> Mapping[str, int]:
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    names = ("order_no", "waybill") if len(filled) < 3 else _FIELDS
    return dict(zip(names, filled, strict=False))


def _row(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> TypedWaybill:
    def cell(name: str) -> str:
        place = columns.get(name, len(cells))
        return " ".join(clean(cells[place]).split()).lstrip("'") if place < len(cells) else ""

    return TypedWaybill(number, cell("order_no"), normal_waybill(cell("waybill")), cell("carrier"))


def _named(cells: Iterable[str]) -> dict[str, int]:
    """Field → column, for the names in ``cells``; the best name of a field wins."""
    ranks = _ranks()
    best: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        for name in _FIELDS:
            rank = ranks[name].get(normal_name(cell))
            if rank is not None and (name not in best or rank < best[name][0]):
                best[name] = (rank, place)
    return {name: place for name, (_, place) in best.items()}


@cache
def _ranks() -> Mapping[str, Mapping[str, int]]:
    """What order files call these fields: the names of any table first, then those of the marketplaces."""
    declared = [entry for entry in formats().values() if entry.target == "orders"]
    declared.sort(key=lambda entry: not entry.generic)
    ranks: dict[str, dict[str, int]] = {name: {} for name in _FIELDS}
    for entry in declared:
        for name in _FIELDS:
            for header in entry.columns.get(name, ()):
                ranks[name].setdefault(normal_name(header), len(ranks[name]))
    return ranks
