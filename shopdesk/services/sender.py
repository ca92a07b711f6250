"""Who sends a parcel: the shop, from the warehouse the parcel leaves. Reads nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass

from shopdesk.domain.addresses import Address, address_lines
from shopdesk.domain.paper import printable
from shopdesk.storage.tables import Shop, Warehouse


@dataclass(frozen=True, slots=True)
class Sender:
    """Where parcels come from and go back to; ``country`` is ISO 3166 alpha-2, ``""`` when nobody filled it in.
    ``is_shop``: the lines are those of the shop's own facts.
    """

    lines: tuple[str, ...]
    country: str
    is_shop: bool = True


def shop_address(shop: Shop) -> Address:
    """Where the shop has its seat."""
    return Address(
        shop.line1, shop.line2, "", "", shop.city, shop.region, shop.postcode, shop.country.upper()
    )  # fmt: skip


def sender_at(place: Warehouse | None, shop: Shop) -> Sender:
    """The address on the parcels of a warehouse: its own, else the shop's; in another country than the shop's at least
    its name.
    """
    home = shop.country.upper()
    origin = (place.country.upper() if place else "") or home
    if place is not None:
        written = tuple(line for line in map(printable, place.address.splitlines()) if line)
        if written or (home and origin != home):
            return Sender(written or (printable(place.name),), origin, is_shop=False)
    return Sender(address_lines(shop_address(shop), home), origin)
