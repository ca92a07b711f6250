"""Column types that keep what SQLite would lose: aware UTC times and JSON with Chinese left readable."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.types import TypeDecorator

from shopdesk.base.errors import MachineError


def utc_text(moment: datetime) -> str:
    """An aware moment as stored: ``2026-11-22T08:46:00Z``. Sorts as time does. Raises ``ValueError`` when naive."""
    if moment.tzinfo is None:
        raise ValueError("naive time")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stored_value(value: Any) -> Any:
    """A value as its column stores it: moments, days and JSON as text, booleans as 0 and 1."""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value


def _parsed(parse: Callable[[str], Any], stored: str) -> Any:
    """What a cell says. Raises ``MachineError("file_damaged")``: only a damaged file holds a text we did not write."""
    try:
        return parse(stored)
    except ValueError as error:
        raise MachineError("file_damaged") from error


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC text to the second."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        return None if value is None else utc_text(value)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else _parsed(datetime.fromisoformat, value)


class Json(TypeDecorator[Any]):
    """A small JSON value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else _parsed(json.loads, value)
