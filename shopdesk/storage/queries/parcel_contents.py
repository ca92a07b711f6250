"""What lies in parcels that are split, merged or packed by recipe, in one statement each for many of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import PackingMaterial, PackingRecipe, Shipment, ShipmentLine

_OUTER = ("box",)


@dataclass(frozen=True, slots=True)
class Packing:
    """A material that a SKU is packed with: own grams, inner millimetres; ``is_outer``: one holds several things."""

    material_id: int
    is_outer: bool
    quantity: int
    weight_g: int | None
    size_mm: tuple[int, int, int] | None


def split_lines(session: Session, shipment_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Pieces by shipment id and order line id, for parcels that hold a part of their order."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    query = select(ShipmentLine.shipment_id, ShipmentLine.order_line_id, ShipmentLine.quantity)
    for shipment_id, line_id, quantity in session.execute(query.where(among(ShipmentLine.shipment_id, shipment_ids))):
        found[shipment_id][line_id] = quantity
    return dict(found)


def merged_orders(session: Session, shipment_ids: Iterable[int]) -> dict[int, list[int]]:
    """The orders whose things travel in each of the parcels besides its own."""
    found: dict[int, list[int]] = defaultdict(list)
    query = select(Shipment.merged_into_id, Shipment.order_id).where(among(Shipment.merged_into_id, shipment_ids))
    for shipment_id, order_id in session.execute(query.where(Shipment.archived_at.is_(None)).order_by(Shipment.id)):
        found[shipment_id or 0].append(order_id)
    return dict(found)


def packing_of(session: Session, sku_ids: Iterable[int]) -> dict[int, list[Packing]]:
    """The recipe of each SKU that has one (R-O12)."""
    found: dict[int, list[Packing]] = defaultdict(list)
    query = (
        select(PackingRecipe.sku_id, PackingRecipe.quantity, PackingMaterial)
        .join(PackingMaterial, PackingMaterial.id == PackingRecipe.material_id)
        .where(among(PackingRecipe.sku_id, set(sku_ids)), PackingMaterial.archived_at.is_(None))
        .order_by(PackingRecipe.id)
    )
    for sku_id, quantity, material in session.execute(query):
        found[sku_id].append(_packing(material, quantity))
    return dict(found)


def _packing(material: PackingMaterial, quantity: int) -> Packing:
    sides = (material.length_mm, material.width_mm, material.height_mm)
    size = None if None in sides else sides
    return Packing(material.id, material.kind in _OUTER, quantity, material.weight_g, size)  # type: ignore[arg-type]
