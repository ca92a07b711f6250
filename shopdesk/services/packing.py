"""What goods are packed in (R-O12): materials, the recipe of each SKU, and what follows for an order.

A shop that keeps no materials is asked nothing. Each step is one undoable Change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.packing import (
    Box,
    BoxFit,
    Lack,
    MaterialKind,
    Piece,
    RecipeLine,
    Trait,
    lacks,
    suggest_box,
    traits_of,
)
from shopdesk.domain.search_text import clean
from shopdesk.services import settings
from shopdesk.services.recording import Change, recording
from shopdesk.storage.queries import packing as sql
from shopdesk.storage.queries.packing import RecipeRow
from shopdesk.storage.queries.paper import PaperOrder
from shopdesk.storage.tables import PackingMaterial, PackingRecipe, Sku


@dataclass(frozen=True, slots=True)
class Material:
    """A packing material. Inner sides in mm, own weight in g, ``None`` when not known."""

    id: int | None
    name: str
    kind: MaterialKind = MaterialKind.BOX
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    weight_g: int | None = None
    is_eco: bool = False
    protects: frozenset[Trait] = frozenset()

    @property
    def box(self) -> Box | None:
        """As a box, when it is one and its sides are known."""
        sides = self.length_mm, self.width_mm, self.height_mm
        if self.kind is not MaterialKind.BOX or not all(sides):
            return None
        return Box(self.name, (sides[0] or 0, sides[1] or 0, sides[2] or 0))


@dataclass(frozen=True, slots=True)
class SkuPacking:
    """A SKU with its traits, its recipe (quantity by material id) and what that lacks."""

    id: int
    code: str
    title: str
    traits: frozenset[Trait]
    recipe: Mapping[int, int]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class OrderPacking:
    """What an order is packed in: materials with quantities, the box that fits, and what SKUs' recipes lack."""

    materials: tuple[tuple[str, int], ...] = ()
    box: BoxFit | None = None
    lacks: tuple[tuple[str, tuple[Lack, ...]], ...] = ()


def materials(session: Session) -> list[Material]:
    """The materials in use, by kind and name."""
    return [_material(row) for row in sql.materials(session)]


def has_materials(session: Session) -> bool:
    """Whether the shop keeps any."""
    return bool(session.scalar(select(PackingMaterial.id).where(PackingMaterial.archived_at.is_(None)).limit(1)))


def _material(row: PackingMaterial) -> Material:
    return Material(
        row.id, row.name, _kind(row.kind), row.length_mm, row.width_mm, row.height_mm, row.weight_g, row.is_eco,
        traits_of(row.protects),
    )  # fmt: skip


def _kind(stored: str) -> MaterialKind:
    return MaterialKind(stored) if stored in set(MaterialKind) else MaterialKind.BOX


def save_material(session: Session, material: Material) -> Change:
    """Add a material, or change the one of its id. Raises ``UserError``: ``material_unnamed``, ``material_taken``,
    ``material_gone``.
    """
    name = " ".join(clean(material.name).split())
    if not name:
        raise UserError("material_unnamed")
    named = session.scalars(select(PackingMaterial).where(PackingMaterial.name == name)).first()
    if named is not None and named.id != material.id and named.archived_at is None:
        raise UserError("material_taken", name=name)
    values: dict[str, Any] = {
        "name": name, "kind": str(material.kind), "length_mm": material.length_mm, "width_mm": material.width_mm,
        "height_mm": material.height_mm, "weight_g": material.weight_g, "is_eco": material.is_eco,
        "protects": " ".join(sorted(material.protects)), "archived_at": None,
    }  # fmt: skip
    row = named if material.id is None else session.get(PackingMaterial, material.id)
    if material.id is not None and row is None:
        raise UserError("material_gone")
    with recording(session, "material_saved", name=name) as step:
        if row is None:
            step.insert(PackingMaterial(**values))
        else:
            step.update(row, **values)
    return step.change


def archive_material(session: Session, material_id: int) -> Change:
    """Not used any more; recipes go on without it. Raises ``UserError("material_gone")``."""
    row = session.get(PackingMaterial, material_id)
    if row is None:
        raise UserError("material_gone")
    with recording(session, "material_archived", name=row.name) as step:
        step.update(row, archived_at=now())
    return step.change


