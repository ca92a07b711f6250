"""Pick lists (D04) and packing notes (D05) from the shop. Prints nothing and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.addresses import address_lines, is_domestic
from shopdesk.domain.orders import OrderKind, OrderState
from shopdesk.domain.paper import PackingLine, PackingNote, PickList, ShopFrame, printable
from shopdesk.domain.picking import NO_BIN_SEQUENCE, Demand, fold
from shopdesk.lists.formatting import format_money, format_unit_price
from shopdesk.services import settings
from shopdesk.services.labels import order_address, order_pictograms, recipient, shop_address
from shopdesk.storage.queries.paper import (
    PaperOrder,
    first_bins,
    paper_orders,
    shelf_stock,
    the_shop,
    warehouses,
)
from shopdesk.storage.tables import OrderLine, Shop, Warehouse

_NOT_PICKED = {OrderState.CANCELLED, OrderState.RETURNED}


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

    An order is picked where most of its lines are in stock, or in ``warehouse_id``. What the shop does not count is
    never short.
    """
    sources = [source for source in paper_orders(session, order_ids) if source.order.state not in _NOT_PICKED]
    stock = shelf_stock(session, (line.sku_id for source in sources for line in source.lines if line.sku_id))
    places = warehouses(session)
    waves: dict[tuple[int | None, str], list[PaperOrder]] = defaultdict(list)
    for source in sources:
        place = _place(source, places, stock, warehouse_id)
        waves[place.id if place else None, _carrier(source)].append(source)
    names = {place.id: place.name for place in places}
    shop, moment = the_shop(session), now()
    left = {place: dict(pieces) for place, pieces in stock.items()}
    ordered = sorted(waves.items(), key=lambda wave: (wave[0][0] or 0, wave[0][1]))
    return [
        _wave(
            session, shop, moment, number, place, names.get(place or 0, ""), carrier, members, left.get(place or 0, {})
        )
        for number, ((place, carrier), members) in enumerate(ordered, 1)
    ]


def _carrier(source: PaperOrder) -> str:
    return printable(source.shipments[0].carrier) if source.shipments else ""


def _place(
    source: PaperOrder, places: Sequence[Warehouse], stock: dict[int, dict[int, int]], wanted: int | None
) -> Warehouse | None:
    if wanted is not None:
        return next((place for place in places if place.id == wanted), None)

    def filled(place: Warehouse) -> int:
        pieces = stock.get(place.id, {})
        return sum(1 for line in source.lines if line.sku_id and pieces.get(line.sku_id, 0) >= line.quantity)

    # max() keeps the first of equals: the owner's own warehouses come first.
    return max(places, key=filled, default=None)


def _wave(
    session: Session,
    shop: Shop,
    moment: datetime,
    number: int,
    place: int | None,
    place_name: str,
    carrier: str,
    members: Sequence[PaperOrder],
    left: dict[int, int],
) -> PickWave:
    sku_ids = {line.sku_id for source in members for line in source.lines if line.sku_id is not None}
    bins = first_bins(session, place, sku_ids) if place is not None else {}
    demands = [_demand(source, line, bins) for source in members for line in source.lines]
    picking = fold(demands, left)
    for demand in demands:  # what this wave takes is gone for the next one in the same warehouse
        if demand.stock_key in left:
            left[demand.stock_key] = max(0, left[demand.stock_key] - max(0, demand.quantity))
    local = moment.astimezone(ZoneInfo(shop.timezone))
    pick_list = PickList(
        number=f"P{local:%Y%m%d-%H%M}-{number}",
        warehouse=printable(place_name),
        carrier=carrier,
        printed_at=moment,
        lines=picking.lines,
        shortages=picking.shortages,
        order_count=len(members),
        shop=shop_frame(shop),
    )
    return PickWave(pick_list, tuple(source.order.id for source in members), picking.short_order_ids)


def _demand(source: PaperOrder, line: OrderLine, bins: dict[int, tuple[str, int]]) -> Demand:
    code, sequence = bins.get(line.sku_id or 0, ("", NO_BIN_SEQUENCE))
    product = source.products.get(line.sku_id or 0)
    image = Path(product.image_url) if product is not None and product.image_url else None
    return Demand(
        order_id=source.order.id,
        order_no=printable(source.order.external_no),
        sku_code=printable(line.sku_code),
        title=printable(line.title),
        options=printable(line.options),
        quantity=line.quantity,
        stock_key=line.sku_id,
        bin=code,
        bin_sequence=sequence,
        image=image if image is not None and image.is_absolute() and image.is_file() else None,
    )


def packing_notes_for(
    session: Session, order_ids: Sequence[int], *, with_prices: bool | None = None
) -> list[PackingNote]:
    """A note for each order (D05), in the sequence asked for; ``with_prices`` overrides the shop's rule for this
    call.
    """
    shop = the_shop(session)
    priced = settings.get(session, "packing_note.prices") if with_prices is None else with_prices
    frame, moment, places = shop_frame(shop), now(), warehouses(session)
    sources = paper_orders(session, order_ids)
    stock = shelf_stock(session, (line.sku_id for source in sources for line in source.lines if line.sku_id))
    notes = []
    for source in sources:
        place = _place(source, places, stock, None) if len(places) > 1 else None
        notes.append(_note(source, shop, frame, moment, place, priced))
    return notes


def _note(
    source: PaperOrder, shop: Shop, frame: ShopFrame, moment: datetime, place: Warehouse | None, priced: bool
) -> PackingNote:
    order, address = source.order, order_address(source.order)
    name, company, phone = recipient(order)
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
        carrier=printable(" ".join((shipment.carrier, shipment.service))) if shipment else "",
        waybill=printable(shipment.waybill) if shipment else "",
        with_prices=priced,
        amounts=_amounts(source) if priced else (),
        packing_steps=tuple(f"pack_{mark}" for mark in order_pictograms(source)),
        returns_policy=printable(shop.returns_policy),
        thank_you=printable(shop.thank_you),
        bilingual=shop.language != "en" and not is_domestic(address, shop.country.upper()),
    )


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
