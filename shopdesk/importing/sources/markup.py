"""Tables that hide in markup: HTML saved as .xls and Excel's XML of 2003, read by the standard library's HTML parser
(no entities, no net)."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from shopdesk.base.errors import UserError
from shopdesk.importing.decode import find_encoding
from shopdesk.importing.guard import MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS
from shopdesk.importing.sources.table import Row, Table

_ROWS = {"tr", "row", "ss:row"}
_CELLS = {"td", "th", "cell", "ss:cell"}
_TABLES = {"table", "ss:table"}
_BREAKS = {"br", "p", "div"}
_SILENT = {"script", "style", "head", "title", "xml"}
BLOCK = 1 << 18


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Row]] = []
        self._row: Row | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        elif tag in _TABLES:
            self._close_row()
            self.tables.append([])
        elif tag in _ROWS:
            self._close_row()
            self._row = []
            self._pad_rows(values.get("ss:index"))
        elif tag in _CELLS and self._row is not None:
            self._close_cell()
            self._pad_cells(values.get("ss:index"))
            self._cell, self._span = [], _number(values.get("colspan"), 1)
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELLS:
            self._close_cell()
        elif tag in _ROWS or tag in _TABLES:
            self._close_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _pad_cells(self, index: str | None) -> None:
        assert self._row is not None
        self._row += [""] * (min(_number(index, 0), MAX_COLUMNS) - 1 - len(self._row))

    def _pad_rows(self, index: str | None) -> None:
        if self.tables:
            self.tables[-1] += [[] for _ in range(min(_number(index, 0), MAX_ROWS) - 1 - len(self.tables[-1]))]

    def _close_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text = "".join(self._cell).strip()
        if len(text) > MAX_CELL_CHARS:
            raise UserError("cell_too_long", cap=MAX_CELL_CHARS)
        self._row += [text, *[""] * (min(self._span, MAX_COLUMNS) - 1)]
        self._cell = None

    def _close_row(self) -> None:
        self._close_cell()
        if self._row is not None:
            if not self.tables:
                self.tables.append([])
            self.tables[-1].append(self._row)
            if len(self.tables[-1]) > MAX_ROWS:
                raise UserError("too_many_rows", rows=len(self.tables[-1]), cap=MAX_ROWS)
        self._row = None


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else default


def open_markup(path: Path, kind: str, encoding: str | None = None) -> Table:
    """The largest table of an HTML page or XML workbook. Raises ``UserError`` (``file_empty``,
    ``file_has_entities``)."""
    codec = encoding or find_encoding(path)
    collector = _Collector()
    with path.open(encoding=codec, errors="replace") as file:
        is_first = True
        while block := file.read(BLOCK):
            if is_first and "<!entity" in block.casefold():
                raise UserError("file_has_entities")
            is_first = False
            collector.feed(block)
    collector.close()
    if not any(collector.tables):
        raise UserError("file_empty")
    biggest = max(collector.tables, key=lambda rows: sum(map(len, rows)))
    return Table(kind=kind, rows=lambda: iter(biggest), encoding=codec, row_estimate=len(biggest))
