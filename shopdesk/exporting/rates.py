"""A price table as CSV or XLSX, by the ending of the file; read again by ``services.rate_table``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from shopdesk.domain.freight import Rate
from shopdesk.exporting.csv import Value, write_csv
from shopdesk.exporting.xlsx import write_xlsx
from shopdesk.services.rate_table import COLUMNS, rate_cells

_NUMBERS = ("up_to_kg", "price", "step_kg", "step_price")


def write_rates(path: Path, rates: Sequence[Rate]) -> int:
    """Write ``rates`` to ``path``; the number of lines. Raises ``MachineError``; the old file is then whole."""
    rows = [_values(cells) for cells in rate_cells(rates)]
    if path.suffix.lower() == ".xlsx":
        return write_xlsx(path, list(COLUMNS), rows).rows
    return write_csv(path, list(COLUMNS), rows)


def _values(cells: Sequence[str]) -> list[Value]:
    return [
        Decimal(cell) if cell and key in _NUMBERS else cell or None for key, cell in zip(COLUMNS, cells, strict=True)
    ]
