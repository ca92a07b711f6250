"""Shipping labels (D01) from the shop: which parcels can have one, what the others lack and what would mend it.
Prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.i18n import message
from shopdesk.domain.addresses import (
    Address,
    address_lines,
    country_line,
    country_name,
    destination_code,
    is_domestic,
    needs_customs,
)
from shopdesk.domain.masking import is_masked
from shopdesk.domain.orders import OrderState
from shopdesk.domain.paper import CodeKind, LabelData, Pictogram, pictograms_of, printable
from shopdesk.domain.parcels import WAITING
from shopdesk.domain.waybills import normal_waybill
from shopdesk.services import settings
from shopdesk.services.dispatch import Wave, dispatch
from shopdesk.services.label_cautions import Caution, cautions
from shopdesk.services.parcel_measures import gross_weights
from shopdesk.services.sender import Sender, sender_at
from shopdesk.storage.queries.paper import PaperOrder, the_shop, travelling_orders
from shopdesk.storage.tables import Order, Shipment, Shop

#: What mends each lack: the field to fill in, and for what the shop's rules ask the step around the rule.
_FIXES: dict[str, tuple[tuple[str, str], ...]] = {
    "label_no_name": (("label_fix_edit_order", "ship_name"),),
    "label_no_address": (("label_fix_edit_order", "ship_line1"),),
    "label_no_phone": (("label_fix_edit_order", "ship_phone"), ("label_fix_without_phone", "")),
    "label_masked": (("label_fix_edit_order", "ship_name"), ("label_fix_edit_order", "ship_line1")),
    "label_no_waybill": (("label_fix_edit_order", "waybill"), ("label_fix_without_waybill", "")),
    "label_cancelled": (),
}


@dataclass(frozen=True, slots=True)
class Fix:
    """A way out: ``code`` has a message; ``field`` is the order's field to fill in, ``""`` for a step around a rule;
    ``subject``: of which thing in the order it is, ``""`` for the order itself.
    """

    code: str
    field: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An order that gets no paper, why (message codes), and what would mend it; leaving it out is always possible.
    ``subjects``: of which thing in the order each code speaks, where it is not the order itself.
    """

    order_id: int
    order_no: str
    missing: tuple[str, ...]
    fixes: tuple[Fix, ...]
    subjects: tuple[str, ...] = ()

    def text(self) -> str:
        """``304-8812940: no phone, no address`` in the current language."""
        subjects = self.subjects or ("",) * len(self.missing)
        found = (
            f"{subject}: {message(code)}" if subject else message(code)
            for code, subject in zip(self.missing, subjects, strict=True)
        )
        return f"{self.order_no}: {', '.join(found)}"


@dataclass(frozen=True, slots=True)
class LabelBatch:
    """Labels ready to print in the sequence of the pick lists, orders refused, and warnings about the ready ones."""

    ready: tuple[LabelData, ...]
    refused: tuple[Refusal, ...]
    warnings: tuple[Caution, ...] = ()


def labels_for(
    session: Session,
    order_ids: Sequence[int],
    *,
    phone_required: bool | None = None,
    waybill_required: bool | None = None,
    instructions: Mapping[int, str] | None = None,
    ship_on: date | None = None,
    rest: Sequence[tuple[int, int | None]] | None = None,
) -> LabelBatch:
    """A label for every parcel of ``order_ids`` (D01, S1-4.2.2.2-MARK).

    ``phone_required`` and ``waybill_required`` override the shop's rules for this call; ``instructions`` by order id;
    ``ship_on`` is today in the shop's time zone unless given. An order without a parcel gets the label of its first
    one. The sequence is that of the pick lists for the same orders; ``rest``: of ``order_ids`` only these orders'
    parcels (order id, shipment id), at the places that all have together.
    """
    shop, rules = the_shop(session), settings.values(session)
    if phone_required is not None:
        rules["label.phone_required"] = phone_required
    if waybill_required is not None:
        rules["label.waybill_required"] = waybill_required
    day = ship_on or now().astimezone(ZoneInfo(shop.timezone)).date()
    batch = _batch(session, order_ids, shop, rules, day)
    ready, refused = batch.ready, batch.refused
    if rest is not None:
        ready, refused = _of_rest(batch, rest)
    if instructions:
        ready = tuple(_instructed(label, instructions.get(label.order_id, "")) for label in ready)
    return LabelBatch(ready, refused, cautions(session, shop, ready))


