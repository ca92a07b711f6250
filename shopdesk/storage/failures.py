"""A driver's error about a file, turned into the program's own with the file's name. Anything unknown stays a bug."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from shopdesk.base.errors import MachineError, ShopDeskError, UserError
from shopdesk.base.machine_errors import as_expected

_OF_A_SHOP = {
    "file_locked": "shop_locked",
    "read_only": "shop_read_only",
    "no_permission": "shop_read_only",
    "file_gone": "shop_unreachable",
}


def explain(error: BaseException, path: Path) -> ShopDeskError | None:
    """The program's error for a driver's error about the file ``path``; ``None`` when the owner cannot mend it."""
    ours = as_expected(error)
    if ours is None or error is ours:
        return ours
    if ours.code == "file_damaged":
        return UserError("shop_damaged", file=path.name)
    if ours.code in _OF_A_SHOP:
        return MachineError(_OF_A_SHOP[ours.code], file=path.name, folder=str(path.parent))
    return ours


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
