"""One parcel with everything its pane shows, as frozen values: where it goes, what is in it, where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.addresses import address_lines
from shopdesk.services.labels import order_address, recipient
from shopdesk.services.waybill_checks import odd_waybill
from shopdesk.storage.queries.paper import PaperOrder, the_shop, travelling_orders
from shopdesk.storage.tables import Shipment, TrackingEvent


@dataclass(frozen=True, slots=True)
class Inside:
    """What of an order lies in the parcel; ``name``: SKU, title and options."""

    order_id: int
    order_no: str
    quantity: int
    name: str


@dataclass(frozen=True, slots=True)
class News:
    """What the carrier said."""

    at: datetime
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class ParcelDetail:
    """A parcel. Moments are aware UTC, ``expected_on`` is a day of the shop, ``weight_g`` grams. ``guests``: id and
    number of the orders that travel along; ``warning``: message code about the waybill, or ``""``.
    """

    id: int
    order_id: int
    order_no: str
    state: str
    order_state: str
    carrier: str
    service: str
    waybill: str
    warning: str
    parcel_no: int
    parcel_count: int
    weight_g: int | None
    recipient: str
    address: tuple[str, ...]
    inside: tuple[Inside, ...]
    guests: tuple[tuple[int, str], ...]
    label_printed_at: datetime | None
    packed_at: datetime | None
    handed_over_at: datetime | None
    expected_on: date | None
    delivered_at: datetime | None
    news: tuple[News, ...]


def detail(session: Session, parcel_id: int) -> ParcelDetail:
    """The parcel as it is now. Raises ``UserError("parcel_gone")``."""
    row = session.get(Shipment, parcel_id)
    if row is None:
        raise UserError("parcel_gone")
    (source,) = travelling_orders(session, [row.order_id])
    shop, order = the_shop(session), source.order
    told = select(TrackingEvent).where(TrackingEvent.shipment_id == parcel_id).order_by(TrackingEvent.at.desc())
    name, company, phone = recipient(order)
    lines = address_lines(order_address(order), shop.country.upper(), shop.language)
    return ParcelDetail(
        id=row.id,
        order_id=order.id,
        order_no=order.external_no,
        state=row.state,
        order_state=order.state,
        carrier=row.carrier,
        service=row.service,
        waybill=row.waybill,
        warning=odd_waybill(row.carrier, row.waybill),
        parcel_no=row.parcel_no,
        parcel_count=max(row.parcel_count, len(source.shipments)),
        weight_g=row.weight_g,
        recipient=name,
        address=tuple(line for line in (company, *lines, phone) if line),
        inside=tuple(_inside(source, row)),
        guests=tuple((guest.order.id, guest.order.external_no) for guest in source.guests),
        label_printed_at=row.label_printed_at,
        packed_at=row.packed_at,
        handed_over_at=row.handed_over_at,
        expected_on=row.expected_on,
        delivered_at=row.delivered_at,
        news=tuple(News(event.at, event.text, event.place) for event in session.scalars(told.limit(50))),
    )


def _inside(source: PaperOrder, parcel: Shipment) -> list[Inside]:
    dealt = source.contents.get(parcel.id)
    found = []
    for each in source.in_parcel:
        for line in each.lines:
            quantity = line.quantity if dealt is None else dealt.get(line.id, 0)
            if quantity > 0:
                name = " · ".join(part for part in (line.sku_code, line.title, line.options) if part)
                found.append(Inside(each.order.id, each.order.external_no, quantity, name))
    return found


def orders_of_parcels(session: Session, parcel_ids: list[int]) -> list[int]:
    """The orders of parcels, in the parcels' sequence, each once."""
    rows = session.execute(select(Shipment.id, Shipment.order_id).where(Shipment.id.in_(parcel_ids))).all()
    of = dict(rows)
    return list(dict.fromkeys(of[parcel_id] for parcel_id in parcel_ids if parcel_id in of))
