"""Delimited lines → records, so that a quote somebody forgot to close costs one record and not the file.

A quoted cell may hold line breaks (notes, descriptions, HTML). What follows an open quote is told from that: its lines
are cut into as many cells as the others are, and the quotes do not close as a writer of tables closes them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from shopdesk.importing.sources.table import Row

_ENOUGH = 3  # a line of fewer cells looks like anything
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")


class BrokenRow(Row):
    """A record whose quotes do not close, cut at every delimiter."""


class _Lines(Iterator[str]):
    """Physical lines, with those of the present record remembered and lines to be read again put back."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._again: list[str] = []
        self.taken: list[str] = []

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._source)
        self.taken.append(line)
        return line

    def put_back(self, lines: list[str]) -> None:
        self._again.extend(reversed(lines))


def records(source: Iterator[str], width: int, options: dict[str, Any]) -> Iterator[Row]:
    """The records of ``source``; one with an open quote comes as :class:`BrokenRow` and its followers as they are.

    ``width``: cells that most records have; ``options``: of :func:`csv.reader`. Raises ``csv.Error`` for what stays
    unreadable.
    """
    lines = _Lines(source)
    reader = csv.reader(lines, **options)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if not _holds_records(lines.taken[1:], width, options):
                raise
            row = []
        taken = lines.taken
        if _is_broken(taken, row, width, options):
            lines.put_back(taken[1:])
            row = BrokenRow(taken[0].rstrip("\r\n").split(options["delimiter"]))
        lines.taken = []
        yield row


def _is_broken(taken: list[str], row: Row, width: int, options: dict[str, Any]) -> bool:
    if len(taken) < 2:  # nothing swallowed; the last line of a file may end within quotes
        return bool(taken) and len(row) < width and taken[0].count('"') % 2 == 1 and not _closes(taken, options)
    if not _closes(taken, options):
        return _holds_records(taken[1:], width, options)
    inner = [line for line in taken[1:-1] if line.strip()]
    shape = _shape(taken[0], options["delimiter"])
    return width >= _ENOUGH and any(
        _cells(line, options) == width and _shape(line, options["delimiter"]) == shape for line in inner
    )


def _holds_records(lines: list[str], width: int, options: dict[str, Any]) -> bool:
    """Whether one of ``lines`` is cut into about as many cells as a record."""
    return width >= _ENOUGH and any(abs(_cells(line, options) - width) <= max(1, width // 10) for line in lines)


def _cells(line: str, options: dict[str, Any]) -> int:
    """Cells of a line by itself; a comma before a blank belongs to a sentence."""
    delimiter = options["delimiter"]
    if delimiter != "," or '"' in line:
        try:
            return len(next(csv.reader([line], **options), []))
        except csv.Error:
            return 0
    return 1 + line.count(",") - line.count(", ")


def _closes(lines: list[str], options: dict[str, Any]) -> bool:
    """Whether every quote closes before a delimiter or the end of a line, as a writer of tables closes it."""
    try:
        list(csv.reader(lines, **{**options, "strict": True}))
    except csv.Error:
        return False
    return True


def _shape(line: str, delimiter: str) -> str:
    """The first cell with its digits and letters alike: ``A-1002`` and ``B-1003`` have one shape."""
    return _LETTERS.sub("A", _DIGITS.sub("9", line.split(delimiter, 1)[0]))
