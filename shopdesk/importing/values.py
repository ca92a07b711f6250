"""What a column looks like from its cells, for tables whose headings say too little. A guess, shown in the mapping,
never silent."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from shopdesk.importing.formats import Format
from shopdesk.importing.header import cell_text
from shopdesk.importing.mapping import ColumnMap

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_DATE = re.compile(r"^\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}")
_CURRENCY = re.compile(r"^[A-Z]{3}$")
_ORDER = re.compile(r"^(?=.*\d{4})[A-Za-z#]{0,6}[\d\-]{5,}$")
_PHONE = re.compile(r"^\+?[\d\s()\-]{8,20}$")
_INTEGER = re.compile(r"^-?\d{1,6}(\.0+)?$")
_NUMBER = re.compile(r"^[-+(]?[^\d\s,.\-]{0,3}\s?\d[\d,. ]*\)?$")


def column_texts(rows: Sequence[Sequence[Any]], column: int, limit: int = 60) -> list[str]:
    """The first non-blank cells of a column as text."""
    texts = [cell_text(row[column]) for row in rows if column < len(row)]
    return [text for text in texts if text][:limit]


def is_number_column(rows: Sequence[Sequence[Any]], column: int, blanks: Sequence[str] = ()) -> bool:
    """Only whole numbers, blanks, and the texts that mean blank here."""
    return all(_INTEGER.match(text) or text in blanks for text in column_texts(rows, column))


def _mostly(pattern: re.Pattern[str]) -> Callable[[list[str]], bool]:
    return lambda texts: sum(1 for text in texts if pattern.match(text)) * 10 >= len(texts) * 9


def _all_dates(rows: Sequence[Sequence[Any]], column: int) -> bool:
    cells = [row[column] for row in rows if column < len(row) and row[column] not in ("", None)]
    return bool(cells) and all(isinstance(cell, date) or _DATE.match(cell_text(cell)) for cell in cells)


_PATTERNS: dict[str, tuple[tuple[str, Callable[[list[str]], bool]], ...]] = {
    "orders": (("buyer_email", _mostly(_EMAIL)), ("currency", _mostly(_CURRENCY)), ("order_no", _mostly(_ORDER))),
    "customers": (("email", _mostly(_EMAIL)), ("phone", _mostly(_PHONE))),
}


def guess_by_values(declared: Format, columns: ColumnMap, rows: Sequence[Sequence[Any]]) -> ColumnMap:
    """``columns`` with fields added whose values speak for themselves; headings always win."""
    patterns = _PATTERNS.get(declared.target, ())
    if not rows or len(columns.fields) < 2:
        return columns
    fields = dict(columns.fields)
    used = columns.used
    for index, header in enumerate(columns.headers):
        if index in used or not header:
            continue
        texts = column_texts(rows, index)
        if len(texts) < 2:
            continue
        if declared.target == "orders" and "placed_at" not in fields and _all_dates(rows, index):
            fields["placed_at"] = index
            continue
        for name, fits in patterns:
            if name not in fields and fits(texts):
                fields[name] = index
                break
    return replace(columns, fields=fields)
