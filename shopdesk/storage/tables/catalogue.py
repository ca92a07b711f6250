"""Products, their SKUs, and the listings that offer a SKU on a channel."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.storage.tables.base import Base, Dated, FromImport


class Product(Base, Dated, FromImport):
    """What is sold; its sellable forms are SKUs. ``handle`` is the key that exports group variants by."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    brand: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    image_url: Mapped[str] = mapped_column(default="")
    tags: Mapped[str] = mapped_column(default="")
    traits: Mapped[str] = mapped_column(default="")
    hs_code: Mapped[str] = mapped_column(default="")
    origin_country: Mapped[str] = mapped_column(default="")
    customs_name_en: Mapped[str] = mapped_column(default="", server_default="")


class Sku(Base, Dated, FromImport):
    """A sellable form. ``code`` is the owner's text, never a number; without one it is ``handle/option/option``."""

    __tablename__ = "sku"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(default="")
    options: Mapped[str] = mapped_column(default="")
    barcode: Mapped[str] = mapped_column(default="")
    weight_g: Mapped[int | None]
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    cost_minor: Mapped[int | None]
    price_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")


class Listing(Base, Dated, FromImport):
    """A SKU offered on a channel, with the channel's own id, title, price and quantity."""

    __tablename__ = "listing"
    __table_args__ = (
        UniqueConstraint("channel_id", "external_id", "sku_id"),
        Index("ix_listing_channel_sku", "channel_id", "sku_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id", ondelete="CASCADE"), index=True)
    external_id: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    price_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int | None]
    source_status: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    extra: Mapped[dict[str, Any] | None]
