"""Writing down what a step changes. Services write rows only through a :class:`Recorder`.

It keeps each row's columns before and after as they are stored, marks what the owner typed over, and keeps the search
index up to date. ``services.changes`` undoes and redoes what stands here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from shopdesk.storage import search
from shopdesk.storage.queries import change_rows
from shopdesk.storage.tables import Base, ChangeItem, ChangeLog
from shopdesk.storage.types import stored_value

_MANY = 1_000  # more rows than this are told as "many: look again"
OWNED = "+owned"  # in ``after``: the fields that became the owner's own by this step


@dataclass(frozen=True, slots=True)
class Change:
    """What a service did. ``code`` + ``params`` say it in words (``base.i18n.message``).

    ``id`` is the logged step (``None``: there is none); ``ids`` names the rows touched by kind (table name), an empty
    tuple meaning "many: look again". ``quiet``: the program's own doing, shown by the views and not told.
    """

    id: int | None
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    undoable: bool = True
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that an undo left alone: ``fields`` were changed since."""

    kind: str
    id: int
    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """What an undo (or redo) did, and what it kept because it was changed later.

    ``redoable``: whether ``changes.redo`` can do the step again; an import cannot, its file is imported again.
    """

    change: Change
    kept: tuple[KeptRow, ...] = ()
    redoable: bool = True


