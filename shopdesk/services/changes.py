"""Undoing and redoing steps, also after a restart. Puts back what is still as the step left it and names what is not.

What a step is and how it is written down: :mod:`shopdesk.services.recording`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message
from shopdesk.services import review_clock, settings
from shopdesk.services.recording import OWNED, Change, KeptRow, Recorder, UndoOutcome, named, recording
from shopdesk.storage import search
from shopdesk.storage.queries import change_rows
from shopdesk.storage.tables import Base, ChangeItem, ChangeLog

#: Rows from which the times at which reviews are due follow.
_DECIDE_DUE_TIMES = frozenset(("setting", "shop"))

__all__ = ["Change", "KeptRow", "Recorder", "UndoOutcome", "last_undoable", "recording", "redo", "undo"]


def last_undoable(session: Session) -> Change | None:
    """The newest step that was not undone, ``None`` when there is none."""
    query = select(ChangeLog).where(ChangeLog.undone_at.is_(None), ChangeLog.undoable).order_by(ChangeLog.id.desc())
    log = session.scalars(query.limit(1)).first()
    return Change(log.id, log.code, dict(log.params or {})) if log else None


def undo(session: Session, change_id: int) -> UndoOutcome:
    """Put back what a step changed, where it is still as the step left it; the rest is kept and named.

    Raises ``UserError("undo_gone")`` when it was undone already or cannot be.
    """
    log = session.get(ChangeLog, change_id)
    if log is None or log.undone_at is not None or not log.undoable:
        raise UserError("undo_gone")
    if log.batch_id is not None:
        return _undo_import(session, log.batch_id)
    outcome = _replay(session, log, backward=True)
    log.undone_at = now()
    session.flush()
    return outcome


def redo(session: Session, change_id: int) -> UndoOutcome:
    """Do an undone step again. Raises ``UserError("redo_gone")`` when it is not undone."""
    log = session.get(ChangeLog, change_id)
    if log is None or log.undone_at is None or log.batch_id is not None:
        raise UserError("redo_gone")
    log.undone_at = None
    outcome = _replay(session, log, backward=False)
    session.flush()
    return outcome


def _undo_import(session: Session, batch_id: int) -> UndoOutcome:
    from shopdesk.services import import_undo  # only here: it brings the whole of the imports with it

    result = import_undo.undo_batch(session, batch_id)
    kept = tuple(KeptRow(row.kind, row.id, row.name, row.fields) for row in result.kept)
    return UndoOutcome(result.change, kept, redoable=False)


def _replay(session: Session, log: ChangeLog, *, backward: bool) -> UndoOutcome:
    session.flush()
    query = select(ChangeItem.kind, ChangeItem.row_id, ChangeItem.before, ChangeItem.after)
    order = ChangeItem.id.desc() if backward else ChangeItem.id
    items = session.execute(query.where(ChangeItem.change_id == log.id).order_by(order)).all()
    replay = _Replay(session)
    for kind, row_id, before, after in items:
        wanted, expected = (before, after) if backward else (after, before)
        replay.collect(kind, row_id, dict(wanted) if wanted is not None else None, dict(expected or {}))
    replay.run()
    session.expire_all()
    if replay.ids.keys() & _DECIDE_DUE_TIMES:
        review_clock.refresh(session, settings.values(session))
        replay.ids["orders"].clear()  # "many: look again"
    code = ("undone" if backward else "redone") + ("_partly" if replay.kept else "")
    params: dict[str, Any] = {"step": message(log.code, **(log.params or {})), "kept": len(replay.kept)}
    return UndoOutcome(Change(None, code, params, named(replay.ids), undoable=False), tuple(replay.kept))


class _Replay:
    """Rows on their way back (or forth) to recorded values, kind by kind, few statements for many rows."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._wanted: dict[str, dict[int, tuple[dict[str, Any] | None, dict[str, Any]]]] = {}
        self.ids: dict[str, set[int]] = defaultdict(set)
        self.kept: list[KeptRow] = []

    def collect(self, kind: str, row_id: int, wanted: dict[str, Any] | None, expected: dict[str, Any]) -> None:
        """Row ``row_id`` shall hold ``wanted`` (``None``: not exist) if it still holds ``expected``. Told of it again
        (a step that made it and changed it), the last wish and the first expectation of each field count.
        """
        rows = self._wanted.setdefault(kind, {})
        if row_id in rows:
            before, held = rows[row_id]
            wanted = None if wanted is None else {**(before or {}), **wanted}
            expected = {**expected, **held}
        rows[row_id] = (wanted, expected)

    def run(self) -> None:
        """Write: rows go before those that they hang on, and come after them."""
        stale: set[int] = set()
        plans = []
        for table in Base.metadata.sorted_tables:
            if wanted := self._wanted.get(table.name):
                rows = [(row_id, *values) for row_id, values in wanted.items()]
                current = change_rows.stored_rows(self._session, table, [row_id for row_id, _, _ in rows])
                stale |= _orders_of(table.name, rows, current)
                plans.append((table, *self._plan(table.name, rows, current)))
        for table, removed, _, _ in reversed(plans):
            change_rows.write_stored(self._session, table, removed, (), {})
        for table, _, added, updates in plans:
            change_rows.write_stored(self._session, table, (), added, updates)
        if stale:
            search.reindex(self._session, stale)

    def _plan(
        self, kind: str, rows: list[Any], current: dict[int, dict[str, Any]]
    ) -> tuple[list[int], list[dict[str, Any]], dict[tuple[str, ...], list[dict[str, Any]]]]:
        """The ids to remove, the rows to add, those to update by the columns set."""
        updates: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        removed: list[int] = []
        added: list[dict[str, Any]] = []
        self._turn_ownership(kind, rows)
        for row_id, wanted, expected in rows:
            held = current.get(row_id)
            if held is None:
                if wanted is not None and "id" in wanted:
                    added.append(wanted)
                    self.ids[kind].add(row_id)
                continue
            different = tuple(name for name, value in expected.items() if name in held and held[name] != value)
            if different:
                self.kept.append(KeptRow(kind, row_id, _name(held), different))
            if wanted is None:
                if not different:
                    removed.append(row_id)
                    self.ids[kind].add(row_id)
                continue
            fitting = {name: value for name, value in wanted.items() if name not in different and name in held}
            if fitting:
                updates[tuple(sorted(fitting))].append({**fitting, "+id": row_id})
                self.ids[kind].add(row_id)
        return removed, added, updates

    def _turn_ownership(self, kind: str, rows: list[Any]) -> None:
        """Fields that became the owner's own by the step are so no more, or again."""
        gone = [(row_id, name) for row_id, _, expected in rows for name in expected.pop(OWNED, ())]
        back = [(row_id, name) for row_id, wanted, _ in rows for name in (wanted or {}).pop(OWNED, ())]
        change_rows.disown(self._session, kind, gone)
        change_rows.own(self._session, kind, back)


def _orders_of(kind: str, rows: list[Any], current: dict[int, dict[str, Any]]) -> set[int]:
    """The orders whose search text the rows are part of."""
    touched = [
        (row_id, current.get(row_id) or wanted or expected)
        for row_id, wanted, expected in rows
        if search.INDEXED_FIELDS & (set(wanted or expected) | set(expected))
    ]
    if kind == "orders":
        return {row_id for row_id, _ in touched}
    if kind in {"order_line", "shipment"}:
        return {values["order_id"] for _, values in touched if "order_id" in values}
    return set()


def _name(values: Mapping[str, Any]) -> str:
    """What the owner calls a row."""
    for field_name in ("external_no", "code", "title", "name", "waybill", "key"):
        if values.get(field_name):
            return str(values[field_name])
    return str(values.get("id", ""))
