"""Workbooks (xlsx, xlsb, xls, ods) through calamine. Runs behind the guard, in the child: a hostile file may end the
process."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from shopdesk.base.errors import UserError
from shopdesk.importing.guard import MAX_ROWS
from shopdesk.importing.sources.table import Row, Table

MAX_SHEETS_TRIED = 12
_WORKBOOK_HEAD = 1 << 16
_DATE_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["\'](?:1|true)["\']')


def open_workbook(path: Path, kind: str, sheet: str | None, score: Callable[[Table], float]) -> Table:
    """The sheet asked for, else the one that ``score`` likes best; empty sheets never.

    Raises ``UserError``: ``file_encrypted``, ``table_damaged``, ``file_empty``, ``sheet_missing``, ``too_many_rows``.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        names = tuple(
            meta.name
            for meta in book.sheets_metadata
            if meta.typ is SheetTypeEnum.WorkSheet and meta.visible is SheetVisibleEnum.Visible
        ) or tuple(book.sheet_names)
        if sheet is not None and sheet not in book.sheet_names:
            raise UserError("sheet_missing", sheet=sheet, sheets=", ".join(names[:20]))
        wanted = (sheet,) if sheet is not None else names[:MAX_SHEETS_TRIED]
        is_1904 = _counts_from_1904(path, kind)
        tables = [_table(book.get_sheet_by_name(name), kind, names, has_1904_dates=is_1904) for name in wanted]
    except PasswordError as error:
        raise UserError("file_encrypted") from error
    except (CalamineError, OSError) as error:
        raise UserError("table_damaged") from error
    filled = [table for table in tables if table.row_estimate]
    if not filled:
        raise UserError("file_empty")
    return filled[0] if len(filled) == 1 else max(filled, key=score)


def _counts_from_1904(path: Path, kind: str) -> bool:
    """Whether an xlsx counts its days from 1904. Cells formatted as dates come right from the parser; this is for
    serial numbers that stand in plain cells."""
    if kind != "xlsx":
        return False
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
            return _DATE_1904.search(part.read(_WORKBOOK_HEAD)) is not None
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError):
        return False  # the parser has read it; how it names its parts is its own business


def _table(sheet: CalamineSheet, kind: str, names: tuple[str, ...], *, has_1904_dates: bool) -> Table:
    start = sheet.start
    height = sheet.height if start is not None else 0
    if height > MAX_ROWS:
        raise UserError("too_many_rows", rows=height, cap=MAX_ROWS)

    def rows() -> Iterator[Row]:
        return iter(sheet.iter_rows())

    return Table(
        kind=kind,
        rows=rows,
        first_row=1,
        sheet=sheet.name,
        sheets=names,
        row_estimate=height,
        has_1904_dates=has_1904_dates,
    )
