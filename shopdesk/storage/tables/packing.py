"""Waves of orders that are picked together, and what goods are packed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.storage.tables.base import Base, Dated


class Wave(Base, Dated):
    """Orders of one warehouse and carrier that are picked in one walk (R-O5). ``state``: open, picked, handed_over."""

    __tablename__ = "wave"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    warehouse_id: Mapped[int | None] = mapped_column(ForeignKey("warehouse.id"))
    carrier: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    picker: Mapped[str] = mapped_column(default="")
    picked_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]


class PackingMaterial(Base, Dated):
    """A box, bag, film, filling or tape. Inner size in mm, own weight in g; ``protects``: traits it answers to
    (R-O12), space-separated.
    """

    __tablename__ = "packing_material"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="box")
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    weight_g: Mapped[int | None]
    is_eco: Mapped[bool] = mapped_column(default=False)
    protects: Mapped[str] = mapped_column(default="")
    cost_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")


class PackingRecipe(Base):
    """A SKU is packed with so many of a material (layers of film, pieces of a box)."""

    __tablename__ = "packing_recipe"
    __table_args__ = (UniqueConstraint("sku_id", "material_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id", ondelete="CASCADE"))
    material_id: Mapped[int] = mapped_column(ForeignKey("packing_material.id", ondelete="CASCADE"))
    quantity: Mapped[int] = mapped_column(default=1)
