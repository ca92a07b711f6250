"""What the database driver says, turned into the program's own errors. Anything unknown stays what it is: a bug."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from shopdesk.base.errors import MachineError, ShopDeskError, UserError

_DAMAGED = ("malformed", "not a database", "file is encrypted", "disk image", "unsupported file format", "corrupt")


def explain(error: BaseException, path: Path) -> ShopDeskError | None:
    """The program's error for a driver's error about the file ``path``; ``None`` when it is not one the owner can mend."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, PermissionError):
        return MachineError("shop_read_only", file=path.name, folder=str(path.parent))
    if isinstance(cause, OSError):
        code = "disk_full" if cause.errno == 28 else "file_unreachable"
        return MachineError(code, file=path.name, folder=str(path.parent))
    if not isinstance(cause, sqlite3.Error):
        return None
    text = str(cause).lower()
    if any(word in text for word in _DAMAGED):
        return UserError("shop_damaged", file=path.name)
    if "readonly" in text or "read-only" in text:
        return MachineError("shop_read_only", file=path.name, folder=str(path.parent))
    if "locked" in text or "busy" in text:
        return MachineError("shop_locked", file=path.name)
    if "disk is full" in text or "database or disk is full" in text:
        return MachineError("disk_full", file=path.name, folder=str(path.parent))
    if "unable to open" in text or "disk i/o" in text:
        return MachineError("file_unreachable", file=path.name, folder=str(path.parent))
    return None


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Inside this block a driver's error about ``path`` becomes the program's own."""
    try:
        yield
    except (sqlite3.Error, DBAPIError, OSError) as error:
        ours = explain(error, path)
        if ours is None:
            raise
        raise ours from error
