"""What was imported, and how a file's columns were read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.base.clock import now
from shopdesk.storage.tables.base import Base, Dated


class ImportBatch(Base):
    """One applied import; ``summary`` is the JSON of the result, ``rejected`` the rows that were not imported."""

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
    undone_at: Mapped[datetime | None]


class ImportProfile(Base, Dated):
    """A named mapping the owner saved; ``mapping`` has the shape of a format declaration, so it can be shared as TOML."""

    __tablename__ = "import_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    format_key: Mapped[str]
    mapping: Mapped[dict[str, Any]]
