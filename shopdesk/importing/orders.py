"""Order rows → the staging file's lines and raw order headers, chunk by chunk, by column.

Rejects row by row; what is left becomes lines of an order. The order itself is finished by :mod:`order_finish` when
all rows are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shopdesk.importing.cells import Bad, Memo
from shopdesk.importing.formats import LINE_FIELDS, ORDER_FIELDS
from shopdesk.importing.frame import Counter, Frame, squared
from shopdesk.importing.line_amounts import (
    MinorMemo,
    gross_micros,
    in_minor,
    mark_huge,
    refuse_huge,
    refuse_uncounted,
    stable_hash,
    unit_prices,
    without_quantity,
)
from shopdesk.importing.order_book import OrderBook
from shopdesk.importing.order_lines import fill_blank_ids, unfold
from shopdesk.importing.plan import Plan
from shopdesk.importing.sources.table import Row
from shopdesk.importing.staging import StagingWriter
from shopdesk.importing.status import status_lookup

_LINE_COLUMNS = {"line_id": "external_line_id", "title": "title", "options": "options", "line_status": "source_status"}


class OrderReader:
    """Takes chunks of raw rows; leaves lines and raw headers in the staging file and totals in :attr:`book`."""

    def __init__(self, plan: Plan, writer: StagingWriter, counter: Counter) -> None:
        self.plan = plan
        self.writer = writer
        self.counter = counter
        self.header_fields = [name for name in ORDER_FIELDS if name in plan.columns.fields and name != "order_no"]
        self.line_fields = [name for name in LINE_FIELDS if plan.has(name)]
        self.book = OrderBook(tuple(name for name in plan.format.sum if name in plan.columns.fields))
        self.minor: dict[str, MinorMemo] = {}
        self._digests = Memo(stable_hash)
        self._last_no = ""
        self._line_columns: list[str] = []
        self._status = status_lookup(plan.format.status)
        self._line_status = status_lookup(plan.format.line_status)
        self._width = len(plan.columns.headers)
        columns = ", ".join(["id INTEGER PRIMARY KEY", "row", "order_no", *self.header_fields])
        writer.scratch(f"CREATE TABLE raw_order ({columns})")

    def read(self, first_row: int, rows: list[Row]) -> None:
        """Stage one chunk. ``first_row``: the number of its first row."""
        frame = Frame(self.plan, self.writer, first_row, squared(rows, self._width))
        is_blank_layout = self.plan.format.layout == "id_blank"
        frame.drop_non_data(("order_no",) if not is_blank_layout else tuple(self.plan.columns.fields), self.counter)
        if not len(frame):
            return
        self._convert_headers(frame)
        lines = self._convert_lines(frame)
        self.book.incomplete |= frame.rejected_orders
        if not len(frame):
            return
        ids = self._enter_orders(frame)
        if lines is not None:
            self._stage_lines(frame, ids, *lines)

    def columns(self) -> list[str]:
        """The columns of ``staged_line`` that this file fills."""
        return self._line_columns

    def _convert_headers(self, frame: Frame) -> None:
        values = frame.convert("order_no")
        if self.plan.format.layout == "id_blank":
            self._last_no = fill_blank_ids(values, self._last_no)
        if "" in values:
            for index, value in enumerate(values):
                if not value:
                    frame.reject(index, "order_no_missing", "order_no")
            frame.keep([i for i, value in enumerate(values) if value])
        for name in self.header_fields:
            frame.convert(name)

    def _convert_lines(self, frame: Frame) -> tuple[dict[str, list[Any]], list[int]] | None:
        """Converted line fields and each line's row of the frame; rows with an unreadable line are rejected whole."""
        if not self.line_fields:
            return None
        unfolded = unfold(frame)
        if unfolded is None:
            for name in self.line_fields:
                frame.convert(name)
            self._refuse_blank_quantities(frame)
            refuse_huge(frame)
            if self.plan.format.layout != "row_per_unit":
                refuse_uncounted(frame)
            lines = {name: frame.values[name] for name in self.line_fields}
            return self._present(lines, list(range(len(frame))))
        cells, origins = unfolded
        lines = {name: list(map(self.plan.converter(name).__getitem__, cells[name])) for name in cells}
        if "quantity" in lines and self.plan.format.layout != "row_per_unit":
            for i in without_quantity(lines):
                lines["quantity"][i] = Bad("quantity_missing")
        mark_huge(lines)
        bad = {
            origins[i]: (name, value, cells[name][i])
            for name in lines
            for i, value in enumerate(lines[name])
            if type(value) is Bad
        }
        if bad:
            for index, (name, value, cell) in sorted(bad.items()):
                frame.reject(index, value.code, name, {**value.params, "value": str(cell)[:80]})
            kept = [i for i in range(len(frame)) if i not in bad]
            place = {old: new for new, old in enumerate(kept)}
            frame.keep(kept)
            alive = [i for i, origin in enumerate(origins) if origin in place]
            lines = {name: [values[i] for i in alive] for name, values in lines.items()}
            origins = [place[origins[i]] for i in alive]
        return self._present(lines, origins)

    def _refuse_blank_quantities(self, frame: Frame) -> None:
        """A line without its quantity is no line; gifts (nothing to pay) are one piece."""
        if "quantity" not in frame.values or self.plan.format.layout == "row_per_unit":
            return
        missing = set(without_quantity({name: frame.values[name] for name in self.line_fields}))
        for index in sorted(missing):
            frame.reject(index, "quantity_missing", "quantity")
        if missing:
            frame.keep([i for i in range(len(frame)) if i not in missing])

    def _present(self, lines: dict[str, list[Any]], origins: list[int]) -> tuple[dict[str, list[Any]], list[int]]:
        """Only lines that hold something: continuation rows for refunds and pictures are none, nor are rows of totals
        above the items."""
        names: tuple[str, ...] = ("sku", "title", "line_id", "asin", "unit_price", "line_total")
        if self.plan.format.layout == "id_repeated" and "title" in lines:
            names = names[:4]
        telling = [lines[name] for name in names if name in lines]
        if not telling or all(telling[0]):
            return lines, origins
        alive = [
            i for i, cells in enumerate(zip(*telling, strict=True)) if any(cell not in ("", None) for cell in cells)
        ]
        if len(alive) == len(origins):
            return lines, origins
        return {name: [values[i] for i in alive] for name, values in lines.items()}, [origins[i] for i in alive]

    def _enter_orders(self, frame: Frame) -> list[int]:
        """Ids of the rows' orders; headers of new orders go to the scratch table."""
        book = self.book
        known = len(book.ids)
        ids = list(map(book.ids.__getitem__, frame.values["order_no"]))
        book.grow()
        book.count_rows(ids)
        if len(book.ids) > known:
            firsts: dict[int, int] = {}
            for index, order in enumerate(ids):
                if order >= known:
                    firsts.setdefault(order, index)
            names = ["order_no", *self.header_fields]
            columns = [frame.values[name] for name in names]
            rows = ((order, frame.numbers[i], *[cells[i] for cells in columns]) for order, i in firsts.items())
            self.writer.insert("raw_order", ["id", "row", *names], rows)
        if "status" in frame.values:
            book.see_statuses(ids, [self._status[text] for text in frame.values["status"]])
        for name in book.sums:
            book.add_sum(name, ids, frame.values[name])
        return ids

    def _stage_lines(self, frame: Frame, row_ids: list[int], lines: dict[str, list[Any]], origins: list[int]) -> None:
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
        hashes = map(hash, zip(*[map(digest, cells) for cells in told.values()], strict=True))
        self.book.add_lines(ids, quantities, gross, hashes)
        self._summarise(told, ids, line_nos, quantities)
        self._note_cancelled(lines, ids, line_nos, quantities, gross)
        columns |= told
        self._line_columns = list(told)
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
                name = (skus[index] if skus else "") or (titles[index] if titles else "")
                text = f"{quantities[index]} × {name[:60]}" if name else ""
                order = ids[index]
                summaries[order] = (
                    f"{summaries[order]}, {text}" if summaries[order] and text else summaries[order] or text
                )

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
