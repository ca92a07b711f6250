"""What was put on paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.base.clock import now
from shopdesk.storage.tables.base import Base


class PrintJob(Base):
    """One print or PDF. ``document``: D01, D04, D05 …; ``printed``: pages that came out, for a resume after a jam."""

    __tablename__ = "print_job"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    document: Mapped[str]
    size_key: Mapped[str] = mapped_column(default="")
    printer: Mapped[str] = mapped_column(default="")
    pdf: Mapped[str] = mapped_column(default="")
    copies: Mapped[int] = mapped_column(default=1)
    total: Mapped[int]
    printed: Mapped[int] = mapped_column(default=0)


class PrintJobItem(Base):
    """What stood at each place of a job; ``is_copy`` marks a reprint (in the log, never on the label)."""

    __tablename__ = "print_job_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("print_job.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    order_id: Mapped[int] = mapped_column(index=True)
    shipment_id: Mapped[int | None]
    is_copy: Mapped[bool] = mapped_column(default=False)
