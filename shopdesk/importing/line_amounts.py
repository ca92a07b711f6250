"""Amounts and quantities of order lines, column by column: goods before discounts, unit prices, what cannot be.

Pure list work in micros and minor units; knows the frame only to refuse rows.
"""

from __future__ import annotations

import hashlib
from typing import Any

from shopdesk.domain.money import MICROS, micros_to_minor
from shopdesk.importing.cells import Bad, Memo
from shopdesk.importing.frame import Frame
from shopdesk.importing.numbers import MAX_AMOUNT

PRICED = ("unit_price", "line_total")


def stable_hash(value: Any) -> int:
    """64 bits of a value, the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(repr(value).encode(), digest_size=8).digest(), "big")


class MinorMemo(dict[int, int]):
    """Micros → minor units of one currency, half away from zero, remembered."""

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency

    def __missing__(self, micros: int) -> int:
        value = micros_to_minor(micros, self._currency)
        if len(self) < Memo.CAP:
            self[micros] = value
        return value


def gross_micros(totals: list[Any] | None, prices: list[Any] | None, quantities: list[int]) -> list[Any]:
    """Micros of each line before discounts: its total, else price × quantity; ``None`` where the file gives neither."""
    if prices is None:
        return totals or []
    products = [None if price is None else price * quantity for price, quantity in zip(prices, quantities, strict=True)]
    if totals is None:
        return products
    return [product if total is None else total for total, product in zip(totals, products, strict=True)]


def in_minor(micros: list[int], to_minor: list[MinorMemo] | MinorMemo) -> list[int]:
    """Micros → minor units, by one currency or by each line's."""
    if isinstance(to_minor, MinorMemo):
        return list(map(to_minor.__getitem__, micros))
    return [memo[amount] for memo, amount in zip(to_minor, micros, strict=True)]


def unit_prices(lines: dict[str, list[Any]], quantities: list[int]) -> list[int] | None:
    """Unit prices in micros: given, else the line's total shared by its pieces."""
    given, totals = lines.get("unit_price"), lines.get("line_total")
    if given is None and totals is None:
        return None
    if totals is None:
        return [price or 0 for price in given or []]
    return [
        price if price is not None else round((total or 0) / quantity) if quantity else total or 0
        for price, total, quantity in zip(given or [None] * len(totals), totals, quantities, strict=True)
    ]


def without_quantity(lines: dict[str, list[Any]]) -> list[int]:
    """Lines of a named item that costs something, with a blank quantity; a free one (a gift) is one piece."""
    if None not in lines["quantity"]:
        return []
    names = [name for name in ("sku", "title", "line_id", "asin") if name in lines]
    amounts = [lines[name] for name in PRICED if name in lines]
    return [
        i
        for i, quantity in enumerate(lines["quantity"])
        if quantity is None and any(lines[name][i] for name in names) and any(cells[i] for cells in amounts)
    ]


def huge(prices: list[Any], quantities: list[Any]) -> list[int]:
    """Lines whose quantity × price no shop has, by index; one multiplication when there is none."""
    limit = int(MAX_AMOUNT) * MICROS
    highest = max((abs(price) for price in prices if type(price) is int), default=0)
    if highest * max((abs(q) for q in quantities if type(q) is int), default=0) <= limit:
        return []
    pairs = enumerate(zip(prices, quantities, strict=True))
    return [i for i, (price, q) in pairs if type(price) is int and type(q) is int and abs(price * q) > limit]


def refuse_huge(frame: Frame) -> None:
    """Reject the rows of :func:`huge` lines: ``amount_out_of_range``."""
    if "unit_price" not in frame.values or "quantity" not in frame.values:
        return
    beyond = set(huge(frame.values["unit_price"], frame.values["quantity"]))
    for index in sorted(beyond):
        frame.reject(index, "amount_out_of_range", "unit_price", {"value": str(frame.column("unit_price")[index])})
    if beyond:
        frame.keep([i for i in range(len(frame)) if i not in beyond])


def mark_huge(lines: dict[str, list[Any]]) -> None:
    """The same for unfolded lines, whose rows are rejected later."""
    if "unit_price" in lines and "quantity" in lines:
        for index in huge(lines["unit_price"], lines["quantity"]):
            lines["unit_price"][index] = Bad("amount_out_of_range")
