"""Finding the header: the row of the first thirty with the most known names; titles above it, a description or second
header below.

Knows names only, not what the values mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from shopdesk.importing.formats import known_names, normal_name

SEARCH_ROWS = 30
DEFAULT_FOOTERS = frozenset(
    {
        "total",
        "totals",
        "grandtotal",
        "subtotal",
        "sum",
        "总计",
        "合计",
        "汇总",
        "小计",
        "總計",
        "合計",
        "gesamt",
        "summe",
    }
)
RECORDS_DOWNLOADED = "record(s) downloaded"  # the end of eBay's reports, behind a count
_FOOTER_STARTS = ("total:", "总计：", "总计:", "合计：", "合计:", "#----", "seller id :", "seller id:", "--------")


@dataclass(frozen=True, slots=True)
class Header:
    """``index``: 0-based row of the (last) header row; ``rows``: how many rows it takes; ``names``: unique, as in the
    file."""

    index: int
    names: tuple[str, ...]
    rows: int = 1
    known: int = 0
    has_second: bool = False


def cell_text(cell: Any) -> str:
    """A cell as the owner sees it in a list of samples; ``""`` for blank."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell).strip()


def unique_names(cells: Sequence[Any]) -> tuple[str, ...]:
    """Header texts, one a column; a second ``Name`` becomes ``Name.2``, a blank one ``""``; trailing blanks are
    dropped."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for cell in cells:
        name = " ".join(cell_text(cell).replace("\ufeff", "").split())
        if name:
            seen[name] = seen.get(name, 0) + 1
            name = f"{name}.{seen[name]}" if seen[name] > 1 else name
        names.append(name)
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _known_count(names: Sequence[str]) -> int:
    return len({normal_name(name) for name in names if name} & known_names())


def _filled_left(cells: Sequence[Any]) -> list[str]:
    """Group cells of a merged header: each blank takes the text on its left."""
    filled: list[str] = []
    for cell in cells:
        filled.append(cell_text(cell) or (filled[-1] if filled else ""))
    return filled


def _joined(upper: Sequence[Any], lower: Sequence[Any]) -> list[str]:
    groups = _filled_left(upper) + [""] * (len(lower) - len(upper))
    return [f"{group} {cell_text(cell)}".strip() for group, cell in zip(groups, lower, strict=False)]


def _looks_like_data(cells: Sequence[Any]) -> bool:
    filled = [cell for cell in cells if cell not in ("", None)]
    typed = sum(1 for cell in filled if isinstance(cell, int | float | date | time) or cell_text(cell).isdecimal())
    return bool(filled) and typed * 3 > len(filled)


def find_header(rows: Sequence[Sequence[Any]]) -> Header | None:
    """The header among the first rows; ``None`` when no row looks like one."""
    best: tuple[float, Header] | None = None
    for index, cells in enumerate(rows[:SEARCH_ROWS]):
        for depth, texts in _readings(rows, index):
            names = unique_names(texts)
            filled = sum(map(bool, names))
            if not filled:
                continue
            known = _known_count(names)
            value = (
                known + (0.0 if _looks_like_data(cells) else min(filled, 40) / 100) - index / 1000 - (depth - 1) * 1.5
            )
            if best is None or value > best[0]:
                best = (value, Header(index, names, depth, known))
    if best is None:
        return None
    header = best[1]
    if header.known < 2 and (fallback := _widest_text_row(rows)) is not None:
        header = fallback
    return _with_second(rows, header)


def _readings(rows: Sequence[Sequence[Any]], index: int) -> list[tuple[int, Sequence[Any]]]:
    cells = rows[index]
    readings: list[tuple[int, Sequence[Any]]] = [(1, cells)]
    if index and any(cell_text(cell) for cell in rows[index - 1]) and not _looks_like_data(cells):
        readings.append((2, _joined(rows[index - 1], cells)))
    return readings


def _widest_text_row(rows: Sequence[Sequence[Any]]) -> Header | None:
    """No known names: the first row that is as wide as the table and holds different texts."""
    width = max((len(unique_names(cells)) for cells in rows), default=0)
    for index, cells in enumerate(rows[:SEARCH_ROWS]):
        names = unique_names(cells)
        filled = [name for name in names if name]
        if len(filled) * 10 >= width * 6 and filled and not _looks_like_data(cells):
            return Header(index, names, known=_known_count(names))
    return None


def _with_second(rows: Sequence[Sequence[Any]], header: Header) -> Header:
    """A second header below (the same names in another language) holds no data."""
    below = rows[header.index + 1] if header.index + 1 < len(rows) else []
    names = [name for name in unique_names(below) if name]
    is_second = len(names) >= 3 and _known_count(names) * 10 >= len(names) * 6 and not _looks_like_data(below)
    return Header(header.index, header.names, header.rows, header.known, is_second)


def is_footer(cells: Sequence[Any], declared: tuple[str, ...]) -> bool:
    """A row of totals or remarks below the data."""
    first = next((text for cell in cells if (text := cell_text(cell))), "")
    if not first:
        return False
    lowered = first.casefold()
    if normal_name(first) in DEFAULT_FOOTERS or lowered.startswith(_FOOTER_STARTS):
        return True
    return RECORDS_DOWNLOADED in lowered or any(lowered.startswith(text.casefold()) for text in declared)


def is_blank(cells: Sequence[Any]) -> bool:
    """Nothing but spaces in the whole row."""
    return not any(
        cell is not None and cell != "" and not (isinstance(cell, str) and not cell.strip()) for cell in cells
    )
