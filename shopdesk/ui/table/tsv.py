"""Rows as tab-separated text on the clipboard: what a spreadsheet takes. Read in the io lane."""

from __future__ import annotations

from array import array
from typing import Any

from PySide6.QtGui import QGuiApplication

from shopdesk.base.i18n import tr, trn
from shopdesk.ui.context import Context
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


def copy_rows(context: Context, source: RowSource, ids: array[int], columns: list[int]) -> None:
    """Put the rows of ``ids`` onto the clipboard, read in the io lane; a toast says how many."""

    def copied(result: tuple[str, int]) -> None:
        QGuiApplication.clipboard().setText(result[0])
        context.toasts.show(trn("{n} row copied.", "{n} rows copied.", result[1]))

    context.tasks.run_io(tr("Copy"), as_tsv, source, ids, columns, on_done=copied)
