"""Is the shop sound: every page, index and reference of the file, and what its records say about each other (F4)."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from shopdesk.base.errors import UserError
from shopdesk.storage.migrate import row_counts
from shopdesk.storage.queries.soundness import contradictions
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import check_integrity


def check(shop: ShopFile) -> dict[str, int]:
    """Rows by table of a sound shop. Raises ``UserError`` ``shop_damaged`` or ``shop_contradicts``; changes nothing."""
    with shop.read() as session:
        found = contradictions(session)
    with closing(sqlite3.connect(f"{shop.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        check_integrity(connection, shop.path, thorough=True)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise UserError("shop_damaged", file=shop.path.name)
        counts = row_counts(connection)
    if found:
        named = ", ".join(f"{what} {count}" for what, count in found.items())
        raise UserError("shop_contradicts", file=shop.path.name, n=sum(found.values()), what=named)
    return counts
