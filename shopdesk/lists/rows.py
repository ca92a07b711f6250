"""A list as rows for files and scripts: plain values for JSON, worded cells for CSV. ``exporting`` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.i18n import tr
from shopdesk.domain.money import to_decimal
from shopdesk.lists import query
from shopdesk.lists.formatting import format_cell
from shopdesk.lists.spec import Column, ListSpec, Money, Sort
from shopdesk.lists.status import OrderStatus

_WINDOW = 256


def rows(
    session: Session,
    spec: ListSpec,
    *,
    filter: str | None = None,
    search: str = "",
    sort: Sort | None = None,
    limit: int | None = None,
) -> Iterator[tuple[Any, ...]]:
    """The rows of a list in order, values as ``query.window`` gives them, read window by window."""
    wanted = query.ids(session, spec, filter=filter, search=search, sort=sort, limit=limit)
    for start in range(0, len(wanted), _WINDOW):
        yield from query.window(session, spec, wanted[start : start + _WINDOW])


def headers(spec: ListSpec) -> list[str]:
    """Column headers in the current language."""
    return [tr(column.header) for column in spec.columns]


def worded(spec: ListSpec, row: tuple[Any, ...], language: str, timezone: str) -> list[str]:
    """One row as the owner reads it."""
    return [format_cell(column, value, language, timezone) for column, value in zip(spec.columns, row, strict=True)]


def plain(spec: ListSpec, row: tuple[Any, ...]) -> dict[str, Any]:
    """One row for a script: ISO 8601 moments, money as a decimal string with its currency, codes instead of words."""
    cells: dict[str, Any] = {}
    for column, value in zip(spec.columns, row, strict=True):
        cells.update(_plain(column, value))
    return cells


def _plain(column: Column, value: Any) -> dict[str, Any]:
    if isinstance(value, Money):
        amount = str(to_decimal(value.minor, value.currency)) if value.currency else str(value.minor)
        return {column.key: amount, f"{column.key}_currency": value.currency}
    if isinstance(value, datetime):
        return {column.key: value.isoformat().replace("+00:00", "Z")}
    if isinstance(value, OrderStatus):
        return {column.key: value.state, "attention": value.attention.split()}
    return {column.key: value}
