"""Customs papers from the shop (D06, D07, R-O13): which parcels need them, what each declares, what is lacking and what
would mend it. Prints nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.domain.addresses import (
    CUSTOMS_UNION,
    address_lines,
    country_name,
    needs_customs,
)
from shopdesk.domain.customs import (
    Category,
    category_fault,
    category_of,
    form_for,
    plain_hs,
    same_priced,
    sdr_rates,
)
from shopdesk.domain.customs_paper import CustomsLine, CustomsPaper, Party
from shopdesk.domain.money import to_decimal
from shopdesk.domain.orders import OrderKind
from shopdesk.domain.paper import ShopFrame, printable
from shopdesk.domain.waybills import normal_waybill
from shopdesk.services import settings
from shopdesk.services.carriers import shop_today
from shopdesk.services.customs_lines import Declared, declared_lines, faults
from shopdesk.services.dispatch import dispatch
from shopdesk.services.labels import Fix, Refusal, order_address, recipient
from shopdesk.services.parcel_measures import Measured, measure
from shopdesk.services.sender import Sender, sender_at
from shopdesk.services.shipping_papers import shop_frame
from shopdesk.storage.queries.customs import market_prices
from shopdesk.storage.queries.paper import PaperOrder, the_shop
from shopdesk.storage.tables import Order, Shop

_GRAMS = Decimal(1000)
_SOLD = {OrderKind.B2C, OrderKind.B2B}


@dataclass(frozen=True, slots=True)
class CustomsBatch:
    """Papers that are ready, orders refused, and the numbers of orders that cross no customs border."""

    ready: tuple[CustomsPaper, ...]
    refused: tuple[Refusal, ...]
    not_needed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is the same for every parcel."""

    shop: Shop
    frame: ShopFrame
    rules: Mapping[str, Any]
    rates: Mapping[str, Decimal]
    day: date
    senders: Mapping[int, Sender]
    prices: Mapping[tuple[int, int], tuple[int, str]]
    category: Category | None


def customs_papers(session: Session, order_ids: Sequence[int], *, category: Category | None = None) -> CustomsBatch:
    """A paper for every parcel of the orders that crosses a customs border.

    ``category`` overrides what follows from the kind of each order; what was sold is refused as a gift or sample
    (R-O13).
    """
    parcels = measure(session, order_ids)
    desk = _desk(session, parcels, category)
    ready: list[CustomsPaper] = []
    refused: list[Refusal] = []
    not_needed: list[str] = []
    for parcel in parcels:
        order = parcel.source.order
        if not needs_customs(order_address(order), desk.senders[order.id].country):
            not_needed.append(order.external_no)
            continue
        lines = declared_lines(parcel, desk.prices)
        found = [*_lacks(parcel.source, desk), *faults(lines)]
        if found:
            refused.append(_refusal(order, found))
        else:
            ready.append(_paper(parcel, lines, desk))
    return CustomsBatch(tuple(ready), tuple(refused), tuple(dict.fromkeys(not_needed)))


def _desk(session: Session, parcels: Sequence[Measured], category: Category | None) -> _Desk:
    shop, rules = the_shop(session), settings.values(session)
    sources = list({parcel.source.order.id: parcel.source for parcel in parcels}.values())
    senders = {
        source.order.id: sender_at(wave.place, shop)
        for wave in dispatch(session, sources).waves
        for source in wave.members
    }
    skus = {sku_id for source in sources for each in source.in_parcel for sku_id in each.skus}
    return _Desk(
        shop,
        shop_frame(shop),
        rules,
        sdr_rates(rules["customs.sdr_rates"]),
        shop_today(session),
        senders,
        market_prices(session, skus),
        category,
    )


def _lacks(source: PaperOrder, desk: _Desk) -> list[tuple[str, str, str]]:
    """What the order itself lacks: message code, subject, field to fill in."""
    order, kind = source.order, OrderKind(source.order.kind)
    name, company, _ = recipient(order)
    lacking: list[tuple[str, str, str]] = []
    if fault := category_fault(kind, desk.category or category_of(kind)):
        lacking.append((fault, "", ""))
    if not name and not company:
        lacking.append(("label_no_name", "", "ship_name"))
    if not order_address(order).street:
        lacking.append(("label_no_address", "", "ship_line1"))
    if not desk.senders[order.id].lines:
        lacking.append(("customs_no_sender", "", ""))
    if len({each.order.currency for each in source.in_parcel}) > 1:
        lacking.append(("customs_mixed_currencies", "", ""))
    return lacking


