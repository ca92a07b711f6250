"""Packing materials and what SKUs are packed in, in few statements for many SKUs. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import PackingMaterial, PackingRecipe, Product, Sku


@dataclass(frozen=True, slots=True)
class RecipeRow:
    """So many of a material for one piece of a SKU."""

    material_id: int
    name: str
    kind: str
    protects: str
    quantity: int


def materials(session: Session) -> Sequence[PackingMaterial]:
    """The materials in use, by kind and name."""
    query = select(PackingMaterial).where(PackingMaterial.archived_at.is_(None))
    return session.scalars(query.order_by(PackingMaterial.kind, PackingMaterial.name)).all()


def recipes(session: Session, sku_ids: Iterable[int]) -> dict[int, list[RecipeRow]]:
    """What each SKU is packed in, materials in use only."""
    query = (
        select(
            PackingRecipe.sku_id, PackingMaterial.id, PackingMaterial.name, PackingMaterial.kind,
            PackingMaterial.protects, PackingRecipe.quantity,
        )
        .join(PackingMaterial, PackingMaterial.id == PackingRecipe.material_id)
        .where(among(PackingRecipe.sku_id, sku_ids), PackingMaterial.archived_at.is_(None))
        .order_by(PackingRecipe.sku_id, PackingMaterial.kind, PackingMaterial.name)
    )  # fmt: skip
    found: dict[int, list[RecipeRow]] = {}
    for sku_id, material_id, name, kind, protects, quantity in session.execute(query):
        found.setdefault(sku_id, []).append(RecipeRow(material_id, name, kind, protects, quantity))
    return found


def sku_traits(session: Session) -> list[tuple[int, str, str, str]]:
    """Id, code, title and the words about its traits of every SKU in use, by code."""
    query = (
        select(Sku.id, Sku.code, Product.title, Product.traits + " " + Product.tags)
        .join(Product, Product.id == Sku.product_id)
        .where(Sku.archived_at.is_(None))
        .order_by(Sku.code)
    )
    return [(sku_id, code, title, words) for sku_id, code, title, words in session.execute(query)]
