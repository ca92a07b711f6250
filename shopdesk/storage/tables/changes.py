"""What was changed, so that it can be undone after a restart, and which fields are the owner's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.base.clock import now
from shopdesk.storage.tables.base import Base


class ChangeLog(Base):
    """One step. ``code`` + ``params`` say it in words; ``batch_id`` when an import made it."""

    __tablename__ = "change_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    code: Mapped[str]
    params: Mapped[dict[str, Any] | None]
    batch_id: Mapped[int | None] = mapped_column(index=True)
    undoable: Mapped[bool] = mapped_column(default=True)
    undone_at: Mapped[datetime | None]


class ChangeItem(Base):
    """One row a step touched: ``before`` and ``after`` hold changed columns as stored; ``None``: there was no row."""

    __tablename__ = "change_item"
    __table_args__ = (Index("ix_change_item_row", "kind", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change_log.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


class OwnerEdit(Base):
    """A field the owner typed over: imports leave it alone and say so."""

    __tablename__ = "owner_edit"

    kind: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
