"""Pick lists (D04) from the shop, and the shop as it heads its papers. Prints nothing and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.addresses import address_lines
from shopdesk.domain.orders import Attention
from shopdesk.domain.paper import PackerNote, PackingStep, PickList, Pictogram, ShopFrame, printable
from shopdesk.domain.picking import NO_BIN_SEQUENCE, Demand, fold
from shopdesk.services.dispatch import Stock, Wave, dispatch
from shopdesk.services.labels import order_pictograms
from shopdesk.services.sender import shop_address
from shopdesk.storage.queries.paper import PaperOrder, paper_orders, the_shop, travelling_orders
from shopdesk.storage.tables import OrderLine, Shop


@dataclass(frozen=True, slots=True)
class PickWave:
    """A pick list, and the orders on it that the warehouse cannot fill: they belong back to exception (R-O5)."""

    pick_list: PickList
    order_ids: tuple[int, ...]
    short_order_ids: tuple[int, ...]


def shop_frame(shop: Shop) -> ShopFrame:
    """The shop as it heads its papers."""
    return ShopFrame(
        name=printable(shop.legal_name or shop.name),
        lines=address_lines(shop_address(shop), shop.country.upper()),
        phone=printable(shop.phone),
        email=printable(shop.email),
        website=printable(shop.website),
        language=shop.language,
        timezone=shop.timezone,
    )


def pick_list_for(session: Session, order_ids: Sequence[int], *, warehouse_id: int | None = None) -> list[PickWave]:
    """One list for each warehouse and carrier (R-O5, S1-4.1.3.1-DOCS); none when nothing is to be picked.

    Where an order is picked is said by :func:`shopdesk.services.dispatch.dispatch`; what the shop does not count is
    never short.
    """
    sent = dispatch(session, travelling_orders(session, order_ids), warehouse_id)
    shop, moment = the_shop(session), now()
    left = {place: dict(pieces) for place, pieces in sent.stock.items()}
    return [_picked(wave, shop, moment, left) for wave in sent.waves if wave.number]


def _picked(wave: Wave, shop: Shop, moment: datetime, stock: Stock) -> PickWave:
    left = stock.get(wave.place.id, {}) if wave.place else {}
    demands = [_demand(source, line, wave.bins) for source in wave.members for line in source.lines]
    picking = fold(demands, left)
    for demand in demands:  # what this wave takes is gone for the next one in the same warehouse
        if demand.stock_key in left and demand.is_itemised:
            left[demand.stock_key] = max(0, left[demand.stock_key] - max(0, demand.quantity))
    local = moment.astimezone(ZoneInfo(shop.timezone))
    pick_list = PickList(
        number=f"P{wave.name}" if wave.name else f"P{local:%Y%m%d-%H%M}-{wave.number}",
        warehouse=wave.place_name,
        carrier=wave.carrier,
        printed_at=moment,
        lines=picking.lines,
        shortages=picking.shortages,
        order_count=len(wave.members),
        shop=shop_frame(shop),
        wave=wave.number,
        unlisted=picking.unlisted,
        packing=_packing(wave),
        notes=_notes(wave),
    )
    return PickWave(pick_list, tuple(source.order.id for source in wave.members), picking.short_order_ids)


def demands_of(session: Session, order_ids: Sequence[int]) -> list[Demand]:
    """What these orders need from the shelves, in their sequence; what has left in another parcel is not needed."""
    sources = paper_orders(session, order_ids)
    wanted = [_demand(source, line, {}) for source in sources for line in source.lines]
    return [demand for demand in wanted if demand.quantity > 0]


def _packing(wave: Wave) -> tuple[PackingStep, ...]:
    """What the packer has to do, and for which orders (R-O12): the packer's own knowledge, never the buyer's."""
    orders: dict[str, list[str]] = defaultdict(list)
    for source in wave.walk:
        for mark in order_pictograms(source):
            orders[mark].append(printable(source.order.external_no))
    return tuple(PackingStep(f"pack_{mark}", tuple(orders[mark])) for mark in Pictogram if mark in orders)


def _notes(wave: Wave) -> tuple[PackerNote, ...]:
    """The shop's own notes on the orders, a rule's among them."""
    return tuple(
        PackerNote(printable(source.order.external_no), printable(source.order.seller_note))
        for source in wave.walk
        if source.order.seller_note.strip()
    )


def _demand(source: PaperOrder, line: OrderLine, bins: Mapping[int, tuple[str, int]]) -> Demand:
    """What the catalogue says of a known SKU comes before what the line says: titles differ from channel to channel."""
    code, sequence = bins.get(line.sku_id or 0, ("", NO_BIN_SEQUENCE))
    sku, product = source.skus.get(line.sku_id or 0), source.products.get(line.sku_id or 0)
    image = Path(product.image_url) if product is not None and product.image_url else None
    is_lump = sku is None and not line.sku_code.strip() and Attention.NOT_ITEMISED in source.order.attention.split()
    return Demand(
        order_id=source.order.id,
        order_no=printable(source.order.external_no),
        sku_code=printable(sku.code if sku is not None else line.sku_code),
        title=printable((product.title if product is not None else "") or line.title),
        options=printable((sku.options if sku is not None else "") or line.options),
        quantity=line.quantity - source.gone(line.id),
        stock_key=line.sku_id,
        bin=code,
        bin_sequence=sequence,
        image=image if image is not None and image.is_absolute() and image.is_file() else None,
        is_itemised=not is_lump,
    )
