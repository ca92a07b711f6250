"""What was imported, and how a file's columns were read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.base.clock import now
from shopdesk.storage.tables.base import Base, Dated


class ImportBatch(Base):
    """One applied import; ``summary``: JSON of the result, ``headers``: the file's own, for ``import_problem``."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    format_key: Mapped[str]
    target: Mapped[str]
    channel_id: Mapped[int | None]
    rows: Mapped[int]
    summary: Mapped[dict[str, Any]]
    headers: Mapped[list[str] | None]
    undone_at: Mapped[datetime | None]


class ImportProblem(Base):
    """A row that an import did not take (``cells``: all of it) or took with a remark (``severity`` ``warning``)."""

    __tablename__ = "import_problem"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"), index=True)
    row: Mapped[int]
    severity: Mapped[str]
    code: Mapped[str]
    field: Mapped[str] = mapped_column(default="")
    params: Mapped[dict[str, Any] | None]
    cells: Mapped[list[str] | None]


class ImportProfile(Base, Dated):
    """A named mapping the owner saved; ``mapping`` is shaped as a format declaration, to be shared as TOML."""

    __tablename__ = "import_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    format_key: Mapped[str]
    mapping: Mapped[dict[str, Any]]
