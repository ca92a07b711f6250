"""Delimited text: comma, tab, semicolon, bar; quoted or not; ``sep=`` lines. Rows are records, as Excel numbers
them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from shopdesk.base.errors import UserError
from shopdesk.importing.decode import find_encoding
from shopdesk.importing.guard import MAX_CELL_CHARS
from shopdesk.importing.sources.records import records
from shopdesk.importing.sources.table import Row, Table

DELIMITERS = (",", "\t", ";", "|", "，")
_SEP_LINE = re.compile(r"^[\ufeff\"]*sep=(.)\"?\s*$", re.IGNORECASE)
_SAMPLE_LINES = 300
_SAMPLE_CHARS = 400_000


def open_text(path: Path, encoding: str | None = None) -> Table:
    """The table of a text file. Raises ``UserError`` (``file_mixed_encodings``, ``cell_too_long``,
    ``file_unreadable``)."""
    csv.field_size_limit(MAX_CELL_CHARS)
    codec = encoding or find_encoding(path)
    with path.open(encoding=codec, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE_CHARS)
    lines = sample.splitlines(keepends=True)
    mark = _SEP_LINE.match(lines[0]) if lines else None
    lines = lines[bool(mark) : _SAMPLE_LINES]
    delimiter = mark.group(1) if mark else _find_delimiter(lines)
    quoting = _find_quoting(lines, delimiter)
    quotes = quoting != csv.QUOTE_NONE
    width = _usual_width(_parsed(lines, delimiter, quoting))
    average = max(1, len(sample) // max(1, sample.count("\n")))
    options: dict[str, Any] = {"delimiter": delimiter, "quoting": quoting, "doublequote": True, "strict": False}

    def rows() -> Iterator[Row]:
        with path.open(encoding=codec, errors="replace", newline="") as file:
            source: Iterator[str] = file if "\0" not in sample else (line.replace("\0", "") for line in file)
            if mark:
                next(source)
            try:
                yield from records(source, width, options) if quotes else csv.reader(source, **options)
            except csv.Error as error:
                code = "cell_too_long" if "field limit" in str(error) else "file_unreadable"
                raise UserError(code, cap=MAX_CELL_CHARS) from error

    return Table(
        kind="text", rows=rows, encoding=codec, delimiter=delimiter, row_estimate=path.stat().st_size // average or 1
    )


def _parsed(lines: list[str], delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    try:
        return list(islice(csv.reader(lines, delimiter=delimiter, quoting=quoting), _SAMPLE_LINES))
    except csv.Error:
        return []


def _usual_width(rows: list[list[str]]) -> int:
    """How many cells most rows have."""
    widths = [len(row) for row in rows if len(row) > 1]
    return max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 0


def _find_delimiter(lines: list[str]) -> str:
    """The mark that cuts the most rows into the same number of cells."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _parsed(lines, delimiter, csv.QUOTE_MINIMAL) if row]
        cut = [width for width in widths if width > 1]
        if not cut:
            continue
        usual = max(set(cut), key=lambda width: (cut.count(width), width))
        score = cut.count(usual) / len(widths) * min(usual, 12) + usual / 100
        if delimiter == "\t":
            score *= 0.0 if _is_padding(lines) else 1.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _is_padding(lines: list[str]) -> bool:
    """Tabs that stand beside a comma pad the cells of a comma file (some platforms do it so that ids stay text)."""
    tabs = sum(line.count("\t") for line in lines)
    return sum(line.count("\t,") + line.count(",\t") for line in lines) * 2 > tabs


def _find_quoting(lines: list[str], delimiter: str) -> Literal[0, 3]:
    """Flat files by tab do not quote: a ``"`` in a title is a letter there. Others do."""
    if delimiter != "\t":
        return csv.QUOTE_MINIMAL
    plain = _parsed(lines, delimiter, csv.QUOTE_NONE)
    cells = [cell for row in plain for cell in row if cell]
    quoted = sum(1 for cell in cells if len(cell) > 1 and cell[0] == cell[-1] == '"')
    opened = sum(1 for cell in cells if cell.startswith('"') and not cell.endswith('"'))
    if any(cell[0] == cell[-1] == '"' and '""' in cell[1:-1] for cell in cells):
        return csv.QUOTE_MINIMAL  # doubled quotes inside quotes: only a writer that quotes does that
    read_quoted = _parsed(lines, delimiter, csv.QUOTE_MINIMAL)
    is_quoted = quoted * 2 > len(cells) or (opened and _evenness(read_quoted) > _evenness(plain))
    return csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE


def _evenness(rows: list[list[str]]) -> float:
    """The share of rows that have the usual number of cells: what reads a file rightly makes its rows even."""
    filled = [row for row in rows if row]
    usual = _usual_width(filled)
    return sum(1 for row in filled if len(row) == usual) / max(1, len(filled))
