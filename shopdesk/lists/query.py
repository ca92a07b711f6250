"""Running a list: its ids in order, windows of rows, counts for the chips, totals. Only SQL sorts and filters.

``ids`` and ``counts`` are answered from indexes; ``window`` is one statement for some dozens of rows.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.util import find_tables

from shopdesk.lists.spec import Column, ColumnKind, Filter, Found, ListSpec, Money, Sort
from shopdesk.storage.raw import raw_ids, raw_rows
from shopdesk.storage.search import ids_json


def ids(
    session: Session,
    spec: ListSpec,
    *,
    filter: str | None = None,
    search: str = "",
    sort: Sort | None = None,
    limit: int | None = None,
) -> array[int]:
    """Ids, in order, of the rows of a chip that hold every word of ``search``; the first ``limit`` when given."""
    chosen = spec.filter(filter)
    condition = _condition(spec, chosen)
    found = find(session, spec, chosen, search)
    order = sort or chosen.sort or spec.default_sort
    query = _ids_query(spec, spec.column(order[0]), descending=order[1])
    if condition is not None:
        query = query.where(condition)
    if found is not None:
        query = query.where(_among(spec.id, found.ids))
    if limit is not None:
        query = query.limit(limit)
    return raw_ids(session, query)


def find(session: Session, spec: ListSpec, chosen: Filter, typed: str) -> Found | None:
    """What the search finds within the chip, ``None`` when nothing was typed."""
    if not typed.strip():
        return None
    return spec.search(session, typed, where=None if chosen.where is None else _condition(spec, chosen))


def is_cut(session: Session, spec: ListSpec, *, filter: str | None = None, search: str = "") -> bool:
    """Whether there are more matches than were looked at, which the state line then says."""
    found = find(session, spec, spec.filter(filter), search)
    return found is not None and found.is_cut


def _condition(spec: ListSpec, chosen: Filter) -> ColumnElement[bool] | None:
    base = None if chosen.beyond else spec.base
    parts = [part for part in (base, chosen.where) if part is not None]
    if not parts:
        return None
    condition = parts[0]
    for part in parts[1:]:
        condition = condition & part
    return condition


def _ids_query(spec: ListSpec, column: Column, *, descending: bool) -> Select[Any]:
    key: Any = column.sort_expr
    source = _joined(spec) if _needs_join(spec, key) else spec.source
    if column.kind is ColumnKind.TEXT:
        key = func.lower(key)
    order = (key.desc(), spec.id.desc()) if descending else (key.asc(), spec.id.asc())
    return select(spec.id).select_from(source).order_by(*order)


def _needs_join(spec: ListSpec, expression: Any) -> bool:
    clause = getattr(expression, "expression", expression)
    named = {getattr(table, "name", "") for table in find_tables(clause, check_columns=True)}
    return any(getattr(table, "name", None) in named for table, _ in spec.joins)


def _joined(spec: ListSpec) -> FromClause:
    source = spec.source
    for table, on in spec.joins:
        source = source.outerjoin(table, on)
    return source


def _among(column: ColumnElement[int], wanted: Sequence[int]) -> ColumnElement[bool]:
    return column.in_(select(func.json_each(ids_json(wanted)).table_valued("value").c.value))


@cache
def _window_query(spec: ListSpec) -> Select[Any]:
    cells = [expr for column in spec.columns for expr in column.exprs]
    wanted = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
    return select(spec.id, *cells).select_from(_joined(spec)).where(spec.id.in_(wanted))


def window(session: Session, spec: ListSpec, wanted: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of ``wanted`` in that order, values in the order of ``spec.columns``; ids that are gone are left out."""
    result = session.connection().execute(_window_query(spec), {"ids": ids_json(wanted)})
    slices = _slices(spec)
    rows: dict[int, tuple[Any, ...]] = {}
    for row_id, *cells in result:
        rows[row_id] = tuple(cells[start] if make is None else make(*cells[start:end]) for start, end, make in slices)
    return [rows[row_id] for row_id in wanted if row_id in rows]


@cache
def _slices(spec: ListSpec) -> list[tuple[int, int, Any]]:
    slices, start = [], 0
    for column in spec.columns:
        end = start + len(column.exprs)
        slices.append((start, end, column.make))
        start = end
    return slices


def counts(session: Session, spec: ListSpec, search: str = "") -> dict[str, int]:
    """How many rows each chip holds, of those that hold every word of ``search``."""
    if not search.strip():
        return {chip.key: _count(session, spec, chip, None) for chip in spec.filters}
    found = spec.search(session, search, where=None)
    counted = {}
    for chip in spec.filters:
        asked_again = found is not None and found.is_cut and chip.where is not None
        here = spec.search(session, search, where=_condition(spec, chip)) if asked_again else found
        counted[chip.key] = _count(session, spec, chip, here)
    return counted


def count(session: Session, spec: ListSpec, filter: str) -> int:
    """How many rows a chip holds."""
    return _count(session, spec, spec.filter(filter), None)


def _count(session: Session, spec: ListSpec, chip: Filter, found: Found | None) -> int:
    query = select(func.count()).select_from(spec.source)
    condition = _condition(spec, chip)
    if condition is not None:
        query = query.where(condition)
    if found is not None:
        query = query.where(_among(spec.id, found.ids))
    return int(session.scalar(query) or 0)


def totals(session: Session, spec: ListSpec, column_key: str, wanted: Sequence[int]) -> tuple[Money, ...]:
    """The sum of a money column over rows, one amount a currency, largest count first."""
    minor, currency = spec.column(column_key).exprs[:2]
    query = (
        select(func.coalesce(func.sum(minor), 0), currency)
        .select_from(_joined(spec))
        .where(_among(spec.id, wanted), minor.is_not(None))
        .group_by(currency)
        .order_by(func.count().desc(), currency)
    )
    return tuple(Money(total, code) for total, code in raw_rows(session, query))