def _batch(session: Session, order_ids: Sequence[int], shop: Shop, rules: Mapping[str, Any], day: date) -> LabelBatch:
    ready: list[LabelData] = []
    refused: list[Refusal] = []
    sources = _labelled(travelling_orders(session, order_ids))
    weights = gross_weights(session, sources)
    for wave in dispatch(session, sources).waves:
        sender = sender_at(wave.place, shop)
        for number, source in enumerate(wave.walk, 1):
            if source.host is not None:
                continue
            parcels: list[Shipment | None] = [*_to_label(source)] or [None]
            plain = [_label(source, parcel, shop, sender, rules, day) for parcel in parcels]
            labels = [
                replace(_placed(label, wave, number), weight_g=weights.get((label.order_id, label.shipment_id)))
                for label in plain
            ]
            missing = _missing(source, labels, rules)
            if missing:
                refused.append(_refusal(source, missing))
            else:
                ready += labels
    return LabelBatch(tuple(ready), tuple(refused))


def _labelled(sources: Sequence[PaperOrder]) -> list[PaperOrder]:
    """These orders and those in whose parcels they travel, each once: the label is the latter's."""
    found = {source.order.id: source for source in sources}
    found.update((source.host.order.id, source.host) for source in sources if source.host is not None)
    return list(found.values())


def _to_label(source: PaperOrder) -> list[Shipment]:
    """The parcels that are still here; all of them when none is."""
    return [parcel for parcel in source.shipments if parcel.state in WAITING] or source.shipments


def _refusal(source: PaperOrder, missing: tuple[str, ...]) -> Refusal:
    fixes = tuple(Fix(*fix) for code in missing for fix in _FIXES[code])
    return Refusal(source.order.id, source.order.external_no, missing, (*fixes, Fix("label_fix_skip")))


def _placed(label: LabelData, wave: Wave, number: int) -> LabelData:
    """With its warehouse and its place in the pile of its pick list."""
    if not wave.number:
        return label
    place, size = (number, wave.size) if wave.is_whole else (0, 0)
    return replace(label, warehouse=wave.place_name, wave=wave.number, place_in_wave=place, wave_size=size)


def _of_rest(
    batch: LabelBatch, rest: Sequence[tuple[int, int | None]]
) -> tuple[tuple[LabelData, ...], tuple[Refusal, ...]]:
    parcels, orders = set(rest), {order for order, _ in rest}
    whole = {order for order, parcel in rest if parcel is None}
    ready = (
        label for label in batch.ready if (label.order_id, label.shipment_id) in parcels or label.order_id in whole
    )
    return tuple(ready), tuple(refusal for refusal in batch.refused if refusal.order_id in orders)


def _instructed(label: LabelData, instruction: str) -> LabelData:
    return replace(label, instruction=printable(instruction)) if instruction else label


def _missing(source: PaperOrder, labels: Sequence[LabelData], rules: Mapping[str, Any]) -> tuple[str, ...]:
    order, first = source.order, labels[0]
    lacks = {
        "label_cancelled": order.state == OrderState.CANCELLED,
        "label_no_name": not first.recipient_name,
        "label_no_address": not any((order.ship_line1.strip(), order.ship_line2.strip(), order.ship_line3.strip())),
        "label_masked": _is_masked(order),
        "label_no_phone": rules["label.phone_required"] and not first.recipient_phone,
        "label_no_waybill": rules["label.waybill_required"] and not all(label.waybill for label in labels),
    }
    return tuple(code for code, is_lacking in lacks.items() if is_lacking)


