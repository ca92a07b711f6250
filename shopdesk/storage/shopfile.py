"""The shop file: make one, open one, copy one. Never starts empty in place of a file that cannot be read (F4).

A shop is one SQLite file. What opens it must first find our ``application_id``, a schema that is not newer than ours
(F3), and no trigger or view, for we use none (H18); an older schema is migrated after a verified backup (F2).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.storage import migrate
from shopdesk.storage.failures import explain, explained
from shopdesk.storage.migrate import row_counts
from shopdesk.storage.places import unsafe_place
from shopdesk.storage.replacement import replacing
from shopdesk.storage.session import APPLICATION_ID, ShopFile, connect
from shopdesk.storage.tables import Base, Shop

__all__ = ["SUFFIX", "check_integrity", "copy_file", "create_shop", "open_shop", "row_counts", "save_copy"]

SUFFIX = ".shopdesk"
_SMALL_BYTES = 16 * 1024 * 1024  # a quick_check of this much takes about 40 ms
_HEADER = b"SQLite format 3\x00"


def create_shop(
    path: Path, *, name: str, currency: str, timezone: str, language: str = "en", country: str = ""
) -> ShopFile:
    """A new shop at ``path``, opened. ``currency`` ISO 4217, ``timezone`` IANA.

    The file appears whole or not at all. Raises ``UserError("shop_exists")``, ``MachineError``.
    """
    path = Path(path).absolute()
    with explained(path):
        if path.exists():
            raise UserError("shop_exists", file=path.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            _lay_out(part, Shop(name=name, currency=currency, timezone=timezone, language=language, country=country))
    return open_shop(path)


def _lay_out(path: Path, shop: Shop) -> None:
    engine = connect(path, writing=True)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate.stamp(connection)
        with Session(connection) as session:
            session.add(shop)
            session.flush()
    engine.dispose()


def open_shop(path: Path, *, backup: Path | None = None) -> ShopFile:
    """The shop at ``path``, migrated to this program's schema when it is older, after a copy unless ``backup`` names
    one that was just made.

    Raises ``UserError`` (``shop_missing``, ``not_a_shop``, ``shop_newer``, ``shop_damaged``, ``shop_foreign_schema``)
    or ``MachineError`` (``shop_locked``, ``shop_read_only``, …); the file is then as it was.
    """
    path = Path(path).absolute()
    with explained(path):
        if not path.is_file():
            raise UserError("shop_missing", file=path.name, folder=str(path.parent))
        warning = unsafe_place(path)
        revision = _examined(path, journal="DELETE" if warning else "WAL")
        if revision != migrate.HEAD:
            migrate.upgrade(path, backup or copy_file(path, backup_name(path, revision)))
    reader, writer = connect(path, writing=False), connect(path, writing=True)
    for engine in (reader, writer):
        event.listen(engine, "do_connect", _must_exist(path))
        event.listen(engine, "engine_connect", _must_exist(path))
    return ShopFile(path, reader, writer, warning=warning)


def backup_name(path: Path, revision: str) -> Path:
    """Where the copy of a shop goes before it is brought up to ``revision`` of its schema or of the program; never
    onto an older copy.
    """
    day = now().strftime("%Y-%m-%d")
    for number in range(1, 1000):
        name = f"{path.stem} before upgrade {revision or '0'} {day}{f' ({number})' if number > 1 else ''}{SUFFIX}"
        if not path.with_name(name).exists():
            return path.with_name(name)
    raise UserError("shop_exists", file=path.name)


def _must_exist(path: Path) -> Callable[..., None]:
    """A guard for each connection and checkout: a file that vanished (F16) is never silently made anew."""

    def check(*_: object) -> None:
        if not path.exists():
            raise UserError("shop_missing", file=path.name, folder=str(path.parent))

    return check


def _examined(path: Path, journal: str) -> str:
    """Check the file before anything is written to it; the revision of its schema. Our own fixed statements failing
    for no reason that can be named means damage.
    """
    try:
        return _examine(path, journal)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise explain(error, path) or UserError("shop_damaged", file=path.name) from error


def _examine(path: Path, journal: str) -> str:
    unclean = path.with_name(path.name + "-wal").exists() or path.with_name(path.name + "-journal").exists()
    _check_header(path)
    with closing(sqlite3.connect(path, timeout=5.0, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise UserError("not_a_shop", file=path.name)
        _check_version(connection, path)
        _check_schema(connection, path)
        if unclean or path.stat().st_size <= _SMALL_BYTES:
            check_integrity(connection, path)
        _ask_to_write(connection)
        connection.execute(f"PRAGMA journal_mode = {journal}")
        revision = migrate.revision_of(connection)
        if revision == migrate.HEAD:
            _check_columns(connection, path)
        return revision


def _ask_to_write(connection: sqlite3.Connection) -> None:
    """Ask for the lock and the right to write before the window opens; nothing is changed."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version = {int(version)}")
    connection.execute("ROLLBACK")


def _check_header(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        raise UserError("shop_damaged", file=path.name)
    if not header.startswith(_HEADER):
        raise UserError("not_a_shop", file=path.name)
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    if size < 512 or size < pages * page_size:
        raise UserError("shop_damaged", file=path.name)


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > migrate.SCHEMA:
        raise UserError("shop_newer", file=path.name, file_schema=version, program_schema=migrate.SCHEMA)


def _check_schema(connection: sqlite3.Connection, path: Path) -> None:
    strange = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1").fetchone()
    if strange:
        raise UserError("shop_foreign_schema", file=path.name, name=strange[0])
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'shop'").fetchone():
        raise UserError("not_a_shop", file=path.name)


def _check_columns(connection: sqlite3.Connection, path: Path) -> None:
    """A flipped bit in the schema's own text renames a column, which no check of pages sees."""
    for table in Base.metadata.sorted_tables:
        found = {row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (table.name,))}
        if not found.issuperset(table.columns.keys()):
            raise UserError("shop_damaged", file=path.name)


def check_integrity(connection: sqlite3.Connection, path: Path, *, thorough: bool = False) -> None:
    """Raise ``UserError("shop_damaged")`` unless SQLite finds the file sound; ``thorough`` checks indexes too."""
    pragma = "integrity_check" if thorough else "quick_check"
    if connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0] != "ok":
        raise UserError("shop_damaged", file=path.name)


def save_copy(shop: ShopFile, target: Path) -> Path:
    """A copy of the open shop at ``target``: by the backup API, checked, put in place in one step (F10, F17)."""
    return copy_file(shop.path, Path(target))


def copy_file(source: Path, target: Path) -> Path:
    """A verified copy of the shop file ``source``; what stood at ``target`` is replaced only by a checked one."""
    with explained(target):
        if target.exists() and target.samefile(source):
            raise UserError("copy_onto_itself", file=target.name)
        with replacing(target) as part:
            _copy_checked(source, part)
    return target


def _copy_checked(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=5.0)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        check_integrity(copy, target, thorough=True)
        if row_counts(copy) != row_counts(origin):
            raise UserError("copy_differs", file=target.name)
