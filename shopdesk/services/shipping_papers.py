"""Pick lists (D04) and packing notes (D05) from the shop. Prints nothing and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.addresses import Address, address_lines
from shopdesk.domain.orders import Attention, OrderKind
from shopdesk.domain.paper import PackingLine, PackingNote, PackingStep, PickList, Pictogram, ShopFrame, printable
from shopdesk.domain.picking import NO_BIN_SEQUENCE, Demand, fold
from shopdesk.lists.formatting import format_money, format_unit_price
from shopdesk.services import settings
from shopdesk.services.dispatch import Stock, Wave, dispatch
from shopdesk.services.labels import order_address, order_pictograms, own_service, recipient
from shopdesk.services.sender import shop_address
from shopdesk.storage.queries.paper import PaperOrder, paper_orders, the_shop
from shopdesk.storage.tables import OrderLine, Shop, Warehouse

_READ_CHINESE = {"HK", "MO", "TW"}


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
    sent = dispatch(session, paper_orders(session, order_ids), warehouse_id)
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
        number=f"P{local:%Y%m%d-%H%M}-{wave.number}",
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
    )
    return PickWave(pick_list, tuple(source.order.id for source in wave.members), picking.short_order_ids)


def _packing(wave: Wave) -> tuple[PackingStep, ...]:
    """What the packer has to do, and for which orders (R-O12): the packer's own knowledge, never the buyer's."""
    orders: dict[str, list[str]] = defaultdict(list)
    for source in wave.walk:
        for mark in order_pictograms(source):
            orders[mark].append(printable(source.order.external_no))
    return tuple(PackingStep(f"pack_{mark}", tuple(orders[mark])) for mark in Pictogram if mark in orders)


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
        quantity=line.quantity,
        stock_key=line.sku_id,
        bin=code,
        bin_sequence=sequence,
        image=image if image is not None and image.is_absolute() and image.is_file() else None,
        is_itemised=not is_lump,
    )


def packing_notes_for(
    session: Session, order_ids: Sequence[int], *, with_prices: bool | None = None
) -> list[PackingNote]:
    """A note for each order (D05), in the sequence of the pick lists and labels; ``with_prices`` overrides the shop's
    rule for this call.
    """
    shop = the_shop(session)
    priced = settings.get(session, "packing_note.prices") if with_prices is None else with_prices
    frame, moment = shop_frame(shop), now()
    sent = dispatch(session, paper_orders(session, order_ids))
    return [
        _note(source, shop, frame, moment, wave.place if sent.has_many_places else None, priced)
        for wave in sent.waves
        for source in wave.walk
    ]


def _note(
    source: PaperOrder, shop: Shop, frame: ShopFrame, moment: datetime, place: Warehouse | None, priced: bool
) -> PackingNote:
    order, address = source.order, order_address(source.order)
    name, company, phone = recipient(order)
    language = _buyer_language(address, shop)
    lines = address_lines(address, shop.country.upper(), shop.language)
    shipment = source.shipments[0] if source.shipments else None
    return PackingNote(
        order_id=order.id,
        order_no=printable(order.external_no),
        channel=printable(source.channel.name),
        placed_on=order.placed_at.astimezone(ZoneInfo(shop.timezone)).date(),
        printed_at=moment,
        recipient_name=name,
        recipient_lines=(company, *lines) if company else lines,
        recipient_phone=phone,
        lines=tuple(
            _packing_line(line, order.currency, order.kind, priced) for line in source.lines if line.quantity > 0
        ),
        shop=frame,
        kind=order.kind,
        buyer_note=printable(order.buyer_note),
        warehouse=printable(place.name) if place else "",
        carrier=f"{printable(shipment.carrier)} {own_service(shipment)}".strip() if shipment else "",
        waybill=printable(shipment.waybill) if shipment else "",
        with_prices=priced,
        amounts=_amounts(source) if priced else (),
        returns_policy=printable(shop.returns_policy),
        thank_you=printable(shop.thank_you),
        buyer_language=language,
        bilingual=shop.language not in {language, "en"},
    )


def _buyer_language(address: Address, shop: Shop) -> str:
    """Chinese in mainland China, and where Chinese is read from a Chinese shop; else English."""
    country = address.country.upper() or shop.country.upper()
    if not country:
        return shop.language
    reads_chinese = country == "CN" or (country in _READ_CHINESE and shop.language == "zh_CN")
    return "zh_CN" if reads_chinese else "en"


def _packing_line(line: OrderLine, currency: str, kind: str, priced: bool) -> PackingLine:
    is_free = kind not in {OrderKind.GIFT, OrderKind.SAMPLE, OrderKind.RESEND} and not line.total_minor
    return PackingLine(
        sku_code=printable(line.sku_code),
        title=printable(line.title),
        options=printable(line.options),
        quantity=line.quantity,
        price=format_unit_price(line.unit_price_micros, currency) if priced else "",
        total=format_money(line.total_minor, currency) if priced else "",
        is_free=is_free and bool(line.unit_price_micros == 0) and priced,
    )


def _amounts(source: PaperOrder) -> tuple[tuple[str, str], ...]:
    """The order's money as words, the total last; what is zero is left out."""
    order = source.order
    parts = [
        ("goods", order.goods_minor),
        ("discount", -abs(order.discount_minor)),
        ("shipping", order.shipping_minor),
        ("tax", order.tax_minor),
    ]
    shown = [(key, minor) for key, minor in parts if minor]
    return tuple((key, format_money(minor, order.currency)) for key, minor in (*shown, ("total", order.total_minor)))
