"""Bringing an older shop file up to this program's schema (F2).

Verified backup first, foreign keys off, one transaction, row counts compared. ``HEAD`` is compared with one SELECT, so
that Alembic (0.6 s) is imported only when there is something to do. A released step is never edited.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from shopdesk.base.errors import UserError
from shopdesk.storage.session import connect

HEAD = "0002"
SCHEMA = int(HEAD)
STEPS = Path(__file__).with_name("migrations")


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


def upgrade(path: Path, backup: Path, *, steps: Path = STEPS) -> None:
    """Run the missing steps on ``path`` in one transaction; ``backup`` is the copy that was made before.

    Raises ``UserError("migration_failed")`` when rows got lost or references broke; the file is then as it was.
    """
    engine = connect(path, writing=True, foreign_keys=False)
    try:
        with engine.begin() as connection:
            before = row_counts(connection)
            version = run_steps(connection, steps)
            after = row_counts(connection)
            lost = {table for table, count in before.items() if after.get(table, count) != count}
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if lost or broken:
                raise UserError("migration_failed", file=path.name, backup=backup.name)
            connection.exec_driver_sql(f"PRAGMA user_version = {int(version)}")
    finally:
        engine.dispose()


def run_steps(connection: Connection, steps: Path = STEPS) -> str:
    """Run what is missing on ``connection``, in its transaction; the revision reached."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(steps))

    def missing(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs("head", revision)

    context = MigrationContext.configure(connection, opts={"fn": missing})
    with Operations.context(context):
        context.run_migrations()
    return str(script.get_current_head())


def row_counts(connection: Connection | sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has, the search index' own tables left out."""
    run: Any = connection.execute if isinstance(connection, sqlite3.Connection) else connection.exec_driver_sql
    names = run(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search!_%' ESCAPE '!'"
    ).fetchall()
    # The names are those of the schema itself.
    return {name: run(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608
