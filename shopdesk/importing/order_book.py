"""The orders of one file while it is read: an id for each order number, and what adds up over its rows.

Header fields of an order go to a scratch table of the staging file as soon as its first row is seen, so that a file
of a million
orders does not live in memory. Must not decide states.
"""

from __future__ import annotations

from typing import Any

from shopdesk.domain.intake import STATUSES

_RANK = {status: rank for rank, status in enumerate(STATUSES)}
NO_RANK = len(STATUSES)


class _Ids(dict[str, int]):
    """Order number → 0-based id, in order of appearance."""

    def __missing__(self, order_no: str) -> int:
        self[order_no] = number = len(self)
        return number


class OrderBook:
    """Aggregates by order id: lists of plain integers, grown as orders appear. Amounts in minor units."""

    def __init__(self, sums: tuple[str, ...]) -> None:
        self.ids = _Ids()
        self.row_counts: list[int] = []
        self.line_counts: list[int] = []
        self.units: list[int] = []
        self.goods: list[int] = []
        self.hashes: list[int] = []
        self.ranks: list[int] = []
        self.summaries: list[str] = []
        self.sums: dict[str, list[int]] = {name: [] for name in sums}
        self.discounts: dict[int, int] = {}
        self.taxes: dict[int, int] = {}
        self.shippings: dict[int, int] = {}
        self.unpriced: set[int] = set()
        self.cancelled: dict[int, list[tuple[int, int, int]]] = {}
        self.incomplete: set[str] = set()
        self.lumps: set[int] = set()
        self.odd: set[int] = set()
        self.repeated: set[int] = set()
        self._seen_lines: set[int] = set()

    def grow(self) -> None:
        """Make room for the orders that the last rows brought."""
        new = len(self.ids) - len(self.row_counts)
        for numbers in (self.row_counts, self.line_counts, self.units, self.goods, self.hashes, *self.sums.values()):
            numbers.extend([0] * new)
        self.ranks += [NO_RANK] * new
        self.summaries += [""] * new

    def count_rows(self, ids: list[int]) -> None:
        """One more source row for each of ``ids``."""
        counts = self.row_counts
        for order in ids:
            counts[order] += 1

    def see_statuses(self, ids: list[int], statuses: list[str]) -> None:
        """The order is as far as its least advanced row: one item to ship is an order to ship."""
        ranks = self.ranks
        for order, status in zip(ids, statuses, strict=True):
            if status and (rank := _RANK[status]) < ranks[order]:
                ranks[order] = rank

    def status(self, order: int) -> str:
        """One of ``STATUSES``, ``""`` when no row had one."""
        return STATUSES[self.ranks[order]] if self.ranks[order] < NO_RANK else ""

    def number_lines(self, ids: list[int]) -> list[int]:
        """Line numbers from 1 within each order."""
        counts = self.line_counts
        numbers: list[int] = []
        append = numbers.append
        for order in ids:
            counts[order] = number = counts[order] + 1
            append(number)
        return numbers

    def add_lines(self, ids: list[int], quantities: list[int], gross: list[int], hashes: Any) -> None:
        """Pieces, goods before discounts, and the lines' hashes."""
        units, goods, sums = self.units, self.goods, self.hashes
        for order, quantity, amount, digest in zip(ids, quantities, gross, hashes, strict=True):
            units[order] += quantity
            goods[order] += amount
            sums[order] += digest

    def repeated_lines(self, keys: list[int]) -> list[int]:
        """Indexes of ``keys`` (what a line is) that were seen before in the file. Cheap when there are none."""
        seen = self._seen_lines
        if seen.isdisjoint(keys) and len(set(keys)) == len(keys):
            seen.update(keys)
            return []
        found = []
        for index, key in enumerate(keys):
            if key in seen:
                found.append(index)
            seen.add(key)
        return found

    def add_sum(self, name: str, ids: list[int], micros: list[int | None]) -> None:
        """A header amount that each row gives for itself."""
        numbers = self.sums[name]
        for order, amount in zip(ids, micros, strict=True):
            numbers[order] += amount or 0
