"""Rows as the driver gives them: plain tuples, for a million ids, where a Row object each would cost too much."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Executable
from sqlalchemy.orm import Session


def raw_rows(session: Session, query: Executable) -> list[tuple[Any, ...]]:
    """All rows of ``query`` without type conversion: moments stay UTC text, JSON stays text."""
    result = session.connection().execute(query)
    try:
        assert result.cursor is not None
        return list(result.cursor.fetchall())
    finally:
        result.close()
