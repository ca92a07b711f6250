"""Opening a shop file: engines, pragmas, sessions.

A :class:`ShopFile` has one writing connection (the db lane's) and a pool of reading ones. ``write()`` is one
transaction, committed at its end or rolled back whole; ``read()`` sees the last commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from shopdesk.base.errors import MachineError
from shopdesk.storage.failures import DRIVER_ERRORS, explained

APPLICATION_ID = 0x53444B31  # "SDK1": what `file` and we recognise a shop file by

_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -65536",
)


def connect(path: Path, *, writing: bool, foreign_keys: bool = True) -> Engine:
    """An engine on the SQLite file ``path``; the transaction is ours (``BEGIN`` explicit), so DDL rolls back too."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=1 if writing else 4,
        max_overflow=0 if writing else 4,
        connect_args={"check_same_thread": False, "timeout": 5.0},
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        if not foreign_keys:
            cursor.execute("PRAGMA foreign_keys = OFF")
        if not writing:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


class ShopFile:
    """An open shop. Made by :func:`shopdesk.storage.shopfile.open_shop` or ``create_shop``; close it when done."""

    def __init__(self, path: Path, reader: Engine, writer: Engine, *, warning: str = "") -> None:
        self.path = path
        #: Why the file's place is risky (a message code: ``shop_in_cloud_folder``, ``shop_on_network``), or ``""``.
        self.warning = warning
        self._reader = reader
        self._writer = writer

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A reading session on the last committed state. Raises ``UserError("shop_damaged")`` and ``MachineError`` for
        what the driver reports about the file (locked by another program, disk full, gone).
        """
        with self._explained(), Session(self._reader, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, *, attach: Path | None = None) -> Iterator[Session]:
        """The writing session: one transaction, all or nothing. ``attach``: another SQLite file to see meanwhile
        (``staging``). Raises as :meth:`read`.
        """
        with self._explained(), self._writer.connect() as connection:
            driver = connection.connection.driver_connection
            if attach is not None and driver is not None:
                driver.execute("ATTACH DATABASE ? AS staging", (str(attach),))
            try:
                with Session(connection) as session, session.begin():
                    yield session
            finally:
                if attach is not None and driver is not None:
                    driver.execute("DETACH DATABASE staging")

    def _explained(self) -> AbstractContextManager[None]:
        return explained(self.path, *DRIVER_ERRORS, MachineError)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.dispose()
        self._writer.dispose()
