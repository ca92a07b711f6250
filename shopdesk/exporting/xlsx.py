"""XLSX that a spreadsheet opens as what it is: texts stay texts, whatever they start with (H6), and no text stops the
export (H7).

Characters that XLSX cannot hold are left out, texts beyond 32,767 characters are cut and counted. Only writes; reading
is ``importing``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.exporting.csv import Value
from shopdesk.storage.replacement import replacing

if TYPE_CHECKING:
    from openpyxl import Workbook

CELL_LIMIT = 32_767
ROW_LIMIT = 1_048_575  # besides the header
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TYPED_BY_LOOK = ("=", "#")  # openpyxl makes formulas and error values of these


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: ``rows``, and how many cells had to be cut or lost a character."""

    rows: int
    cut_cells: int
    cleaned_cells: int


def write_xlsx(
    path: Path, headers: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str = "ShopDesk"
) -> Written:
    """Write ``rows`` to ``path`` in one step; what one sheet cannot hold goes on in the next.

    Raises ``MachineError``; the old file is then untouched.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    source = iter(rows)
    with replacing(path) as part:  # the sheets too: openpyxl keeps them in the temporary folder, which may be full
        writers = [_write_sheet(book, _sheet_name(sheet), headers, source)]
        for first in source:
            name = _sheet_name(sheet, len(writers) + 1)
            writers.append(_write_sheet(book, name, headers, chain([first], source)))
        book.save(part)
    return Written(*(sum(getattr(writer, name) for writer in writers) for name in ("rows", "cut", "cleaned")))


def _write_sheet(book: Workbook, name: str, headers: Sequence[str], rows: Iterator[Sequence[Value]]) -> _SheetWriter:
    """One sheet of as many of ``rows`` as it holds."""
    target = book.create_sheet(name)
    writer = _SheetWriter(target)
    try:
        writer.header(headers)
        for row in islice(rows, ROW_LIMIT):
            writer.row(row)
    finally:
        target.close()
    return writer


def _sheet_name(name: str, number: int = 1) -> str:
    ending = f" {number}" if number > 1 else ""
    return (re.sub(r"[\[\]:*?/\\]", " ", name)[: 31 - len(ending)].strip("' ") or "ShopDesk") + ending


class _SheetWriter:
    """Appends rows to one write-only sheet and counts what had to be changed."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self.rows = self.cut = self.cleaned = 0

    def header(self, headers: Sequence[str]) -> None:
        """The first row: bold, kept in sight."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._sheet.freeze_panes = "A2"
        cells = []
        for column, text in enumerate(headers, 1):
            self._sheet.column_dimensions[get_column_letter(column)].width = min(max(len(text) + 2, 10), 40)
            cell = WriteOnlyCell(self._sheet, value=self._clean(text))
            cell.data_type = "s"
            cell.font = Font(bold=True)
            cells.append(cell)
        self._sheet.append(cells)

    def row(self, values: Sequence[Value]) -> None:
        """One row of data."""
        self._sheet.append([self._cell(value) for value in values])
        self.rows += 1

    def _cell(self, value: Value) -> Any:
        if isinstance(value, str):
            text = self._clean(value)
            return self._as_text(text) if text.startswith(_TYPED_BY_LOOK) else text or None
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.replace(tzinfo=None)  # XLSX knows no zones: the caller has turned it into the shop's time
        return value

    def _as_text(self, text: str) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value=text)
        cell.data_type = "s"
        return cell

    def _clean(self, text: str) -> str:
        clean = _ESCAPE_LIKE.sub("_x005F_", _FORBIDDEN.sub("", text))
        if len(clean) > CELL_LIMIT:
            self.cut += 1
            clean = clean[:CELL_LIMIT]
        elif len(clean) < len(text):
            self.cleaned += 1
        return clean