class Recorder:
    """Collects the rows of one step; made by :func:`recording`. ``change`` is there when the block has ended."""

    def __init__(self, session: Session, log: ChangeLog, *, quiet: bool = False) -> None:
        self.session = session
        self._quiet = quiet
        self.params: dict[str, Any] = log.params or {}
        self.change = Change(None, log.code, self.params)
        self._log = log
        self._updates: dict[tuple[str, int], dict[str, tuple[Any, Any]]] = {}
        self._rows: dict[tuple[str, int], Any] = {}
        self._owned: dict[tuple[str, int], set[str]] = defaultdict(set)
        self._inserted: list[Any] = []
        self._deleted: list[tuple[str, int, dict[str, Any]]] = []
        self._bulk: dict[str, set[int]] = defaultdict(set)
        self._stale_orders: set[int] = set()

    def update(self, row: Any, *, by_owner: bool = False, **values: Any) -> bool:
        """Set fields of a loaded ``row``; whether any differed. ``by_owner``: imports leave them alone from now on."""
        key = (row.__tablename__, row.id)
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        fields = self._updates.setdefault(key, {})
        for name, value in changed.items():
            before = fields[name][0] if name in fields else stored_value(getattr(row, name))
            setattr(row, name, value)
            fields[name] = (before, stored_value(value))
        self._rows[key] = row
        if by_owner:
            self._owned[key].update(changed)
        self._mark_stale(row, changed)
        return bool(changed)

    def insert(self, row: Any) -> None:
        """Add a new row; it has its id afterwards."""
        self.session.add(row)
        self.session.flush()
        self._inserted.append(row)
        self._mark_stale(row, search.INDEXED_FIELDS)

    def delete(self, row: Any) -> None:
        """Take a row away; what hangs on it must be taken away first."""
        self._deleted.append((row.__tablename__, row.id, _row_values(row)))
        self.session.delete(row)
        self._mark_stale(row, search.INDEXED_FIELDS)

    def update_many(self, model: type[Base], ids: Sequence[int], **values: Any) -> None:
        """Set the same fields of thousands of rows in two statements (values or SQL expressions)."""
        if not ids:
            return
        self.session.flush()
        table = _table(model.__tablename__)
        change_rows.update_recorded(self.session, self._log.id, table, ids, values)
        self._bulk[table.name].update(ids)
        if table.name == "orders" and search.INDEXED_FIELDS & set(values):
            self._stale_orders.update(ids)

    def insert_many(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add thousands of rows in three statements; their ids are given here."""
        if not rows:
            return
        self.session.flush()
        table = _table(model.__tablename__)
        ids = change_rows.insert_recorded(self.session, self._log.id, table, rows)
        self._bulk[table.name].update(ids)
        if table.name in {"shipment", "order_line"}:
            self._stale_orders.update(row["order_id"] for row in rows)

    def _mark_stale(self, row: Any, fields: Mapping[str, Any] | frozenset[str]) -> None:
        if search.INDEXED_FIELDS & set(fields):
            if row.__tablename__ == "orders":
                self._stale_orders.add(row.id)
            elif row.__tablename__ in {"order_line", "shipment"}:
                self._stale_orders.add(row.order_id)

    def finish(self) -> None:
        """Write the step down; called by :func:`recording`."""
        self.session.flush()
        deleted = (
            {"change_id": self._log.id, "kind": kind, "row_id": row_id, "before": before, "after": None}
            for kind, row_id, before in self._deleted
        )
        items = [*self._update_items(), *deleted, *self._insert_items()]  # a new row may have the id of a deleted one
        if items:
            self.session.execute(insert(ChangeItem), items)
        ids: dict[str, set[int]] = defaultdict(set, {kind: set(found) for kind, found in self._bulk.items()})
        for item in items:
            ids[item["kind"]].add(item["row_id"])
        if not ids and self._log.undoable:
            self.session.delete(self._log)
            self.change = Change(None, self._log.code, self.params, {}, undoable=False)
            return
        self._log.params = self.params
        if self._stale_orders:
            search.reindex(self.session, self._stale_orders)
        self.change = Change(
            self._log.id, self._log.code, self.params, named(ids), undoable=self._log.undoable, quiet=self._quiet
        )

    def _update_items(self) -> Iterator[dict[str, Any]]:
        new = self._own()
        made = {(row.__tablename__, row.id) for row in self._inserted}  # these are written down as they are now
        for (kind, row_id), fields in self._updates.items():
            if not fields or (kind, row_id) in made:
                continue
            after: dict[str, Any] = {name: new for name, (_, new) in fields.items()}
            if owned := sorted(new[kind, row_id]):
                after[OWNED] = owned
            before = {name: old for name, (old, _) in fields.items()}
            yield {"change_id": self._log.id, "kind": kind, "row_id": row_id, "before": before, "after": after}

    def _own(self) -> Mapping[tuple[str, int], set[str]]:
        """Mark the fields typed over; by row, those that were not marked before."""
        by_kind: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for (kind, row_id), names in self._owned.items():
            by_kind[kind].update((row_id, name) for name in names)
        new: dict[tuple[str, int], set[str]] = defaultdict(set)
        for kind, fields in by_kind.items():
            for row_id, name in change_rows.own(self.session, kind, fields):
                new[kind, row_id].add(name)
        return new

    def _insert_items(self) -> Iterator[dict[str, Any]]:
        for row in self._inserted:
            kind = row.__tablename__
            yield {
                "change_id": self._log.id, "kind": kind, "row_id": row.id, "before": None, "after": _row_values(row),
            }  # fmt: skip


@contextmanager
def recording(
    session: Session, code: str, *, undoable: bool = True, quiet: bool = False, **params: Any
) -> Iterator[Recorder]:
    """One step: what is done through the recorder in the block is logged under ``code``; see ``recorder.change``.

    ``quiet``: see :class:`Change`.
    """
    log = ChangeLog(code=code, params=params, undoable=undoable)
    session.add(log)
    session.flush()
    step = Recorder(session, log, quiet=quiet)
    yield step
    step.finish()
    session.flush()


def named(ids: Mapping[str, set[int]]) -> dict[str, tuple[int, ...]]:
    """Ids by kind as a :class:`Change` tells them."""
    return {kind: tuple(sorted(found)) if len(found) <= _MANY else () for kind, found in ids.items()}


def _table(kind: str) -> Table:
    return Base.metadata.tables[kind]


def _row_values(row: Any) -> dict[str, Any]:
    return {column.key: stored_value(getattr(row, column.key)) for column in row.__table__.columns}
