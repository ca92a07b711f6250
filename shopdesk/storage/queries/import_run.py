"""Running the statements of one import, in order, with progress and Cancel between and within them.

The statements name tables without a schema: the shop's, the staging file's and temporary ones never share a name, so
the same SQL serves the preview (staging file first, shop attached) and the import (shop first, staging file attached).
Temporary tables: ``m_…`` what matches what, ``g_…`` merged rows, ``x_…`` look-ups. SQLite only. Must not commit: the
caller's transaction does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError

from shopdesk.base.errors import Cancelled
from shopdesk.domain.order_rules import Rule

Progress = Callable[[float, str], None]
CancelCheck = Callable[[], bool]

_INSTRUCTIONS_BETWEEN_CHECKS = 400_000  # some milliseconds of work


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What the statements of one import must know. ``now``: UTC text; ``columns``: staged columns that the file fills,
    by entity.
    """

    now: str
    target: str
    fields: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    channel_id: int | None = None
    is_new_channel: bool = False
    has_channel_kind: bool = False
    batch: int = 0
    change: int = 0
    ship_within_hours: int = 48
    review_required: bool = True
    default_warehouse: str = ""
    shop_country: str = ""
    rules: tuple[Rule, ...] = ()

    def fills(self, entity: str, column: str) -> bool:
        """Whether the file says anything about a staged column; a file that does not tell says everything."""
        return entity not in self.columns or column in self.columns[entity]


def _is_interrupt(error: Exception) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, sqlite3.OperationalError) and "interrupted" in str(cause)


class Run:
    """One import's statements on one driver connection. Raises :class:`Cancelled` as soon as the owner asks for it."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        on_progress: Progress | None = None,
        is_cancelled: CancelCheck | None = None,
    ) -> None:
        self._connection = connection
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled

    def check(self) -> None:
        """Raise :class:`Cancelled` when the owner pressed Cancel."""
        if self._is_cancelled is not None and self._is_cancelled():
            raise Cancelled()

    def report(self, fraction: float, text: str) -> None:
        """Tell how far the import is (0…1) and what it does."""
        if self._on_progress is not None:
            self._on_progress(fraction, text)

    def do(self, sql: str, /, **params: Any) -> int:
        """Run one statement; the number of rows it changed."""
        self.check()
        return self._execute(sql, params).rowcount

    def rows(self, sql: str, /, **params: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        self.check()
        return self._execute(sql, params).fetchall()

    def value(self, sql: str, /, **params: Any) -> Any:
        """The first column of the first row of a query, ``None`` when there is none."""
        found = self.rows(sql, **params)
        return found[0][0] if found else None

    def many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Run one statement for each of ``rows``."""
        self.check()
        self._connection.executemany(sql, rows)

    def _execute(self, sql: str, params: Mapping[str, Any]) -> sqlite3.Cursor:
        return self._connection.execute(sql, params)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Also look for Cancel inside long statements, those of others on this connection included."""
        if self._is_cancelled is not None:
            self._connection.set_progress_handler(self._is_cancelled, _INSTRUCTIONS_BETWEEN_CHECKS)
        try:
            yield
        except (sqlite3.OperationalError, DBAPIError) as error:
            if _is_interrupt(error):
                raise Cancelled() from error
            raise
        finally:
            self._connection.set_progress_handler(None, 0)

    def drop_temporary(self) -> None:
        """Remove every temporary table."""
        for (name,) in self._connection.execute("SELECT name FROM temp.sqlite_master WHERE type = 'table'").fetchall():
            self._connection.execute(f'DROP TABLE temp."{name}"')