def set_recipe(session: Session, sku_ids: Sequence[int], recipe: Mapping[int, int]) -> Change:
    """Pack these SKUs in ``recipe``: quantity for one piece by material id; 0 takes a material out.

    Raises ``UserError("sku_gone")``.
    """
    codes = session.scalars(select(Sku.code).where(Sku.id.in_(sku_ids)).order_by(Sku.code)).all()
    if not codes or len(codes) != len(set(sku_ids)):
        raise UserError("sku_gone")
    wanted = {material: quantity for material, quantity in recipe.items() if quantity > 0}
    code = "recipe_saved_one" if len(codes) == 1 else "recipe_saved_many"
    with recording(session, code, sku=codes[0], n=len(codes)) as step:
        known = session.scalars(select(PackingRecipe).where(PackingRecipe.sku_id.in_(sku_ids))).all()
        for row in known:
            if row.material_id not in wanted:
                step.delete(row)
            else:
                step.update(row, quantity=wanted[row.material_id])
        session.flush()
        stands = {(row.sku_id, row.material_id) for row in known}
        for sku_id in dict.fromkeys(sku_ids):
            for material, quantity in wanted.items():
                if (sku_id, material) not in stands:
                    step.insert(PackingRecipe(sku_id=sku_id, material_id=material, quantity=quantity))
    return step.change


def skus(session: Session) -> list[SkuPacking]:
    """Every SKU with its recipe and what that lacks, those that lack something first, then by code."""
    rows = sql.sku_traits(session)
    recipes = sql.recipes(session, [sku_id for sku_id, *_ in rows])
    found = [
        SkuPacking(
            sku_id, code, title, traits_of(words),
            {row.material_id: row.quantity for row in recipes.get(sku_id, ())},
            lacks(traits_of(words), _lines(recipes.get(sku_id, ()))),
        )
        for sku_id, code, title, words in rows
    ]  # fmt: skip
    return sorted(found, key=lambda sku: (not sku.lacks, sku.code))


def _lines(rows: Iterable[RecipeRow]) -> list[RecipeLine]:
    return [RecipeLine(row.name, _kind(row.kind), row.quantity, traits_of(row.protects)) for row in rows]


def packing_of(session: Session, sources: Sequence[PaperOrder]) -> dict[int, OrderPacking]:
    """What each of the orders is packed in, by order id; nothing for a shop without materials."""
    known = materials(session)
    if not known:
        return {}
    boxes = [material.box for material in known if material.box is not None]
    sku_ids = {line.sku_id for source in sources for line in source.lines if line.sku_id is not None}
    recipes = sql.recipes(session, sku_ids)
    limits = {
        "fill_min": settings.get(session, "packing.fill_min_percent"),
        "fill_max": settings.get(session, "packing.fill_max_percent"),
    }
    return {source.order.id: _packing(source, recipes, boxes, limits) for source in sources}


def _packing(
    source: PaperOrder, recipes: Mapping[int, list[RecipeRow]], boxes: Sequence[Box], limits: Mapping[str, int]
) -> OrderPacking:
    """A single piece goes into the box of its recipe; several go into the one that their volume asks for."""
    units = [(line.sku_id, line.quantity) for line in source.lines if line.sku_id is not None and line.quantity > 0]
    box = suggest_box(_pieces(source), boxes, **limits)
    is_single = sum(quantity for _, quantity in units) == 1
    needed: dict[str, int] = {}
    for sku_id, quantity in units:
        for row in recipes.get(sku_id or 0, ()):
            if row.kind != MaterialKind.BOX or is_single or box is None:
                needed[row.name] = needed.get(row.name, 0) + row.quantity * quantity
    own_box = is_single and any(row.kind == MaterialKind.BOX for sku_id, _ in units for row in recipes.get(sku_id, ()))
    return OrderPacking(tuple(needed.items()), None if own_box else box, _lacking(source, recipes))


def _pieces(source: PaperOrder) -> list[Piece]:
    """The goods with their sides; none at all when those of one are not known."""
    pieces = []
    for line in source.lines:
        sku = source.skus.get(line.sku_id or 0)
        if line.quantity <= 0:
            continue
        if sku is None or not (sku.length_mm and sku.width_mm and sku.height_mm):
            return []
        pieces.append(Piece((sku.length_mm, sku.width_mm, sku.height_mm), line.quantity))
    return pieces


def _lacking(
    source: PaperOrder, recipes: Mapping[int, list[RecipeRow]]
) -> tuple[tuple[str, tuple[Lack, ...]], ...]:  # fmt: skip
    found = {}
    for sku_id, product in source.products.items():
        lacking = lacks(traits_of(f"{product.traits} {product.tags}"), _lines(recipes.get(sku_id, ())))
        if lacking:
            found[source.skus[sku_id].code] = lacking
    return tuple(found.items())
