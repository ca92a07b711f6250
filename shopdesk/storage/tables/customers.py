"""Buyers the shop knows from its customer exports."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.storage.tables.base import Base, Dated, FromImport


class Customer(Base, Dated, FromImport):
    """A person or company. ``external_id`` is the platform's; re-imports match on ``key`` (id, e-mail or phone)."""

    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int | None] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(unique=True)
    external_id: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", index=True)
    phone: Mapped[str] = mapped_column(default="", index=True)
    company: Mapped[str] = mapped_column(default="")
    line1: Mapped[str] = mapped_column(default="")
    line2: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    orders_count: Mapped[int | None]
    spent_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")
    accepts_marketing: Mapped[bool | None]
    note: Mapped[str] = mapped_column(default="")
    tags: Mapped[str] = mapped_column(default="")
