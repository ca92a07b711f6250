"""Search for the smaller lists (products, stock …): every word in some column, by LIKE. Any text is safe (H12)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.search_text import clean
from shopdesk.lists.spec import Found
from shopdesk.storage.raw import raw_rows

_LIMIT = 20_000
_ESCAPES = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


@dataclass(frozen=True)
class LikeSearch:
    """Rows of ``source`` in which each typed word stands somewhere in ``columns``."""

    id: ColumnElement[int]
    source: FromClause
    columns: Sequence[Any]

    def __call__(self, session: Session, typed: str, *, where: ColumnElement[bool] | None) -> Found | None:
        """Newest first; ``None`` when nothing was typed."""
        words = clean(typed).split()
        if not words:
            return None
        query = select(self.id).select_from(self.source).order_by(self.id.desc()).limit(_LIMIT + 1)
        for word in words[:8]:
            pattern = f"%{word.translate(_ESCAPES)}%"
            query = query.where(or_(*(column.like(pattern, escape="\\") for column in self.columns)))
        if where is not None:
            query = query.where(where)
        found = [row[0] for row in raw_rows(session, query)]
        return Found(array("q", found[:_LIMIT]), len(found) > _LIMIT)
