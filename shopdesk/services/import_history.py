"""The imports that were made: for the list from which one of them is taken back. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.storage.tables import ChangeLog, ImportBatch


@dataclass(frozen=True, slots=True)
class Batch:
    """One import. ``imported`` and ``rejected`` count rows of the file; ``undone_at`` when it was taken back."""

    id: int
    at: datetime
    file_name: str
    format_key: str
    target: str
    rows: int
    imported: int
    rejected: int
    undone_at: datetime | None
    undoable: bool


def batches(session: Session, limit: int = 500) -> list[Batch]:
    """The last ``limit`` imports, newest first."""
    steps = select(ChangeLog.batch_id).where(ChangeLog.batch_id.is_not(None), ChangeLog.undoable)
    undoable = set(session.scalars(steps))
    found = session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(limit))
    return [_batch(row, row.id in undoable) for row in found]


def _batch(row: ImportBatch, undoable: bool) -> Batch:
    summary: dict[str, Any] = row.summary or {}
    return Batch(
        id=row.id,
        at=row.at,
        file_name=row.file_name,
        format_key=row.format_key,
        target=row.target,
        rows=row.rows,
        imported=int(summary.get("imported", 0)),
        rejected=int(summary.get("rejected_rows", 0)),
        undone_at=row.undone_at,
        undoable=undoable and row.undone_at is None,
    )
