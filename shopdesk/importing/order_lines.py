"""The layouts: how the rows of an order file become lines. One declared rule each (formats.md 12.7), or revenue is
multiplied.

``row_per_order id_repeated totals_repeated totals_from_lines id_blank row_per_unit row_per_amount`` are one line a row;
``item_columns`` and ``packed_cell`` unfold a row into several. Must not add up money.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shopdesk.importing.formats import LINE_FIELDS
from shopdesk.importing.frame import Frame
from shopdesk.importing.header import cell_text

_SEPARATORS = {";": (";", "；"), ",": (",",), "，": ("，",), "\n": ("\n",), "|": ("|",)}


def fill_blank_ids(values: list[Any], last: str) -> str:
    """``id_blank``: a blank id means the order of the row above. Fills in place; the last id seen, for the next
    chunk."""
    for index, value in enumerate(values):
        if value:
            last = value
        else:
            values[index] = last
    return last


def unfold(frame: Frame) -> tuple[dict[str, Sequence[Any]], list[int]] | None:
    """Raw line cells by field, and the frame's row each line comes from; ``None`` when every row is one line."""
    plan = frame.plan
    if plan.columns.numbered:
        return _unfold_columns(frame)
    if plan.format.layout == "packed_cell":
        return _unfold_packed(frame)
    return None


def _unfold_columns(frame: Frame) -> tuple[dict[str, Sequence[Any]], list[int]]:
    """``Product Item 1 Name``, ``Product Item 2 Name`` …: an item for each number with anything in its columns."""
    numbered = frame.plan.columns.numbered
    numbers = sorted({number for columns in numbered.values() for number in columns})
    cells: dict[str, list[Any]] = {name: [] for name in numbered}
    origins: list[int] = []
    for index, row in enumerate(frame.rows):
        for number in numbers:
            item = {name: row[columns[number]] if number in columns else "" for name, columns in numbered.items()}
            if any(cell_text(cell) for cell in item.values()):
                origins.append(index)
                for name, cell in item.items():
                    cells[name].append(cell)
    return dict(cells), origins


def _unfold_packed(frame: Frame) -> tuple[dict[str, Sequence[Any]], list[int]] | None:
    """``M1;M2`` in a cell: as many lines as parts; a cell with one part belongs to all lines, an amount to the
    first."""
    plan = frame.plan
    marks = _SEPARATORS.get(plan.format.separator, (plan.format.separator,))
    names = [name for name in LINE_FIELDS if name in plan.columns.fields]
    guides = [name for name in ("sku", "title", "options") if name in names]
    if not any(
        isinstance(cell, str) and any(m in cell.strip() for m in marks)
        for name in guides
        for cell in frame.column(name)
    ):
        return None
    cells: dict[str, list[Any]] = {name: [] for name in names}
    origins: list[int] = []
    for index in range(len(frame)):
        parts = {name: _parts(frame.column(name)[index], marks) for name in names}
        count = max(1, *(len(parts[name]) for name in guides[:1]), _agreed(parts, guides))
        origins += [index] * count
        for name in names:
            cells[name] += _spread(name, parts[name], frame.column(name)[index], count)
    return dict(cells), origins


def _parts(cell: Any, marks: tuple[str, ...]) -> list[Any]:
    if not isinstance(cell, str):
        return [cell]
    for mark in marks[1:]:
        cell = cell.replace(mark, marks[0])
    parts = [part.strip() for part in cell.split(marks[0])]
    filled = [part for part in parts if part]
    return parts if len(filled) == len(parts) else filled or [""]


def _agreed(parts: dict[str, list[Any]], guides: Sequence[str]) -> int:
    """A count of parts that two cells share; one title with a ``;`` in it is no packing."""
    counts = [len(found) for found in parts.values() if len(found) > 1]
    shared = [count for count in counts if counts.count(count) > 1]
    return max(shared, default=len(parts[guides[0]]) if guides else 1)


def _spread(name: str, parts: list[Any], cell: Any, count: int) -> list[Any]:
    if len(parts) == count:
        return parts
    if name == "quantity":
        return _shared_quantity(cell_text(cell), count)
    if name in ("line_total", "line_discount", "line_tax", "line_shipping", "line_id"):
        return [cell, *[""] * (count - 1)]
    return [cell] * count


def _shared_quantity(text: str, count: int) -> list[Any]:
    """A total for all items: one each, the rest with the first."""
    whole = text.split(".", 1)[0]
    if not whole.isdecimal() or int(whole) < count:
        return [text, *["1"] * (count - 1)] if not whole.isdecimal() else ["1"] * count
    return [int(whole) - count + 1, *[1] * (count - 1)]
