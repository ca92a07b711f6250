"""The search index: one text per order, one per distinct item. Only :mod:`shopdesk.storage.search` writes it.

Both are FTS5 tables over trigrams without positions (``detail=none``: a quarter of the size). What stands in them, and
how short terms are found in trigrams, is said in :mod:`shopdesk.domain.search_text`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.storage.tables.base import Base

FTS_DDL = (
    "CREATE VIRTUAL TABLE search_order USING fts5(text, marks, tokenize='trigram', detail=none)",
    "CREATE VIRTUAL TABLE search_item_text USING fts5(text, tokenize='trigram', detail=none)",
)


class SearchItem(Base):
    """A distinct item as it stands in order lines; orders refer to it by ``id`` in their indexed text."""

    __tablename__ = "search_item"
    __table_args__ = (UniqueConstraint("sku_code", "title", "options"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_code: Mapped[str]
    title: Mapped[str]
    options: Mapped[str]


def _create_fts(_target: Any, connection: Any, **_: Any) -> None:
    for statement in FTS_DDL:
        connection.exec_driver_sql(statement)


event.listen(Base.metadata, "after_create", _create_fts)
