"""A small table as it stands: rows of texts with their numbers, for lists that are no import (waybills of a carrier).

Runs in the child process behind the same guard as an import. What the columns mean is the caller's business.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from shopdesk.base.errors import UserError
from shopdesk.importing.header import cell_text, is_blank
from shopdesk.importing.request import ReadRequest, TextRow
from shopdesk.importing.sources.opening import open_table
from shopdesk.importing.sources.table import Table, check_width

LONGEST = 20_000


def table_cells(request: ReadRequest, guard_beside: Callable[[Path], None] | None = None) -> list[TextRow]:
    """The rows of ``request.path`` that are not blank; of a workbook, the longest sheet. Raises ``UserError``:
    ``too_many_rows``, ``file_empty`` and what opening raises.
    """
    with tempfile.TemporaryDirectory(prefix="shopdesk-") as scratch:
        table = open_table(
            request.path,
            scratch=Path(scratch),
            sheet=request.sheet,
            encoding=request.encoding,
            score=_length,
            guard_beside=guard_beside,
        )
        found: list[TextRow] = []
        for number, row in enumerate(table.rows(), table.first_row):
            check_width(row)
            if is_blank(row):
                continue
            found.append((number, tuple(cell_text(cell) for cell in row)))
            if len(found) > LONGEST:
                raise UserError("too_many_rows", rows=len(found), cap=LONGEST)
    if not found:
        raise UserError("file_empty")
    return found


def _length(table: Table) -> float:
    return float(table.row_estimate)
