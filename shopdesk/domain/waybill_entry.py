"""Waybills typed, scanned or pasted in one go (R-O6): which text belongs to which order, and what is wrong with it.

Pure: which orders and waybills there are is given. Nothing is applied here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shopdesk.domain.search_text import clean
from shopdesk.domain.waybills import normal_waybill, waybill_warning

_TABLE = re.compile(r"[\t,;，；]")


@dataclass(frozen=True, slots=True)
class TypedWaybill:
    """An order number and its waybill as they were typed; ``row`` counts lines from 1."""

    row: int
    order_no: str
    waybill: str
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class OpenParcel:
    """A parcel that can take a waybill. ``why_not``: message code when it cannot (``entry_order_cancelled``)."""

    order_id: int
    shipment_id: int | None
    carrier: str = ""
    waybill: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A typed line judged: ``problem`` keeps it from being applied, ``warning`` does not; both message codes or ``""``.

    ``other``: the order that has the waybill already.
    """

    typed: TypedWaybill
    order_id: int | None = None
    shipment_id: int | None = None
    carrier: str = ""
    waybill: str = ""
    problem: str = ""
    warning: str = ""
    other: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether it can be applied."""
        return not self.problem


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


def judge(
    typed: Sequence[TypedWaybill],
    parcels: Mapping[str, Sequence[OpenParcel]],
    taken: Mapping[tuple[str, str], str],
    *,
    carrier: str = "",
    known_carrier: Callable[[str], str] = lambda name: name,
) -> list[EntryLine]:
    """Each line with what is wrong with it. ``parcels`` by order number, ``taken``: ``(carrier, waybill)`` → order
    number; ``carrier`` for lines and parcels without one; ``known_carrier(name)`` → its name in the shop, ``""`` when
    the shop does not know it. The parcels of an order get their waybills in their sequence, those without one first.
    """
    left = {order: sorted(found, key=lambda parcel: bool(parcel.waybill)) for order, found in parcels.items()}
    seen: set[tuple[str, str]] = set()
    judged: list[EntryLine] = []
    for line in typed:
        number = normal_waybill(line.waybill)
        found = left.get(line.order_no)
        if not found:
            problem = "entry_order_unknown" if found is None else "entry_order_again"
            judged.append(EntryLine(line, waybill=number, problem=problem))
            continue
        parcel = found[0]
        asked = line.carrier or parcel.carrier or carrier
        name = known_carrier(asked) or asked
        other = taken.get((name, number), "")
        problem = _problem(parcel, number, line.order_no, other, (name, number) in seen)
        if not problem:
            found.pop(0)
            seen.add((name, number))
        warning = _warning(parcel, number, name, is_known=bool(not asked or known_carrier(asked)))
        judged.append(
            EntryLine(
                line, parcel.order_id, parcel.shipment_id, name, number, problem, warning, other if problem else ""
            )
        )
    return judged


def _problem(parcel: OpenParcel, number: str, order_no: str, other: str, is_repeated: bool) -> str:
    if parcel.why_not:
        return parcel.why_not
    if not number:
        return "entry_waybill_empty"
    if is_repeated:
        return "entry_waybill_again"
    return "entry_waybill_taken" if other and other != order_no else ""


def _warning(parcel: OpenParcel, number: str, carrier: str, *, is_known: bool) -> str:
    if waybill_warning(number):
        return "waybill_check_digit"
    if not carrier:
        return "entry_no_carrier"
    if not is_known:
        return "entry_carrier_unknown"
    return "entry_replaces" if parcel.waybill and parcel.waybill != number else ""
