"""CSV that a spreadsheet opens as what it is: no text turns into a formula (H5), all of it quoted, UTF-8 with BOM.

A text that starts with a character a spreadsheet obeys gets a leading apostrophe (OWASP); numbers stay numbers.
:func:`plain_text` takes the apostrophe away again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO

from shopdesk.storage.replacement import replacing

Value = str | int | float | Decimal | bool | datetime | date | None

OBEYED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width forms too: Excel folds them


def safe_text(text: str) -> str:
    """``text``, with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(OBEYED) else text


def plain_text(text: str) -> str:
    """The text that :func:`safe_text` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(OBEYED) else text


def write_rows(stream: IO[str], headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write ``headers`` and ``rows`` to an open text stream (``newline=""``); the number of rows."""
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_text(header) for header in headers])
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        count += 1
    return count


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value).encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write the file ``path`` in one step; the number of rows. Raises ``MachineError``; the old file is then whole."""
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        return write_rows(stream, headers, rows)
