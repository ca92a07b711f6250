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
from shopdesk.domain.waves import wave_serial
from shopdesk.storage.queries.paper import PaperOrder, first_bins, shelf_stock, stored_waves, warehouses
from shopdesk.storage.queries.waves import IN_WAVE, sizes
from shopdesk.storage.tables import Warehouse

_NOT_PICKED = {OrderState.CANCELLED, OrderState.RETURNED}
Stock = dict[int, dict[int, int]]
_Key = tuple[bool, int, int, str]  # not picked, stored wave's serial or 0, warehouse, carrier


@dataclass(frozen=True, slots=True)
class Wave:
    """One walk through a warehouse for one carrier. ``members`` in the sequence asked for; ``bins`` by SKU id: code
    and place in the walk. ``number`` counts from 1; 0 for orders that are not picked (any more).

    ``name``: the number of the wave that was started for them (``services.waves``), which ``number`` is the serial of;
    ``""`` for a walk that is only printed. ``size``: how many orders it has, also those that were not asked for.
    """

    number: int
    place: Warehouse | None
    carrier: str
    members: tuple[PaperOrder, ...]
    bins: Mapping[int, tuple[str, int]]
    name: str = ""
    size: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all its orders are here, so that each has its place among them."""
        return self.size == len(self.members)

    @property
    def walk(self) -> list[PaperOrder]:
        """The orders by the first bin that the walk reaches for each; what shares a parcel stays together."""
        return sorted(self.members, key=self._first_bin)

    @property
    def place_name(self) -> str:
        """The warehouse as it is printed."""
        return printable(self.place.name) if self.place else ""

    def _first_bin(self, source: PaperOrder) -> tuple[int, str, int, bool]:
        host = source.host or source
        lines = (line for each in host.in_parcel for line in each.lines)
        found = (self.bins.get(line.sku_id or 0, ("", NO_BIN_SEQUENCE)) for line in lines)
        sequence, code = min(((sequence, code) for code, sequence in found), default=(NO_BIN_SEQUENCE, ""))
        together = host.order.id if host.guests else 0
        return sequence, code, together, source is not host


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The waves of some orders, sorted by warehouse and carrier, what is not picked last. ``stock``: pieces on the
    shelf by warehouse and SKU id.
    """

    waves: tuple[Wave, ...]
    stock: Stock
    has_many_places: bool


def dispatch(session: Session, sources: Sequence[PaperOrder], warehouse_id: int | None = None) -> Dispatch:
    """An order leaves with the wave that was started for it; else from the warehouse that was chosen for it, else where
    most of its lines are in stock, among equals from the warehouse in the country it goes to, then from the owner's
    own; or from ``warehouse_id``. What shares a parcel leaves together.
    """
    stock = shelf_stock(session, (line.sku_id for source in sources for line in source.lines if line.sku_id))
    places = warehouses(session)
    by_id = {place.id: place for place in places}
    started = stored_waves(session, (source.order for source in sources))
    grouped: dict[_Key, list[PaperOrder]] = defaultdict(list)
    for source in sources:
        wave = started.get(source.order.wave_id or 0) if source.order.state in IN_WAVE else None
        if wave is not None:
            grouped[False, wave.id, wave.warehouse_id or 0, wave.carrier].append(source)
            continue
        place = _place(source.host or source, places, stock, warehouse_id)
        is_left = source.order.state in _NOT_PICKED
        grouped[is_left, 0, place.id if place else 0, carrier_of(source)].append(source)
    sized = sizes(session, started) if started else {}
    number = max((wave_serial(wave.number) for wave in started.values()), default=0)
    waves = []
    for key, members in sorted(grouped.items(), key=lambda item: item[0]):
        is_left, wave_id, place_id, carrier = key
        sku_ids = {line.sku_id for source in members for line in source.lines if line.sku_id is not None}
        bins = first_bins(session, place_id, sku_ids) if place_id and not is_left else {}
        place = by_id.get(place_id)
        if wave_id:
            name = started[wave_id].number
            waves.append(Wave(wave_serial(name), place, carrier, tuple(members), bins, name, sized.get(wave_id, 0)))
        else:
            number += not is_left
            waves.append(Wave(0 if is_left else number, place, carrier, tuple(members), bins, "", len(members)))
    return Dispatch(tuple(waves), stock, len(places) > 1)


def carrier_of(source: PaperOrder) -> str:
    """The carrier of the first parcel, ``""`` while none is chosen."""
    return printable(source.parcel.carrier) if source.parcel else ""


def _place(source: PaperOrder, places: Sequence[Warehouse], stock: Stock, wanted: int | None) -> Warehouse | None:
    if wanted is not None:
        return next((place for place in places if place.id == wanted), None)
    if chosen := next((place for place in places if place.id == source.order.warehouse_id), None):
        return chosen
    country = source.order.ship_country.upper()

    def fits(place: Warehouse) -> tuple[int, bool]:
        pieces = stock.get(place.id, {})
        filled = sum(1 for line in source.lines if line.sku_id and pieces.get(line.sku_id, 0) >= line.quantity)
        return filled, bool(country) and place.country.upper() == country

    # max() keeps the first of equals: the owner's own warehouses come first.
    return max(places, key=fits, default=None)
