"""Bringing an older shop file up to this program's schema (F2).

Verified backup first, foreign keys off, one transaction, row counts compared. ``HEAD`` is compared with one SELECT, so
that Alembic (0.6 s) is imported only when there is something to do.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection

HEAD = "0001"
SCHEMA = int(HEAD)


def revision_of(connection: sqlite3.Connection) -> str:
    """The revision an open file has, ``""`` when it has none."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def stamp(connection: Connection) -> None:
    """Mark a freshly made file as being at ``HEAD``."""
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def upgrade(path: Path) -> None:
    """Run the missing steps on ``path``."""
