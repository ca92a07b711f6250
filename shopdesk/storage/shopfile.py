"""The shop file: make one, open one, copy one. Never starts empty in place of a file that cannot be read (F4).

A shop is one SQLite file. What opens it must first find our ``application_id``, a schema that is not newer than ours
(F3), and no trigger or view, for we use none (H18); an older schema is migrated after a verified backup (F2).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.storage import migrate
from shopdesk.storage.failures import explained
from shopdesk.storage.migrate import row_counts
from shopdesk.storage.places import unsafe_place
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
    path = Path(path)
    if path.exists():
        raise UserError("shop_exists", file=path.name)
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _arriving(path) as part:
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


def open_shop(path: Path) -> ShopFile:
    """The shop at ``path``, migrated to this program's schema when it is older.

    Raises ``UserError`` (``shop_missing``, ``not_a_shop``, ``shop_newer``, ``shop_damaged``, ``shop_foreign_schema``)
    or ``MachineError`` (``shop_locked``, ``shop_read_only``, …); the file is then as it was.
    """
    path = Path(path)
    if not path.is_file():
        raise UserError("shop_missing", file=path.name, folder=str(path.parent))
    with explained(path):
        warning = unsafe_place(path)
        revision = _examine(path, journal="DELETE" if warning else "WAL")
        if revision != migrate.HEAD:
            migrate.upgrade(path, copy_file(path, backup_name(path, revision)))
    reader, writer = connect(path, writing=False), connect(path, writing=True)
    for engine in (reader, writer):
        event.listen(engine, "do_connect", _must_exist(path))
        event.listen(engine, "engine_connect", _must_exist(path))
    return ShopFile(path, reader, writer, warning=warning)


def backup_name(path: Path, revision: str) -> Path:
    """Where the copy of a shop at schema ``revision`` goes before it is migrated; never onto an older copy."""
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


def _examine(path: Path, journal: str) -> str:
    """Check the file before anything is written to it; the revision of its schema."""
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
        return migrate.revision_of(connection)


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
    if target.exists() and target.samefile(source):
        raise UserError("copy_onto_itself", file=target.name)
    with explained(target), _arriving(target) as part:
        _copy_checked(source, part)
    return target


def _copy_checked(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=5.0)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        check_integrity(copy, target, thorough=True)
        if row_counts(copy) != row_counts(origin):
            raise UserError("copy_differs", file=target.name)


@contextmanager
def _arriving(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` that becomes ``path`` at the end, or is removed when anything went wrong."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    _remove(part)
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        _remove(part)
        raise


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
