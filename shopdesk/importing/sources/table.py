"""What every source yields: rows of cells with the numbers Excel would show beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from shopdesk.base.errors import UserError
from shopdesk.importing.guard import MAX_COLUMNS

Row = list[Any]


@dataclass(slots=True)
class Table:
    """One table of a file. ``rows()`` starts anew each time; ``first_row`` is the number of its first row, 1-based.
    ``has_1904_dates``: days are counted from 1904, as old Excel for the Mac did.

    Cells are ``str``, ``float``, ``int``, ``bool``, ``date``, ``datetime``, ``time``, ``timedelta``; blank is ``""``.
    """

    kind: str
    rows: Callable[[], Iterator[Row]]
    first_row: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    row_estimate: int = 0
    has_1904_dates: bool = False
    notes: tuple[str, ...] = field(default=())

    def head(self, count: int) -> list[Row]:
        """The first ``count`` rows. Raises ``UserError("too_many_columns")``."""
        rows: list[Row] = []
        for row in self.rows():
            check_width(row)
            rows.append(row)
            if len(rows) >= count:
                break
        return rows


def check_width(row: Row) -> None:
    """Refuse a row of more filled columns than the cap."""
    if len(row) > MAX_COLUMNS:
        width = max((i + 1 for i, cell in enumerate(row) if cell not in ("", None)), default=0)
        if width > MAX_COLUMNS:
            raise UserError("too_many_columns", columns=width, cap=MAX_COLUMNS)
        del row[MAX_COLUMNS:]
