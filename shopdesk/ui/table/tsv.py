"""Rows as tab-separated text, for the clipboard: what a spreadsheet takes. Runs in the io lane."""

from __future__ import annotations

from array import array
from typing import Any

from shopdesk.base.i18n import tr
from shopdesk.ui.table.source import RowSource

_CHUNK = 256


def as_tsv(session: Any, source: RowSource, ids: array[int], columns: list[int]) -> tuple[str, int]:
    """The chosen ``columns`` of the rows ``ids`` under their headers, and how many rows there are."""
    lines = ["\t".join(tr(source.columns[number].header) for number in columns)]
    for start in range(0, len(ids), _CHUNK):
        for cells in source.window(session, ids[start : start + _CHUNK]):
            texts = (source.text(source.columns[number], cells[number]) for number in columns)
            lines.append("\t".join(text.replace("\t", " ").replace("\n", " ") for text in texts))
    return "\n".join(lines) + "\n", len(ids)
