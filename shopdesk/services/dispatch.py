"""Where each order leaves from, with which others, and in which sequence: one answer for pick lists, labels and packing
notes. Prints nothing and changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shopdesk.domain.orders import OrderState
from shopdesk.domain.paper import printable
from shopdesk.domain.picking import NO_BIN_SEQUENCE
from shopdesk.storage.queries.paper import PaperOrder, first_bins, shelf_stock, warehouses
from shopdesk.storage.tables import Warehouse

_NOT_PICKED = {OrderState.CANCELLED, OrderState.RETURNED}
Stock = dict[int, dict[int, int]]


@dataclass(frozen=True, slots=True)
class Wave:
    """One walk through a warehouse for one carrier. ``members`` in the sequence asked for; ``bins`` by SKU id: code
    and place in the walk. ``number`` counts from 1; 0 for orders that are not picked (any more).
    """

    number: int
    place: Warehouse | None
    carrier: str
    members: tuple[PaperOrder, ...]
    bins: Mapping[int, tuple[str, int]]

    @property
    def walk(self) -> list[PaperOrder]:
        """The orders by the first bin that the walk reaches for each."""
        return sorted(self.members, key=self._first_bin)

    @property
    def place_name(self) -> str:
        """The warehouse as it is printed."""
        return printable(self.place.name) if self.place else ""

    def _first_bin(self, source: PaperOrder) -> tuple[int, str]:
        found = (self.bins.get(line.sku_id or 0, ("", NO_BIN_SEQUENCE)) for line in source.lines)
        return min(((sequence, code) for code, sequence in found), default=(NO_BIN_SEQUENCE, ""))


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The waves of some orders, sorted by warehouse and carrier, what is not picked last. ``stock``: pieces on the
    shelf by warehouse and SKU id.
    """

    waves: tuple[Wave, ...]
    stock: Stock
    has_many_places: bool


def dispatch(session: Session, sources: Sequence[PaperOrder], warehouse_id: int | None = None) -> Dispatch:
    """An order leaves where most of its lines are in stock, among equals from the warehouse in the country it goes to,
    then from the owner's own; or from ``warehouse_id``.
    """
    stock = shelf_stock(session, (line.sku_id for source in sources for line in source.lines if line.sku_id))
    places = warehouses(session)
    by_id = {place.id: place for place in places}
    grouped: dict[tuple[bool, int, str], list[PaperOrder]] = defaultdict(list)
    for source in sources:
        place = _place(source, places, stock, warehouse_id)
        is_left = source.order.state in _NOT_PICKED
        grouped[is_left, place.id if place else 0, carrier_of(source)].append(source)
    waves = []
    for number, ((is_left, place_id, carrier), members) in enumerate(sorted(grouped.items(), key=_group), 1):
        sku_ids = {line.sku_id for source in members for line in source.lines if line.sku_id is not None}
        bins = first_bins(session, place_id, sku_ids) if place_id and not is_left else {}
        waves.append(Wave(0 if is_left else number, by_id.get(place_id), carrier, tuple(members), bins))
    return Dispatch(tuple(waves), stock, len(places) > 1)


def _group(item: tuple[tuple[bool, int, str], list[PaperOrder]]) -> tuple[bool, int, str]:
    return item[0]


def carrier_of(source: PaperOrder) -> str:
    """The carrier of the first parcel, ``""`` while none is chosen."""
    return printable(source.shipments[0].carrier) if source.shipments else ""


def _place(source: PaperOrder, places: Sequence[Warehouse], stock: Stock, wanted: int | None) -> Warehouse | None:
    if wanted is not None:
        return next((place for place in places if place.id == wanted), None)
    country = source.order.ship_country.upper()

    def fits(place: Warehouse) -> tuple[int, bool]:
        pieces = stock.get(place.id, {})
        filled = sum(1 for line in source.lines if line.sku_id and pieces.get(line.sku_id, 0) >= line.quantity)
        return filled, bool(country) and place.country.upper() == country

    # max() keeps the first of equals: the owner's own warehouses come first.
    return max(places, key=fits, default=None)
