"""Rows as the driver gives them: plain tuples, for a million ids, where a Row object each would cost too much."""

from __future__ import annotations

from array import array
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.orm import Session

_BITE = 2_000


def raw_rows(session: Session, query: Executable) -> list[tuple[Any, ...]]:
    """All rows of ``query`` without type conversion: moments stay UTC text, JSON stays text."""
    result = session.connection().execute(query)
    try:
        assert result.cursor is not None
        return list(result.cursor.fetchall())
    finally:
        result.close()


def raw_ids(session: Session, query: Executable) -> array[int]:
    """The first column of ``query``, in order.

    A million ids are taken in small bites: while so many rows are let go of at one stroke, no other thread gets a turn.
    """
    ids = array("q")
    result = session.connection().execute(query)
    try:
        assert result.cursor is not None
        while rows := result.cursor.fetchmany(_BITE):
            ids.extend([row[0] for row in rows])
    finally:
        result.close()
    return ids
