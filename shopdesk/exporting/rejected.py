"""The rows an import did not take, as an XLSX to mend and import again: the file's own columns, then the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message, tr
from shopdesk.exporting.xlsx import write_xlsx
from shopdesk.importing.request import Staged
from shopdesk.services.import_rejects import Reject, rejects_of_batch, rejects_of_staged


def save_rejected(staged: Staged, path: Path) -> int:
    """Write the rejected rows of a staged file to ``path``; how many rows. Raises
    ``UserError("import_nothing_rejected")``.
    """
    return _save(staged.detection.headers, rejects_of_staged(staged), path)


def save_rejected_of_batch(session: Session, batch_id: int, path: Path) -> int:
    """The same for an import that was applied, also long ago. Raises ``UserError``: ``import_unknown`` too."""
    headers, rejects = rejects_of_batch(session, batch_id)
    return _save(headers, rejects, path)


def _save(headers: Sequence[str], rejects: Sequence[Reject], path: Path) -> int:
    if not rejects:
        raise UserError("import_nothing_rejected")
    width = max(len(headers), *(len(reject.cells) for reject in rejects))
    titles = [*headers, *[""] * (width - len(headers)), tr("Not imported because"), tr("Row in the file")]
    return write_xlsx(path, titles, _rows(rejects, width), sheet=tr("Not imported")).rows


def _rows(rejects: Sequence[Reject], width: int) -> Iterator[list[Any]]:
    """One row a source row, however many reasons it was refused for."""
    for row, found in groupby(sorted(rejects, key=lambda reject: reject.row), key=lambda reject: reject.row):
        same = list(found)
        cells = list(same[0].cells)
        reasons = dict.fromkeys(message(reject.code, **reject.params) for reject in same)
        yield [*cells, *[""] * (width - len(cells)), " ".join(reasons), row]
