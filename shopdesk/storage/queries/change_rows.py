"""Writing rows and their change items together, set-based, and putting stored values back. The caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from shopdesk.storage.raw import raw_rows
from shopdesk.storage.search import ids_json
from shopdesk.storage.tables import Base, ChangeItem, OwnerEdit
from shopdesk.storage.types import stored_value

_CHUNK = 20_000


def _among(column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    return column.in_(select(func.json_each(ids_json(ids)).table_valued("value").c.value))  # type: ignore[no-any-return]


def update_recorded(
    session: Session, change_id: int, table: Table, ids: Sequence[int], values: Mapping[str, Any]
) -> None:
    """Set ``values`` (constants or SQL) on ``ids`` and log the columns before and after."""
    before = func.json_object(*_pairs({name: table.c[name] for name in values}))
    after = func.json_object(*_pairs({name: _as_stored(value) for name, value in values.items()}))
    chosen = _among(table.c.id, ids)
    items = select(literal(change_id), literal(table.name), table.c.id, _text(before), _text(after)).where(chosen)
    columns = ["change_id", "kind", "row_id", "before", "after"]
    session.execute(insert(ChangeItem).from_select(columns, items))
    session.execute(update(table).where(chosen).values(dict(values)))
    session.expire_all()


def own(session: Session, kind: str, fields: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Mark ``(row id, field)`` of a kind as typed over by the owner; those that were not marked before."""
    wanted = set(fields)
    rows = _among(OwnerEdit.row_id, sorted({row_id for row_id, _ in wanted}))
    known = session.execute(select(OwnerEdit.row_id, OwnerEdit.field).where(OwnerEdit.kind == kind, rows))
    new = wanted - {(row_id, field) for row_id, field in known}
    if new:
        session.execute(insert(OwnerEdit), [{"kind": kind, "row_id": r, "field": f} for r, f in sorted(new)])
    return new


def disown(session: Session, kind: str, fields: Iterable[tuple[int, str]]) -> None:
    """These fields are the owner's own no more."""
    keys = [{"of": row_id, "named": field} for row_id, field in fields]
    if keys:
        edits: Table = Base.metadata.tables[OwnerEdit.__tablename__]
        here = (edits.c.row_id == bindparam("of"), edits.c.field == bindparam("named"))
        session.connection().execute(delete(edits).where(edits.c.kind == kind, *here), keys)


def _pairs(columns: Mapping[str, Any]) -> list[Any]:
    """``'name', value`` for each column, as the arguments of ``json_object``; values as stored."""
    return [part for name, value in columns.items() for part in (literal(name), type_coerce(value, String))]


def _as_stored(value: Any) -> Any:
    return value if isinstance(value, ColumnElement) else literal(stored_value(value))


def _text(expression: Any) -> Any:
    return type_coerce(expression, String)


def insert_recorded(session: Session, change_id: int, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert ``rows`` (same keys each) and log them; their new ids."""
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    ids = list(range(first, first + len(rows)))
    session.execute(insert(table), [{**row, "id": row_id} for row, row_id in zip(rows, ids, strict=True)])
    after = func.json_object(*_pairs(dict(table.c.items())))
    items = select(literal(change_id), literal(table.name), table.c.id, literal(None), _text(after))
    columns = ["change_id", "kind", "row_id", "before", "after"]
    logged = items.where(table.c.id.between(ids[0], ids[-1]))
    session.execute(insert(ChangeItem).from_select(columns, logged))
    return ids


def stored_rows(session: Session, table: Table, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The rows of ``ids`` by id, every column as stored."""
    names = [column.name for column in table.columns]
    rows = raw_rows(session, select(*table.columns).where(_among(table.c.id, ids)))
    return {values["id"]: values for values in (dict(zip(names, row, strict=True)) for row in rows)}


def write_stored(
    session: Session,
    table: Table,
    removed: Sequence[int],
    added: Sequence[Mapping[str, Any]],
    updates: Mapping[tuple[str, ...], Sequence[Mapping[str, Any]]],
) -> None:
    """Delete, insert and update rows with values as stored; ``updates`` by the columns set, ``+id`` names the row."""
    connection = session.connection()
    if removed:
        connection.execute(delete(table).where(_among(table.c.id, removed)))
    for row in added:
        connection.execute(insert(table).values({name: _raw(name, value) for name, value in row.items()}))
    for names, rows in updates.items():
        setting = {name: bindparam(f"v_{name}", type_=String) for name in names}
        statement = update(table).where(table.c.id == bindparam("row_id")).values(setting)
        connection.execute(
            statement, [{"row_id": row["+id"], **{f"v_{name}": row[name] for name in names}} for row in rows]
        )


def _raw(name: str, value: Any) -> Any:
    return bindparam(f"v_{name}", value, type_=String, unique=True)
