"""What a parcel weighs and measures before it is packed: from its goods, their packing (R-O12) and what is merged into
it. Weighed and measured parcels keep their figures. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shopdesk.domain.freight import Size, special_goods, stacked_size
from shopdesk.storage.queries.paper import PaperOrder, paper_orders
from shopdesk.storage.queries.parcel_contents import Packing, merged_orders, packing_of, split_lines
from shopdesk.storage.tables import OrderLine, Shipment, Sku


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


def measure(session: Session, sources: Sequence[PaperOrder]) -> list[Measured]:
    """Every parcel that ``sources`` travel in, in their order; parcels merged into another one are part of that."""
    shipments = [parcel for source in sources for parcel in source.shipments]
    guests = merged_orders(session, [parcel.id for parcel in shipments])
    split = split_lines(session, [parcel.id for parcel in shipments])
    merged = {order.order.id: order for order in paper_orders(session, [o for ids in guests.values() for o in ids])}
    packing = packing_of(session, [sku_id for source in (*sources, *merged.values()) for sku_id in source.skus])
    found = []
    for source in sources:
        parcels: list[Shipment | None] = [*source.shipments] or [None]
        for parcel in parcels:
            if parcel is not None and parcel.merged_into_id is not None:
                continue
            pieces = _pieces(source, parcel, split)
            if pieces is not None and parcel is not None:
                for order_id in guests.get(parcel.id, ()):
                    pieces += _all_pieces(merged[order_id]) if order_id in merged else []
            found.append(_measured(source, parcel, pieces, packing))
    return found


def _pieces(source: PaperOrder, parcel: Shipment | None, split: Mapping[int, Mapping[int, int]]) -> list[_Piece] | None:
    """What is in the parcel; ``None`` when the order has several and nobody said which holds what."""
    if parcel is not None and parcel.id in split:
        return [_piece(source, line, split[parcel.id].get(line.id, 0)) for line in source.lines]
    return _all_pieces(source) if len(source.shipments) <= 1 else None


def _all_pieces(source: PaperOrder) -> list[_Piece]:
    return [_piece(source, line, line.quantity) for line in source.lines]


def _piece(source: PaperOrder, line: OrderLine, count: int) -> _Piece:
    product = source.products.get(line.sku_id or 0)
    traits = f"{product.traits} {product.tags}" if product is not None else ""
    return _Piece(source.skus.get(line.sku_id or 0), max(0, count), traits, line.sku_code or line.title)


def _measured(
    source: PaperOrder, parcel: Shipment | None, pieces: list[_Piece] | None, packing: Mapping[int, Sequence[Packing]]
) -> Measured:
    held = [piece for piece in pieces or () if piece.count]
    goods = frozenset().union(*(special_goods(piece.traits) for piece in held)) if held else frozenset[str]()
    unweighed = tuple(dict.fromkeys(piece.name for piece in held if piece.sku is None or piece.sku.weight_g is None))
    weighed = parcel.weight_g if parcel is not None else None
    if weighed:
        return Measured(source, parcel, weighed, _size(parcel, held, packing), goods)
    if unweighed or not held:
        return Measured(source, parcel, None, None, goods, unweighed)
    materials = _materials(held, packing)
    weight = sum((piece.sku.weight_g or 0) * piece.count for piece in held if piece.sku is not None)
    weight += sum((material.weight_g or 0) * count for material, count in materials)
    return Measured(source, parcel, weight or None, _size(parcel, held, packing), goods)


def _materials(held: Sequence[_Piece], packing: Mapping[int, Sequence[Packing]]) -> list[tuple[Packing, int]]:
    """Packing by material: boxes once a parcel (as many as the neediest thing asks), the rest for each piece."""
    counts: dict[int, tuple[Packing, int]] = {}
    for piece in held:
        for needed in packing.get(piece.sku.id, ()) if piece.sku is not None else ():
            before = counts[needed.material_id][1] if needed.material_id in counts else 0
            wanted = max(before, needed.quantity) if needed.is_outer else before + needed.quantity * piece.count
            counts[needed.material_id] = (needed, wanted)
    return list(counts.values())


def _size(parcel: Shipment | None, held: Sequence[_Piece], packing: Mapping[int, Sequence[Packing]]) -> Size | None:
    """Measured, else the largest box it is packed in, else its things stacked when all are measured."""
    own = _sides(parcel)
    if own is not None:
        return own
    boxes = [material.size_mm for material, _ in _materials(held, packing) if material.size_mm]
    if boxes:
        return max(boxes, key=lambda size: size[0] * size[1] * size[2])
    sizes = [(_sides(piece.sku), piece.count) for piece in held]
    known = [(size, count) for size, count in sizes if size is not None]
    return stacked_size(known) if len(known) == len(sizes) else None


def _sides(thing: Shipment | Sku | None) -> Size | None:
    if thing is None or not (thing.length_mm and thing.width_mm and thing.height_mm):
        return None
    return thing.length_mm, thing.width_mm, thing.height_mm
