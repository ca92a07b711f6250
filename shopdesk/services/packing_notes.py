"""Packing notes (D05) from the shop: one for each parcel. Prints nothing and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.addresses import Address, address_lines
from shopdesk.domain.orders import OrderKind
from shopdesk.domain.paper import PackingLine, PackingNote, ShopFrame, printable
from shopdesk.domain.parcels import WAITING
from shopdesk.lists.formatting import format_money, format_unit_price
from shopdesk.services import settings
from shopdesk.services.dispatch import Wave, dispatch
from shopdesk.services.labels import order_address, own_service, recipient
from shopdesk.services.packing import OrderPacking, packing_of
from shopdesk.services.shipping_papers import shop_frame
from shopdesk.storage.queries.paper import PaperOrder, the_shop, travelling_orders
from shopdesk.storage.tables import OrderLine, Shipment, Shop

_READ_CHINESE = {"HK", "MO", "TW"}


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is the same on every note of a print."""

    shop: Shop
    frame: ShopFrame
    moment: datetime
    has_many_places: bool
    is_priced: bool
    packings: Mapping[int, OrderPacking]


def packing_notes_for(
    session: Session, order_ids: Sequence[int], *, with_prices: bool | None = None
) -> list[PackingNote]:
    """A note for each order (D05), for each parcel of a split one that is still here, in the sequence of the pick lists
    and labels; ``with_prices`` overrides the shop's rule for this call.
    """
    shop = the_shop(session)
    priced = settings.get(session, "packing_note.prices") if with_prices is None else with_prices
    sources = travelling_orders(session, order_ids)
    sent = dispatch(session, sources)
    desk = _Desk(shop, shop_frame(shop), now(), sent.has_many_places, priced, packing_of(session, sources))
    return [note for wave in sent.waves for source in wave.walk for note in _notes(source, wave, desk)]


def _notes(source: PaperOrder, wave: Wave, desk: _Desk) -> list[PackingNote]:
    whole = _note(source, wave, desk)
    split = [parcel for parcel in source.shipments if parcel.id in source.contents]
    if not split:
        return [whole]
    return [_part(whole, source, parcel, desk) for parcel in _still_here(split)]


def _still_here(parcels: Sequence[Shipment]) -> Sequence[Shipment]:
    """Those that have not left; all of them when all have."""
    return [parcel for parcel in parcels if parcel.state in WAITING] or parcels


def _part(whole: PackingNote, source: PaperOrder, parcel: Shipment, desk: _Desk) -> PackingNote:
    """The note of one parcel: its own lines, carrier and waybill; the money is the order's and stays out."""
    inside = source.contents[parcel.id]
    lines = [(line, inside[line.id]) for line in source.lines if inside.get(line.id, 0) > 0]
    return replace(
        whole,
        lines=tuple(
            replace(_packing_line(line, source.order.currency, source.order.kind, desk.is_priced), quantity=quantity)
            for line, quantity in lines
        ),
        carrier=_carrier(parcel),
        waybill=printable(parcel.waybill),
        amounts=(),
        parcel_no=parcel.parcel_no,
        parcel_count=max(parcel.parcel_count, len(source.shipments)),
        materials=(),
        box="",
    )


def _carrier(parcel: Shipment) -> str:
    return f"{printable(parcel.carrier)} {own_service(parcel)}".strip()


def _together(source: PaperOrder) -> tuple[str, ...]:
    others = [source.host] if source.host is not None else source.guests
    return tuple(printable(other.order.external_no) for other in others)


def _note(source: PaperOrder, wave: Wave, desk: _Desk) -> PackingNote:
    order, address, shop, priced = source.order, order_address(source.order), desk.shop, desk.is_priced
    name, company, phone = recipient(order)
    language = buyer_language(address, shop)
    lines = address_lines(address, shop.country.upper(), shop.language)
    parcel, packing = source.parcel, desk.packings.get(order.id, OrderPacking())
    return PackingNote(
        order_id=order.id,
        order_no=printable(order.external_no),
        channel=printable(source.channel.name),
        placed_on=order.placed_at.astimezone(ZoneInfo(shop.timezone)).date(),
        printed_at=desk.moment,
        recipient_name=name,
        recipient_lines=(company, *lines) if company else lines,
        recipient_phone=phone,
        lines=tuple(
            _packing_line(line, order.currency, order.kind, priced) for line in source.lines if line.quantity > 0
        ),
        shop=desk.frame,
        kind=order.kind,
        buyer_note=printable(order.buyer_note),
        warehouse=wave.place_name if desk.has_many_places else "",
        carrier=_carrier(parcel) if parcel else "",
        waybill=printable(parcel.waybill) if parcel else "",
        with_prices=priced,
        amounts=_amounts(source) if priced else (),
        returns_policy=printable(shop.returns_policy),
        thank_you=printable(shop.thank_you),
        buyer_language=language,
        bilingual=shop.language not in {language, "en"},
        together=_together(source),
        materials=tuple((printable(material), quantity) for material, quantity in packing.materials),
        box=printable(packing.box.box.name) if packing.box is not None else "",
    )


def buyer_language(address: Address, shop: Shop) -> str:
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