def _refusal(order: Order, found: Sequence[tuple[str, str, str]]) -> Refusal:
    unique = list(dict.fromkeys(found))
    fixes = tuple(Fix("customs_fix", field, subject) for _, subject, field in unique if field)
    return Refusal(
        order.id,
        order.external_no,
        tuple(code for code, _, _ in unique),
        (*fixes, Fix("label_fix_skip")),
        tuple(subject for _, subject, _ in unique),
    )


def _paper(parcel: Measured, lines: Sequence[Declared], desk: _Desk) -> CustomsPaper:
    order, shipment, currency = parcel.source.order, parcel.shipment, parcel.source.order.currency
    kind = OrderKind(order.kind)
    value = sum(sum(line.units) for line in lines)
    net = sum(line.net_g for line in lines)
    gross = max(parcel.weight_g or 0, net)
    freight = 0 if shipment is not None and shipment.parcel_no > 1 else order.shipping_minor
    form = form_for(
        value,
        currency,
        gross or None,
        limit_sdr=desk.rules["customs.cn23_sdr"],
        limit_g=desk.rules["customs.cn23_weight_g"],
        rates=desk.rates,
    )
    return CustomsPaper(
        order_id=order.id,
        shipment_id=shipment.id if shipment else None,
        order_no=printable(order.external_no),
        form=form,
        category=desk.category or category_of(kind),
        day=desk.day,
        currency=currency,
        value_minor=value,
        lines=tuple(row for line in lines for row in _rows(line, currency)),
        net_kg=_kilograms(net),
        gross_kg=_kilograms(gross),
        goods=_amount(value, currency),
        freight=_amount(freight, currency),
        total=_amount(value + freight, currency),
        sender=_sender(order, desk),
        recipient=_recipient(order, desk.senders[order.id].country),
        shop=desk.frame,
        destination=country_name(order.ship_country, "en"),
        carrier=printable(shipment.carrier) if shipment else "",
        waybill=normal_waybill(shipment.waybill) if shipment else "",
        incoterm=str(desk.rules["customs.incoterm"]),
        payment=printable(order.payment_method),
        is_proforma=kind not in _SOLD,
        parcel_no=shipment.parcel_no if shipment else 1,
        parcel_count=max(shipment.parcel_count, len(parcel.source.shipments)) if shipment else 1,
    )


def _rows(line: Declared, currency: str) -> list[CustomsLine]:
    """One row for each price that the pieces of a line have."""
    rows = []
    for count, unit in same_priced(line.units):
        grams = line.piece_g * count
        rows.append(
            CustomsLine(
                sku_code=line.sku_code,
                description=line.name,
                quantity=count,
                net_kg=_kilograms(grams),
                unit=_amount(unit, currency),
                value=_amount(unit * count, currency),
                hs_code=plain_hs(line.hs_code),
                origin=line.origin,
                origin_name=country_name(line.origin, "en"),
            )
        )
    return rows


def _sender(order: Order, desk: _Desk) -> Party:
    shop, sender = desk.shop, desk.senders[order.id]
    numbers = [("vat", shop.vat_no), ("eori", shop.eori_no)]
    if order.ship_country.upper() in CUSTOMS_UNION:
        numbers.append(("ioss", shop.ioss_no))
    return Party(
        printable(shop.legal_name or shop.name),
        (*sender.lines, country_name(sender.country, "en").upper()),
        phone=printable(shop.phone),
        email=printable(shop.email),
        references=tuple((key, printable(number)) for key, number in numbers if number.strip()),
    )


def _recipient(order: Order, origin: str) -> Party:
    name, company, phone = recipient(order)
    lines = address_lines(order_address(order), origin, "en")
    return Party(name, lines, company, phone, printable(order.buyer_email))


def _kilograms(grams: int) -> str:
    return f"{Decimal(grams) / _GRAMS:.3f}"


def _amount(minor: int, currency: str) -> str:
    return f"{to_decimal(minor, currency):,}"
