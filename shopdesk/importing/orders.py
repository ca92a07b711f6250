"""Order rows → the staging file's lines and raw order headers, chunk by chunk, by column.

Rejects row by row; what is left becomes lines of an order. The order itself is finished by :mod:`order_finish` when
all rows are read.
"""

from __future__ import annotations

from typing import Any

from shopdesk.importing.cells import Bad
from shopdesk.importing.formats import LINE_FIELDS, ORDER_FIELDS
from shopdesk.importing.frame import Counter, Frame, squared
from shopdesk.importing.line_amounts import (
    mark_huge,
    refuse_huge,
    without_quantity,
)
from shopdesk.importing.line_stage import LineStager
from shopdesk.importing.order_book import OrderBook
from shopdesk.importing.order_lines import fill_blank_ids, unfold
from shopdesk.importing.plan import Plan
from shopdesk.importing.sources.table import Row
from shopdesk.importing.staging import StagingWriter
from shopdesk.importing.status import status_lookup


class OrderReader:
    """Takes chunks of raw rows; leaves lines and raw headers in the staging file and totals in :attr:`book`."""

    def __init__(self, plan: Plan, writer: StagingWriter, counter: Counter) -> None:
        self.plan = plan
        self.writer = writer
        self.counter = counter
        self.header_fields = [name for name in ORDER_FIELDS if name in plan.columns.fields and name != "order_no"]
        self.line_fields = [name for name in LINE_FIELDS if plan.has(name)]
        self.book = OrderBook(tuple(name for name in plan.format.sum if name in plan.columns.fields))
        self.lines = LineStager(plan, writer, self.book)
        self._last_no = ""
        self._status = status_lookup(plan.format.status)
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
            self.lines.stage(frame, ids, *lines)

    def columns(self) -> list[str]:
        """The columns of ``staged_line`` that this file fills."""
        return self.lines.columns

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
