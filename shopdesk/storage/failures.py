"""A driver's error about a file, turned into the program's own with the file's name. Anything unknown stays a bug."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from shopdesk.base.errors import MachineError, ShopDeskError, UserError
from shopdesk.base.machine_errors import as_expected

DRIVER_ERRORS = (sqlite3.Error, DBAPIError)

_OF_A_SHOP = {
    "file_locked": "shop_locked",
    "read_only": "shop_read_only",
    "no_permission": "shop_read_only",
    "file_gone": "shop_unreachable",
}


def explain(error: BaseException, path: Path) -> ShopDeskError | None:
    """The program's error for a driver's error about the file ``path``; ``None`` when the owner cannot mend it."""
    ours = as_expected(error)
    if ours is None:
        return None
    if ours.code == "file_damaged":
        return UserError("shop_damaged", file=path.name)
    if ours.code in _OF_A_SHOP:
        code = _OF_A_SHOP[ours.code]
        if code == "shop_unreachable" and path.parent.is_dir() and not os.access(path.parent, os.W_OK):
            code = "shop_read_only"  # SQLite says only that it cannot open the file
        return MachineError(code, file=path.name, folder=str(path.parent))
    return ours


@contextmanager
def explained(path: Path, *kinds: type[Exception]) -> Iterator[None]:
    """Inside this block an error about ``path`` becomes the program's own: one of ``kinds``, by default the driver's
    and the system's.
    """
    caught = kinds or (*DRIVER_ERRORS, OSError)
    try:
        yield
    except caught as error:
        ours = explain(error, path)
        if ours is None or ours is error:
            raise
        raise ours from error
