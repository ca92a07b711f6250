"""The staging file: connections on it, alone or together with the shop.

The reading child writes it (``importing.staging`` holds its DDL); here it is read, matched and listed. Must not change
the shop.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.storage.failures import explained
from shopdesk.storage.session import ShopFile


@contextmanager
def staged_with_shop(staging: Path, shop: ShopFile) -> Iterator[sqlite3.Connection]:
    """A connection on the staging file with the shop attached for reading; what goes into the staging file is kept."""
    with explained(staging), closing(sqlite3.connect(staging, timeout=5.0, isolation_level=None)) as connection:
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "temp_store = MEMORY", "cache_size = -65536"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("ATTACH DATABASE ? AS live", (str(shop.path),))
        connection.execute("PRAGMA live.cache_size = -65536")
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")


@contextmanager
def reading(staging: Path) -> Iterator[sqlite3.Connection]:
    """A reading connection on the staging file alone."""
    with explained(staging), closing(sqlite3.connect(staging, timeout=5.0)) as connection:
        connection.execute("PRAGMA query_only = ON")
        yield connection


def read_meta(staging: Path) -> dict[str, Any]:
    """What the reader noted about the file."""
    with reading(staging) as connection:
        return {key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM meta")}


def driver(session: Session) -> sqlite3.Connection:
    """The driver's connection of a session, inside the session's transaction."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection
