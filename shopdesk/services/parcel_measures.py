"""What a parcel weighs and measures before it is packed: from its goods, their packing (R-O12) and what is merged into
it. Weighed and measured parcels keep their figures. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shopdesk.domain.freight import Size, special_goods, stacked_size
from shopdesk.domain.packing import MaterialKind
from shopdesk.storage.queries import packing as sql
from shopdesk.storage.queries.paper import PaperOrder, travelling_orders
from shopdesk.storage.tables import OrderLine, PackingMaterial, Shipment, Sku


@dataclass(frozen=True, slots=True)
class Measured:
    """A parcel: grams and millimetres (``None``: not known), special goods in it; ``unweighed``: the SKUs (or titles)
    whose weight nobody knows. ``shipment`` is ``None`` for the first parcel of an order that has none yet.
    """

    source: PaperOrder
    shipment: Shipment | None
    weight_g: int | None
    size_mm: Size | None
    goods: frozenset[str]
    unweighed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """So many of one thing; ``name`` is what the owner calls it."""

    sku: Sku | None
    count: int
    traits: str
    name: str


def measure(session: Session, order_ids: Sequence[int]) -> list[Measured]:
    """Every parcel that the orders travel in, in their sequence; of orders that share one, it is the host's."""
    asked = travelling_orders(session, order_ids)
    sources = list({source.order.id: source for source in (each.host or each for each in asked)}.values())
    return _measured_all(session, sources)


def gross_weights(session: Session, sources: Sequence[PaperOrder]) -> dict[tuple[int, int | None], int | None]:
    """Grams of every parcel, packing and all, by order id and shipment id: the one weight that labels, customs papers
    and prices go by.
    """
    return {
        (parcel.source.order.id, parcel.shipment.id if parcel.shipment is not None else None): parcel.weight_g
        for parcel in _measured_all(session, sources)
    }


def _measured_all(session: Session, sources: Sequence[PaperOrder]) -> list[Measured]:
    packing = _Packing(session, sources)
    found = []
    for source in sources:
        parcels: list[Shipment | None] = [*source.shipments] or [None]
        found += [_measured(source, parcel, packing) for parcel in parcels]
    return found


class _Packing:
    """What each SKU is packed in, and what that weighs and measures."""

    def __init__(self, session: Session, sources: Sequence[PaperOrder]) -> None:
        self._recipes = sql.recipes(
            session, {sku for source in sources for each in source.in_parcel for sku in each.skus}
        )
        self._materials = {row.id: row for row in sql.materials(session)} if self._recipes else {}

    def of(self, held: Sequence[_Piece]) -> list[tuple[PackingMaterial, int]]:
        """Boxes once a parcel (as many as the neediest thing asks), every other material for each piece."""
        counts: dict[int, int] = {}
        for piece in held:
            for needed in self._recipes.get(piece.sku.id, ()) if piece.sku is not None else ():
                before = counts.get(needed.material_id, 0)
                is_box = needed.kind == MaterialKind.BOX
                counts[needed.material_id] = (
                    max(before, needed.quantity) if is_box else before + needed.quantity * piece.count
                )
        return [(self._materials[row_id], count) for row_id, count in counts.items() if row_id in self._materials]


def _pieces(source: PaperOrder, parcel: Shipment | None) -> list[_Piece]:
    """What is in the parcel; nothing when the order has several and nobody said which holds what."""
    inside = source.contents.get(parcel.id) if parcel is not None else None
    if inside is None and len(source.shipments) > 1:
        return []
    return [
        _piece(each, line, line.quantity if inside is None else inside.get(line.id, 0))
        for each in source.in_parcel
        for line in each.lines
    ]


def _piece(source: PaperOrder, line: OrderLine, count: int) -> _Piece:
    product = source.products.get(line.sku_id or 0)
    traits = f"{product.traits} {product.tags}" if product is not None else ""
    return _Piece(source.skus.get(line.sku_id or 0), max(0, count), traits, line.sku_code or line.title)


def _measured(source: PaperOrder, parcel: Shipment | None, packing: _Packing) -> Measured:
    held = [piece for piece in _pieces(source, parcel) if piece.count]
    goods = frozenset[str]().union(*(special_goods(piece.traits) for piece in held))
    unweighed = tuple(dict.fromkeys(piece.name for piece in held if piece.sku is None or piece.sku.weight_g is None))
    materials = packing.of(held)
    size = _sides(parcel) or _size(held, materials)
    if parcel is not None and parcel.weight_g:
        return Measured(source, parcel, parcel.weight_g, size, goods)
    if unweighed or not held:
        return Measured(source, parcel, None, None, goods, unweighed)
    weight = sum((piece.sku.weight_g or 0) * piece.count for piece in held if piece.sku is not None)
    weight += sum((material.weight_g or 0) * count for material, count in materials)
    return Measured(source, parcel, weight or None, size, goods)


def _size(held: Sequence[_Piece], materials: Sequence[tuple[PackingMaterial, int]]) -> Size | None:
    """The largest box it is packed in, else its things stacked when all are measured."""
    boxes = [sides for row, _ in materials if row.kind == MaterialKind.BOX and (sides := _sides(row))]
    if boxes:
        return max(boxes, key=lambda sides: sides[0] * sides[1] * sides[2])
    sizes = [(_sides(piece.sku), piece.count) for piece in held]
    known = [(size, count) for size, count in sizes if size is not None]
    return stacked_size(known) if len(known) == len(sizes) else None


def _sides(thing: Shipment | Sku | PackingMaterial | None) -> Size | None:
    if thing is None or not (thing.length_mm and thing.width_mm and thing.height_mm):
        return None
    return thing.length_mm, thing.width_mm, thing.height_mm
