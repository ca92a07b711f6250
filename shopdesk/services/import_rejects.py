"""The rejected rows of a staged file or of an import that was applied, with their source cells."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.importing.request import Staged
from shopdesk.storage.staging import reading
from shopdesk.storage.tables import ImportBatch, ImportProblem


@dataclass(frozen=True, slots=True)
class Reject:
    """A source row (as Excel shows it) that was not imported: why, and what stood in it."""

    row: int
    code: str
    params: Mapping[str, Any]
    cells: Sequence[str]


def rejects_of_staged(staged: Staged) -> list[Reject]:
    """All rejected rows of a staging file, in file order."""
    with reading(staged.path) as connection:
        found = connection.execute(
            "SELECT row, code, params, cells FROM problem WHERE severity = 'rejected' ORDER BY row, id"
        ).fetchall()
    return [Reject(row, code, json.loads(params), json.loads(cells or "[]")) for row, code, params, cells in found]


def rejects_of_batch(session: Session, batch_id: int) -> tuple[list[str], list[Reject]]:
    """The file's headers and all rejected rows of an import. Raises ``UserError("import_unknown")``."""
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise UserError("import_unknown", batch=batch_id)
    query = select(ImportProblem).where(ImportProblem.batch_id == batch_id, ImportProblem.severity == "rejected")
    found = session.scalars(query.order_by(ImportProblem.row, ImportProblem.id))
    return batch.headers or [], [Reject(p.row, p.code, p.params or {}, p.cells or []) for p in found]
