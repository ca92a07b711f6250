"""Waybills typed, scanned or pasted in one go (R-O6): which text belongs to which order.

Pure: which orders there are is given. What is wrong with a line is ``services.waybill_entry``'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shopdesk.domain.search_text import clean

_TABLE = re.compile(r"[\t,;，；]")


@dataclass(frozen=True, slots=True)
class TypedWaybill:
    """An order number and its waybill as they were typed; ``row`` counts lines from 1."""

    row: int
    order_no: str
    waybill: str
    carrier: str = ""


def read_typed(text: str, is_order: Callable[[str], bool], shown: Sequence[str] = ()) -> list[TypedWaybill]:
    """The pairs in ``text``: an order number and a waybill on a line (tab, comma, semicolon or spaces between them, the
    carrier behind), or one after the other as a scanner sends them, or a column of waybills alone, which belong to the
    orders ``shown`` in their sequence.
    """
    lines = [(row, _fields(line, is_order)) for row, line in enumerate(text.splitlines(), 1) if clean(line).strip()]
    if lines and shown and all(len(fields) == 1 for _, fields in lines) and not any(is_order(f[0]) for _, f in lines):
        return [
            TypedWaybill(row, shown[place] if place < len(shown) else "", fields[0])
            for place, (row, fields) in enumerate(lines)
        ]
    typed: list[TypedWaybill] = []
    scanned: tuple[int, str] | None = None
    for row, fields in lines:
        if len(fields) > 1:
            if scanned is not None:
                typed.append(TypedWaybill(*scanned, ""))
                scanned = None
            typed.append(TypedWaybill(row, fields[0], fields[1], fields[2] if len(fields) > 2 else ""))
        elif scanned is None:
            scanned = (row, fields[0])
        else:
            typed.append(TypedWaybill(scanned[0], scanned[1], fields[0]))
            scanned = None
    if scanned is not None:
        typed.append(TypedWaybill(*scanned, ""))
    return typed


def _fields(line: str, is_order: Callable[[str], bool]) -> list[str]:
    whole = clean(line).strip()
    if is_order(whole):  # an order number may hold a space or a comma itself
        return [whole]
    if _TABLE.search(line):
        return [" ".join(clean(part).split()) for part in _TABLE.split(line)]
    first, *rest = whole.split()
    if _is_number(rest):
        return [first, "".join(rest)]
    return [first, *rest[:1], *([" ".join(rest[1:])] if len(rest) > 1 else [])]


def _is_number(parts: Sequence[str]) -> bool:
    """A waybill that is printed in groups: ``0034 0434 1610``."""
    return len(parts) > 1 and all(part.isascii() and part.isalnum() and not part.isalpha() for part in parts)
