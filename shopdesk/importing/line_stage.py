"""Converted order lines → ``staged_line``, with what adds up over them noted in the order book. Rejects nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from shopdesk.importing.cells import Memo
from shopdesk.importing.frame import Frame
from shopdesk.importing.line_amounts import (
    MinorMemo,
    gross_micros,
    in_minor,
    stable_hash,
    unit_prices,
)
from shopdesk.importing.order_book import OrderBook
from shopdesk.importing.plan import Plan
from shopdesk.importing.staging import StagingWriter
from shopdesk.importing.status import status_lookup

_LINE_COLUMNS = {"line_id": "external_line_id", "title": "title", "options": "options", "line_status": "source_status"}


#: Layouts in which one line may stand for several items, and what shows it in the title.
_LUMPS = {"row_per_order": re.compile(r"[，,;；\n]"), "packed_cell": re.compile(r"\n|【\d+】.*【\d+】|(商家编码).*\1")}
#: Columns that tell an item from another: a format that declares one names each item.
_ITEMISED = frozenset(("sku", "line_id", "asin", "unit_price", "line_total"))


class LineStager:
    """Writes the lines of a chunk; :attr:`columns` are the columns of ``staged_line`` that the file fills."""

    def __init__(self, plan: Plan, writer: StagingWriter, book: OrderBook) -> None:
        self.plan = plan
        self.writer = writer
        self.book = book
        self.columns: list[str] = []
        self.minor: dict[str, MinorMemo] = {}
        self._digests = Memo(stable_hash)
        self._line_status = status_lookup(plan.format.line_status)
        self._may_lump = plan.format.layout in _LUMPS and not _ITEMISED & set(plan.format.columns)
        is_line_a_row = plan.format.layout in ("id_repeated", "totals_repeated", "totals_from_lines", "id_blank")
        self._may_repeat = (is_line_a_row or plan.has("line_id")) and not plan.columns.numbered

    def stage(self, frame: Frame, row_ids: list[int], lines: dict[str, list[Any]], origins: list[int]) -> None:
        """Stage the lines of one chunk. ``row_ids``: the order of each row; ``origins``: the row of each line."""
        is_plain = len(origins) == len(row_ids) and origins == list(range(len(row_ids)))
        ids = row_ids if is_plain else [row_ids[i] for i in origins]
        numbers = frame.numbers if is_plain else [frame.numbers[i] for i in origins]
        if not ids:
            return
        quantities = self._quantities(lines, len(ids))
        to_minor = self._minor_of(frame, origins if not is_plain else None)
        gross, discounts = self._amounts(lines, ids, quantities, to_minor)
        for name, kept in (("line_tax", self.book.taxes), ("line_shipping", self.book.shippings)):
            self._add_optional(lines, name, ids, to_minor, kept)
        self._write(frame, lines, ids, numbers, quantities, gross, discounts, to_minor)

    def _quantities(self, lines: dict[str, list[Any]], count: int) -> list[int]:
        given = lines.get("quantity")
        if given is None or self.plan.format.layout == "row_per_unit":
            return [1] * count
        return [1 if quantity is None else quantity for quantity in given] if None in given else given

    def _minor_of(self, frame: Frame, origins: list[int] | None) -> list[MinorMemo] | MinorMemo:
        """One converter for the chunk, or one a line when rows name different currencies."""
        codes = frame.values.get("currency")
        if codes is None:
            return self._memo(self.plan.currency)
        names = {code or self.plan.currency for code in codes}
        if len(names) == 1:
            return self._memo(names.pop())
        by_row = [self._memo(code or self.plan.currency) for code in codes]
        return by_row if origins is None else [by_row[i] for i in origins]

    def _memo(self, currency: str) -> MinorMemo:
        return self.minor.setdefault(currency, MinorMemo(currency))

    def _amounts(
        self, lines: dict[str, list[Any]], ids: list[int], quantities: list[int], to_minor: list[MinorMemo] | MinorMemo
    ) -> tuple[list[int], list[int]]:
        """Goods of each line before its discount, and the discount, in minor units."""
        totals, prices = lines.get("line_total"), lines.get("unit_price")
        if totals is None and prices is None:
            self.book.unpriced.update(ids)
            gross = [0] * len(ids)
        else:
            micros = gross_micros(totals, prices, quantities)
            if None in micros:
                self.book.unpriced.update(order for order, amount in zip(ids, micros, strict=True) if amount is None)
                micros = [amount or 0 for amount in micros]
            gross = in_minor(micros, to_minor)
        if "line_discount" not in lines:
            return gross, []
        discounts = in_minor([abs(amount or 0) for amount in lines["line_discount"]], to_minor)
        for order, amount in zip(ids, discounts, strict=True):
            if amount:
                self.book.discounts[order] = self.book.discounts.get(order, 0) + amount
        return gross, discounts

    def _add_optional(
        self,
        lines: dict[str, list[Any]],
        name: str,
        ids: list[int],
        to_minor: list[MinorMemo] | MinorMemo,
        kept: dict[int, int],
    ) -> None:
        if name in lines:
            for order, amount in zip(ids, in_minor([amount or 0 for amount in lines[name]], to_minor), strict=True):
                if amount:
                    kept[order] = kept.get(order, 0) + amount

    def _write(
        self,
        frame: Frame,
        lines: dict[str, list[Any]],
        ids: list[int],
        numbers: list[int],
        quantities: list[int],
        gross: list[int],
        discounts: list[int],
        to_minor: list[MinorMemo] | MinorMemo,
    ) -> None:
        line_nos = self.book.number_lines(ids)
        totals = [a - b for a, b in zip(gross, discounts, strict=True)] if discounts else gross
        prices = unit_prices(lines, quantities)
        columns: dict[str, Sequence[Any]] = {"order_id": ids, "row": numbers, "line_no": line_nos}
        told: dict[str, Sequence[Any]] = {}
        if "sku" in lines and "asin" not in lines:
            told["sku_code"] = lines["sku"]
        elif "asin" in lines:
            told["sku_code"] = [
                a or b
                for a, b in zip(lines.get("sku") or lines["asin"], lines.get("asin") or lines["sku"], strict=True)
            ]
        told |= {column: lines[name] for name, column in _LINE_COLUMNS.items() if name in lines}
        told |= {"quantity": quantities, "total_minor": totals}
        if prices is not None:
            told["unit_price_micros"] = prices
        if discounts:
            told["discount_minor"] = discounts
        if "line_tax" in lines:
            told["tax_minor"] = in_minor([amount or 0 for amount in lines["line_tax"]], to_minor)
        digest = self._digests.__getitem__
        hashes = list(map(hash, zip(*[map(digest, cells) for cells in told.values()], strict=True)))
        self.book.add_lines(ids, quantities, gross, hashes)
        self._summarise(told, ids, line_nos, quantities)
        self._note_cancelled(lines, ids, line_nos, quantities, gross)
        self._note_odd(ids, quantities)
        if self._may_lump:
            self._note_lumps(told, ids, quantities)
        if self._may_repeat:
            self._note_repeated(told, ids, numbers, hashes)
        columns |= told
        self.columns = list(told)
        self.writer.insert("staged_line", list(columns), zip(*columns.values(), strict=True))

    def _summarise(
        self, told: dict[str, Sequence[Any]], ids: list[int], line_nos: list[int], quantities: list[int]
    ) -> None:
        """The first two lines of an order in words, for lists."""
        skus = told.get("sku_code")
        titles = told.get("title")
        summaries = self.book.summaries
        for index, number in enumerate(line_nos):
            if number <= 2:
                name = (titles[index] if titles else "") or (skus[index] if skus else "")
                text = f"{name[:60]} × {quantities[index]}" if name else ""
                order = ids[index]
                summaries[order] = (
                    f"{summaries[order]}, {text}" if summaries[order] and text else summaries[order] or text
                )

    def _note_odd(self, ids: list[int], quantities: list[int]) -> None:
        """Lines of no or negative pieces."""
        if min(quantities) < 1:
            self.book.odd.update(order for order, quantity in zip(ids, quantities, strict=True) if quantity < 1)

    def _note_lumps(self, told: dict[str, Sequence[Any]], ids: list[int], quantities: list[int]) -> None:
        """Lines that stand for several items: a report of orders that names them in one cell."""
        several = _LUMPS[self.plan.format.layout]
        titles = told.get("title") or [""] * len(ids)
        is_one_line = self.plan.format.layout == "row_per_order"
        self.book.lumps.update(
            order
            for order, title, quantity in zip(ids, titles, quantities, strict=True)
            if (is_one_line and quantity > 1) or several.search(title)
        )

    def _note_repeated(
        self, told: dict[str, Sequence[Any]], ids: list[int], numbers: list[int], hashes: list[int]
    ) -> None:
        """Lines that stand in the file twice: kept, since true duplicates exist (formats.md 12.8), but said."""
        refs = told.get("external_line_id")
        keys: list[int] = list(map(hash, zip(ids, hashes, strict=True)))
        if refs is not None:
            keys = [hash((order, ref)) if ref else key for order, ref, key in zip(ids, refs, keys, strict=True)]
        elif self.plan.format.layout == "row_per_unit":
            return
        for index in self.book.repeated_lines(keys):
            if ids[index] not in self.book.repeated:
                self.writer.warn(numbers[index], "line_repeated")
            self.book.repeated.add(ids[index])

    def _note_cancelled(
        self, lines: dict[str, list[Any]], ids: list[int], line_nos: list[int], quantities: list[int], gross: list[int]
    ) -> None:
        """Cancelled lines of an order that goes on are taken off it when it is finished."""
        if "line_status" not in lines or not self.plan.format.line_status:
            return
        for index, text in enumerate(lines["line_status"]):
            if text and self._line_status[text] == "cancelled":
                self.book.cancelled.setdefault(ids[index], []).append(
                    (line_nos[index], quantities[index], gross[index])
                )
