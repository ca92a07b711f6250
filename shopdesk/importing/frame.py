"""A chunk of rows turned on its side: one list a field, rows that cannot be read taken out with a reason.

Rows are worked on column by column because that is what makes half a million of them cheap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from shopdesk.base.errors import UserError
from shopdesk.importing.cells import BLANKS, Bad, Memo
from shopdesk.importing.guard import MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS
from shopdesk.importing.header import RECORDS_DOWNLOADED, cell_text, is_blank, is_footer
from shopdesk.importing.plan import REJECTING, Plan
from shopdesk.importing.sources.records import BrokenRow
from shopdesk.importing.sources.table import Row
from shopdesk.importing.staging import StagingWriter

CHUNK = 4_000
_SECOND_OF_A_NAME = re.compile(r"\.\d+$")  # as :func:`header.unique_names` counts them
_FURTHER = "+"  # where the amounts of a further column stand until they are added to their field


class Counter:
    """Rows seen, by what became of them. ``rows``: data rows; ``skipped``: what was none."""

    def __init__(self) -> None:
        self.rows = 0
        self.skipped = {"preamble": 0, "description": 0, "footer": 0, "blank": 0, "header": 0}


def chunks(rows: Iterator[Row], first_row: int) -> Iterator[tuple[int, list[Row]]]:
    """``(number of the first row, rows)`` in pieces. Raises ``UserError("too_many_rows")``."""
    number = first_row
    while piece := list(islice(rows, CHUNK)):
        if number + len(piece) - 1 > MAX_ROWS:
            raise UserError("too_many_rows", rows=number + len(piece) - 1, cap=MAX_ROWS)
        yield number, piece
        number += len(piece)


def squared(rows: list[Row], width: int) -> list[Row]:
    """``rows`` all ``width`` wide. Raises ``UserError("too_many_columns")``."""
    for index, row in enumerate(rows):
        if type(row) is BrokenRow:
            row[width:] = [""] * (width - len(row))
        elif len(row) != width:
            if len(row) > MAX_COLUMNS and any(cell not in ("", None) for cell in row[MAX_COLUMNS:]):
                raise UserError("too_many_columns", columns=len(row), cap=MAX_COLUMNS)
            rows[index] = row[:width] if len(row) > width else row + [""] * (width - len(row))
    return rows


class Frame:
    """``rows``: the raw rows; ``numbers``: their numbers in the file; ``values``: canonical field → converted cells."""

    def __init__(self, plan: Plan, writer: StagingWriter, first_row: int, rows: list[Row]) -> None:
        self.plan = plan
        self.writer = writer
        self.rows = rows
        self.numbers: list[int] = list(range(first_row, first_row + len(rows)))
        self.cells: list[tuple[Any, ...]] = list(zip(*rows, strict=False))
        self.values: dict[str, list[Any]] = {}
        self.rejected_orders: set[str] = set()

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> Sequence[Any]:
        """The raw cells of a field; where they are blank, those of its spare columns."""
        cells = self.cells[self.plan.columns.fields[name]]
        for spare in self.plan.columns.spare.get(name, ()):
            cells = tuple(a if _is_telling(a) else b for a, b in zip(cells, self.cells[spare], strict=True))
        return cells

    def keep(self, indexes: list[int]) -> None:
        """Drop all rows but these."""
        if len(indexes) == len(self.rows):
            return
        self.rows = [self.rows[i] for i in indexes]
        self.numbers = [self.numbers[i] for i in indexes]
        self.cells = [tuple(cells[i] for i in indexes) for cells in self.cells]
        self.values = {name: [values[i] for i in indexes] for name, values in self.values.items()}

    def convert(self, name: str) -> list[Any]:
        """The converted cells of a field; rows with a cell that rejects are taken out of the frame."""
        headers = self.plan.columns.headers
        self._convert_cells(name, name, self.column(name), headers[self.plan.columns.fields[name]])
        for column, sign in self.plan.columns.added.get(name, ()):
            self._convert_cells(name, _FURTHER, self.cells[column], headers[column])
            further = self.values.pop(_FURTHER)
            self.values[name] = [_sum(a, b, sign) for a, b in zip(self.values[name], further, strict=True)]
        return self.values[name]

    def _convert_cells(self, name: str, key: str, cells: Sequence[Any], header: str) -> None:
        """``cells`` of the column ``header`` converted as those of the field ``name`` into ``values[key]``."""
        memo = self.plan.converter(name)
        values = list(map(memo.__getitem__, cells))
        self.values[key] = values
        if memo.is_bad:
            self._sort_out(name, header, cells, values, memo)

    def _sort_out(self, name: str, header: str, cells: Sequence[Any], values: list[Any], memo: Memo) -> None:
        rejected: set[int] = set()
        for index, value in enumerate(values):
            if type(value) is not Bad:
                continue
            params = {**value.params, "header": header, "value": cell_text(cells[index])[:80]}
            if name in REJECTING[self.plan.format.target]:
                self.reject(index, value.code, name, params)
                rejected.add(index)
            else:
                self.writer.warn(self.numbers[index], value.code, name, params)
                values[index] = memo[""]
        if rejected:
            self.keep([i for i in range(len(values)) if i not in rejected])

    def reject(self, index: int, code: str, name: str = "", params: dict[str, Any] | None = None) -> None:
        """Note a row as rejected; the caller drops it from the frame."""
        if "order_no" in self.values and type(order_no := self.values["order_no"][index]) is str and order_no:
            self.rejected_orders.add(order_no)
        given = {"header": self.plan.columns.by_header.get(name, name), **(params or {})}
        cells = [cell_text(cell)[:MAX_CELL_CHARS] for cell in self.rows[index]]
        self.writer.reject(self.numbers[index], code, name, given, cells)

    def drop_non_data(self, keys: Sequence[str], counter: Counter) -> None:
        """Take out blank rows, footers and repeated headers. Only rows without any of ``keys`` are looked at
        closely."""
        headers = self.plan.columns.headers
        columns = [self.cells[self.plan.columns.fields[name]] for name in keys if name in self.plan.columns.fields]
        suspects = self._suspects(columns)
        dropped: set[int] = set()
        for index in suspects:
            row = self.rows[index]
            if is_blank(row):
                kind = "blank"
            elif is_footer(row, self.plan.format.read.footer):
                kind = "footer"
            elif [cell_text(cell) for cell in row[:3]] == [_SECOND_OF_A_NAME.sub("", name) for name in headers[:3]]:
                kind = "header"
            else:
                continue
            counter.skipped[kind] += 1
            dropped.add(index)
        if dropped:
            self.keep([i for i in range(len(self.rows)) if i not in dropped])
        counter.rows += len(self.rows)
        self._refuse_broken()

    def _refuse_broken(self) -> None:
        """Reject the rows of which the quotes do not close."""
        if BrokenRow not in set(map(type, self.rows)):
            return
        broken = {index for index, row in enumerate(self.rows) if type(row) is BrokenRow}
        number = self.plan.columns.fields.get("order_no")
        for index in sorted(broken):
            self.reject(index, "row_quotes")
            order_no = "" if number is None else cell_text(self.rows[index][number]).strip('"')
            if order_no and type(known := self.plan.converter("order_no")[order_no]) is str:
                self.rejected_orders.add(known)
        self.keep([i for i in range(len(self.rows)) if i not in broken])

    def _suspects(self, columns: list[tuple[Any, ...]]) -> list[int]:
        if not columns:
            return list(range(len(self.rows)))
        odd = Memo(self._looks_odd)
        blank = Memo(_is_empty)
        suspects = {i for i, is_odd in enumerate(map(odd.__getitem__, self.cells[0])) if is_odd}
        flags = [list(map(blank.__getitem__, cells)) for cells in columns]
        if all(map(any, flags)):
            suspects.update(i for i, found in enumerate(zip(*flags, strict=True)) if all(found))
        return sorted(suspects)

    def _looks_odd(self, cell: Any) -> bool:
        if not isinstance(cell, str) or len(cell) > 60 or not cell:
            return False
        if cell[0] in "\t0123456789" and RECORDS_DOWNLOADED not in cell:  # half a million order numbers
            return False
        return is_footer([cell], self.plan.format.read.footer) or cell_text(cell) in self.plan.columns.headers


def _sum(amount: int | None, further: int | None, sign: int) -> int | None:
    """Blank and blank is blank; what is taken off (``sign`` -1) is taken off whatever its own sign."""
    if further is None:
        return amount
    return (amount or 0) + (further if sign > 0 else -abs(further))


def _is_telling(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and cell.strip() in BLANKS)


def _is_empty(cell: Any) -> bool:
    return cell == "" or cell is None or (isinstance(cell, str) and not cell.strip())