def _is_masked(order: Order) -> bool:
    """A label with a name or an address that the marketplace has masked reaches nobody."""
    street = "".join((order.ship_line1, order.ship_line2, order.ship_line3))
    return any(map(is_masked, (recipient(order)[0], street, order.ship_city, order.ship_district)))


def order_address(order: Order) -> Address:
    """Where the order goes."""
    return Address(
        order.ship_line1, order.ship_line2, order.ship_line3, order.ship_district,
        order.ship_city, order.ship_region, order.ship_postcode, order.ship_country.upper(),
    )  # fmt: skip


def recipient(order: Order) -> tuple[str, str, str]:
    """Name, company and phone of the consignee; the buyer's where the shipping address names none. A masked phone is
    none.
    """
    name, company = printable(order.ship_name), printable(order.ship_company)
    if not name and not company:
        name = printable(order.buyer_name)
    if not name:
        name, company = company, ""
    phones = (phone for phone in (order.ship_phone, order.buyer_phone) if phone and not is_masked(phone))
    return name, company if company != name else "", printable(next(phones, ""))


def _label(
    source: PaperOrder,
    shipment: Shipment | None,
    shop: Shop,
    sender: Sender,
    rules: Mapping[str, Any],
    ship_on: date,
) -> LabelData:
    order, address, origin = source.order, order_address(source.order), sender.country
    name, company, phone = recipient(order)
    country = country_line(address, origin, shop.language)
    lines = address_lines(address, origin, shop.language)
    abroad = not is_domestic(address, origin)
    note = printable(order.buyer_note) if rules["label.buyer_note"] else ""
    channel = source.channel.name
    return LabelData(
        order_id=order.id,
        order_no=printable(order.external_no),
        shop_name=printable(shop.name if channel in {"", shop.name} else f"{shop.name} · {channel}"),
        recipient_name=name,
        recipient_company=company,
        recipient_phone=phone,
        recipient_lines=lines[:-1] if country else lines,
        recipient_country=country,
        destination=destination_code(address, origin),
        sender_name=printable(shop.legal_name or shop.name),
        sender_lines=(*sender.lines, country_name(origin).upper()) if abroad and origin else sender.lines,
        sender_phone=printable(shop.phone),
        shipment_id=shipment.id if shipment else None,
        carrier=printable(shipment.carrier) if shipment else "",
        service=(own_service(shipment) if shipment else "") or printable(order.ship_service),
        waybill=normal_waybill(shipment.waybill) if shipment else "",
        waybill_kind=CodeKind(rules["label.waybill_code"]),
        parcel_no=shipment.parcel_no if shipment else 1,
        parcel_count=max(shipment.parcel_count, len(source.shipments)) if shipment else 1,
        ship_on=ship_on,
        pictograms=order_pictograms(source),
        instruction=note,
        customs=needs_customs(address, origin),
        origin=origin,
        sender_is_shop=sender.is_shop,
        language=shop.language,
        also=tuple(printable(guest.order.external_no) for guest in source.guests),
    )


def own_service(shipment: Shipment) -> str:
    """The service without the carrier's name, with which many begin: ``Paket`` of ``DHL``, ``DHL Paket``."""
    carrier, service = printable(shipment.carrier), printable(shipment.service)
    begins = bool(carrier) and service.casefold().startswith(f"{carrier} ".casefold())
    return service[len(carrier) :].strip() if begins else service


def order_pictograms(source: PaperOrder) -> tuple[Pictogram, ...]:
    """The handling marks that the products of an order ask for, in fixed order (R-O12)."""
    products = [product for each in source.in_parcel for product in each.products.values()]
    found = {mark for product in products for mark in pictograms_of(f"{product.traits} {product.tags}")}
    return tuple(mark for mark in Pictogram if mark in found)
