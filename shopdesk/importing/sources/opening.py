"""A path → its table: lock files refused, ZIPs opened, the guard passed, the right source called."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from shopdesk.base.errors import UserError
from shopdesk.importing import guard
from shopdesk.importing.sniff import WORKBOOKS, is_lock_file, is_table_name, sniff
from shopdesk.importing.sources.markup import open_markup
from shopdesk.importing.sources.table import Table
from shopdesk.importing.sources.text import open_text

_UNREADABLE = {
    "empty": "file_empty",
    "encrypted": "file_encrypted",
    "picture": "file_is_picture",
    "pdf": "file_is_pdf",
    "archive": "file_is_archive",
    "binary": "file_not_a_table",
    "truncated": "table_damaged",
}
#: Workbooks that unpack to less are guarded before the parser starts, larger ones beside it (the parser lets other
#: threads run).
GUARD_FIRST = 32 << 20


def open_table(
    path: Path,
    *,
    scratch: Path,
    sheet: str | None = None,
    encoding: str | None = None,
    score: Callable[[Table], float],
    guard_beside: Callable[[Path], None] | None = None,
) -> Table:
    """The table of ``path``. ``scratch``: a folder for what a ZIP holds. Raises ``UserError`` with a plain reason."""
    if is_lock_file(path):
        raise UserError("file_is_lock")
    kind = sniff(path)
    if kind == "zip":
        path = _unpack_one(path, scratch)
        kind = sniff(path)
        if kind in ("zip", "archive"):
            raise UserError("zip_in_zip")
    if kind in _UNREADABLE:
        raise UserError(_UNREADABLE[kind])
    if kind in WORKBOOKS:
        if kind != "xls":
            _guard(path, guard_beside)
        from shopdesk.importing.sources.workbook import open_workbook

        return open_workbook(path, kind, sheet, score)
    if kind in ("html", "xml"):
        return open_markup(path, kind, encoding)
    return open_text(path, encoding)


def _guard(path: Path, guard_beside: Callable[[Path], None] | None) -> None:
    if guard.check_listing(path) > GUARD_FIRST and guard_beside is not None:
        guard_beside(path)
    else:
        guard.check_members(path)


def _unpack_one(path: Path, scratch: Path) -> Path:
    """The one table file of a ZIP, unpacked under a name of our own. Raises ``UserError`` (``zip_without_table``,
    ``zip_many_tables``)."""
    guard.check_listing(path)
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [m for m in archive.infolist() if not m.is_dir() and is_table_name(m.filename)]
            if len(tables) != 1:
                names = ", ".join(member.filename for member in tables[:5])
                raise UserError("zip_many_tables" if tables else "zip_without_table", files=names)
            target = scratch / "unpacked"
            with archive.open(tables[0]) as source, target.open("wb") as copy:
                shutil.copyfileobj(_Limited(source.read), copy, guard.BLOCK)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UserError("table_damaged") from error
    return target


class _Limited:
    """A reader that stops a bomb while it unpacks."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._total = 0

    def read(self, size: int = -1) -> bytes:
        block = self._read(size)
        self._total += len(block)
        if self._total > guard.MAX_UNPACKED:
            raise UserError("file_unpacks_too_large", cap="1 GB")
        return block
