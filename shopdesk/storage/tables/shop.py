"""The shop itself, its channels, warehouses and settings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.base.clock import now
from shopdesk.storage.tables.base import Base, Dated


class Shop(Base):
    """One row: who the shop is. ``timezone`` is an IANA name, ``currency`` ISO 4217, ``country`` ISO 3166 alpha-2."""

    __tablename__ = "shop"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    legal_name: Mapped[str] = mapped_column(default="")
    line1: Mapped[str] = mapped_column(default="")
    line2: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    returns_policy: Mapped[str] = mapped_column(default="")
    thank_you: Mapped[str] = mapped_column(default="")
    vat_no: Mapped[str] = mapped_column(default="", server_default="")
    eori_no: Mapped[str] = mapped_column(default="", server_default="")
    ioss_no: Mapped[str] = mapped_column(default="", server_default="")
    currency: Mapped[str]
    timezone: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)


class ShopSetting(Base):
    """A rule's number that differs from its declared default (``resources/rules.toml``)."""

    __tablename__ = "setting"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]


class Channel(Base, Dated):
    """A place the shop sells at. ``kind`` is a marketplace key (amazon, shopify, taobao …), ``currency`` its own;
    ``ship_within_hours`` of the payment when it promises something else than the shop (R-O4).
    """

    __tablename__ = "channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    currency: Mapped[str]
    country: Mapped[str] = mapped_column(default="")
    ship_within_hours: Mapped[int | None]


class Warehouse(Base, Dated):
    """A place stock is kept at. ``kind``: own, platform, third_party, overseas."""

    __tablename__ = "warehouse"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="own")
    country: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    pooled: Mapped[bool] = mapped_column(default=True)
    batch_id: Mapped[int | None] = mapped_column(index=True)
