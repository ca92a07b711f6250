"""One order with everything its pane shows, as frozen values: lines, parcels, money, address, timeline, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message, tr
from shopdesk.domain.address_faults import AddressFault, Place, address_faults
from shopdesk.domain.lateness import Urgency, urgency
from shopdesk.domain.masking import is_masked
from shopdesk.domain.orders import TO_SHIP, TRANSITIONS, Attention, OrderState
from shopdesk.lists.spec import Money
from shopdesk.lists.status import OrderStatus
from shopdesk.services import settings
from shopdesk.services.waybill_checks import odd_waybill
from shopdesk.storage.tables import Channel, ImportBatch, Order, OrderEvent, OrderLine, OwnerEdit, Shipment


@dataclass(frozen=True, slots=True)
class Address:
    """Where the parcel goes. ``country`` ISO 3166 alpha-2."""

    name: str
    company: str
    line1: str
    line2: str
    line3: str
    district: str
    city: str
    region: str
    postcode: str
    country: str
    phone: str


@dataclass(frozen=True, slots=True)
class LineDetail:
    """A thing ordered. ``is_known``: the SKU is in the catalogue."""

    id: int
    line_no: int
    sku_code: str
    sku_id: int | None
    title: str
    options: str
    quantity: int
    unit_price_micros: int
    total: Money
    is_gift: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the catalogue has it."""
        return self.sku_id is not None


@dataclass(frozen=True, slots=True)
class ShipmentDetail:
    """A parcel; ``warning`` is a message code about its waybill, or ``""``; ``travels_in``: the number of the order in
    whose parcel it is packed, or ``""``.
    """

    id: int
    parcel_no: int
    parcel_count: int
    carrier: str
    service: str
    waybill: str
    state: str
    weight_g: int | None
    label_printed_at: datetime | None
    handed_over_at: datetime | None
    warning: str
    travels_in: str = ""


@dataclass(frozen=True, slots=True)
class EventDetail:
    """A point of the timeline: ``code`` is a message code, ``params`` fill it."""

    at: datetime
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order. Moments are aware UTC; the owner typed over ``owner_fields``; SM-ORDER allows ``next_states``;
    ``address_faults``: what its address lacks.
    """

    id: int
    order_no: str
    channel: str
    channel_kind: str
    kind: str
    state: str
    payment_state: str
    payment_method: str
    source_status: str
    attention: tuple[str, ...]
    status: OrderStatus
    urgency: Urgency
    placed_at: datetime
    paid_at: datetime | None
    ship_by: datetime | None
    reviewed_at: datetime | None
    shipped_at: datetime | None
    cancelled_at: datetime | None
    goods: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money
    refunded: Money
    buyer_name: str
    buyer_login: str
    buyer_ref: str
    buyer_email: str
    buyer_phone: str
    ship_to: Address
    ship_service: str
    buyer_note: str
    seller_note: str
    tags: str
    unit_count: int
    lines: tuple[LineDetail, ...]
    shipments: tuple[ShipmentDetail, ...]
    events: tuple[EventDetail, ...]
    owner_fields: frozenset[str]
    next_states: frozenset[OrderState]
    batch_id: int | None
    batch_file: str
    address_faults: tuple[AddressFault, ...] = ()

    @property
    def steps(self) -> tuple[tuple[str, bool], ...]:
        """The four marks of the pane: reviewed, picked, labelled, shipped; each done or not."""
        shipped = self.shipped_at is not None or self.state in {"shipped", "delivered", "completed"}
        labelled = any(parcel.label_printed_at for parcel in self.shipments)
        picked = shipped or self.state == OrderState.PACKED
        reviewed = self.reviewed_at is not None or shipped or self.state in TO_SHIP
        return (("reviewed", reviewed), ("picked", picked), ("labelled", labelled or shipped), ("shipped", shipped))


def detail(session: Session, order_id: int, *, moment: datetime | None = None) -> OrderDetail:
    """The order ``order_id`` as it is now. Raises ``UserError("order_unknown")``."""
    found = session.execute(
        select(Order, Channel.name, Channel.kind, ImportBatch.file_name)
        .join(Channel, Channel.id == Order.channel_id)
        .outerjoin(ImportBatch, ImportBatch.id == Order.batch_id)
        .where(Order.id == order_id)
    ).first()
    if found is None:
        raise UserError("order_unknown")
    order, channel, channel_kind, file_name = found
    amber_hours = settings.get(session, "order.ship_amber_hours")
    same: dict[str, Any] = {name: getattr(order, name) for name in _SAME}
    same.update((name, Money(getattr(order, f"{name}_minor"), order.currency)) for name in _AMOUNTS)
    return OrderDetail(
        **same,
        order_no=order.external_no,
        channel=channel,
        channel_kind=channel_kind,
        attention=tuple(order.attention.split()),
        status=OrderStatus(order.state, order.attention, order.payment_state, order.ship_by, amber_hours),
        urgency=urgency(order.ship_by, moment or now(), amber_hours),
        ship_to=_address(order),
        lines=_lines(session, order),
        shipments=_shipments(session, order.id),
        events=_timeline(session, order, file_name or ""),
        owner_fields=_owner_fields(session, order.id),
        next_states=TRANSITIONS[OrderState(order.state)],
        batch_file=file_name or "",
        address_faults=_address_faults(order, settings.get(session, "order.address_min_chars")),
    )


_SAME = (
    "id", "kind", "state", "payment_state", "payment_method", "source_status", "placed_at", "paid_at", "ship_by",
    "reviewed_at", "shipped_at", "cancelled_at", "buyer_name", "buyer_login", "buyer_ref", "buyer_email", "buyer_phone",
    "ship_service", "buyer_note", "seller_note", "tags", "unit_count", "batch_id",
)  # fmt: skip
_AMOUNTS = ("goods", "discount", "shipping", "tax", "total", "refunded")


def _address(order: Order) -> Address:
    names = ("name", "company", "line1", "line2", "line3", "district", "city", "region", "postcode", "country", "phone")
    return Address(**{name: getattr(order, f"ship_{name}") for name in names})


def _address_faults(order: Order, min_chars: int) -> tuple[AddressFault, ...]:
    street = (order.ship_line1, order.ship_line2, order.ship_line3)
    place = Place(
        order.ship_name, street, order.ship_city, order.ship_region, order.ship_postcode, order.ship_country
    )  # fmt: skip
    return address_faults(place, min_chars)


def problem_text(order: OrderDetail, code: str) -> str:
    """An open problem of ``order`` (``domain.orders.Attention``) in the current language, with what exactly is
    wrong and what to do where that is known.
    """
    if code == Attention.PHONE and is_masked(order.ship_to.phone or order.buyer_phone):
        return message("attention_phone_masked")
    if code == Attention.ADDRESS and AddressFault.MASKED in order.address_faults:
        return message("attention_address_masked")
    if code == Attention.ADDRESS and order.address_faults:
        parts = tr(", ").join(message(f"address_part_{fault}") for fault in order.address_faults)
        return message("attention_address_parts", parts=parts)
    return message(f"attention_{code}")


def _lines(session: Session, order: Order) -> tuple[LineDetail, ...]:
    lines = session.scalars(select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.line_no))
    names = ("id", "line_no", "sku_code", "sku_id", "title", "options", "quantity", "unit_price_micros",
             "is_gift")  # fmt: skip
    return tuple(
        LineDetail(**{name: getattr(line, name) for name in names}, total=Money(line.total_minor, order.currency))
        for line in lines
    )


def _shipments(session: Session, order_id: int) -> tuple[ShipmentDetail, ...]:
    host, of = aliased(Shipment), aliased(Order)
    parcels = session.execute(
        select(Shipment, of.external_no)
        .outerjoin(host, host.id == Shipment.merged_into_id)
        .outerjoin(of, of.id == host.order_id)
        .where(Shipment.order_id == order_id, Shipment.archived_at.is_(None))
        .order_by(Shipment.parcel_no, Shipment.id)
    )
    names = (
        "id", "parcel_no", "parcel_count", "carrier", "service", "waybill", "state", "weight_g", "label_printed_at",
        "handed_over_at",
    )  # fmt: skip
    return tuple(
        ShipmentDetail(
            **{name: getattr(parcel, name) for name in names},
            warning=odd_waybill(parcel.carrier, parcel.waybill),
            travels_in=travels_in or "",
        )
        for parcel, travels_in in parcels
    )


def _timeline(session: Session, order: Order, file_name: str) -> tuple[EventDetail, ...]:
    """What was logged, and the moments the order itself knows that were not; oldest first."""
    logged = [
        EventDetail(event.at, event.code, event.params or {})
        for event in session.scalars(select(OrderEvent).where(OrderEvent.order_id == order.id).order_by(OrderEvent.id))
    ]
    known = {event.code for event in logged}
    own: tuple[tuple[str, datetime | None, dict[str, Any]], ...] = (
        ("order_placed", order.placed_at, {}),
        ("order_paid", order.paid_at, {}),
        ("order_imported", order.imported_at if file_name else None, {"file": file_name}),
        ("order_confirmed", order.reviewed_at, {}),
        ("order_shipped", order.shipped_at, {}),
        ("order_cancelled", order.cancelled_at, {}),
        ("order_delivered", _delivered_at(session, order), {}),
    )
    added = [EventDetail(at, code, params) for code, at, params in own if at is not None and code not in known]
    return tuple(sorted([*added, *logged], key=lambda event: event.at))


def _delivered_at(session: Session, order: Order) -> datetime | None:
    """When the last parcel of a delivered order came."""
    if order.state not in {OrderState.DELIVERED, OrderState.COMPLETED, OrderState.RETURN_OPEN, OrderState.RETURNED}:
        return None
    return session.scalar(select(func.max(Shipment.delivered_at)).where(Shipment.order_id == order.id))


def _owner_fields(session: Session, order_id: int) -> frozenset[str]:
    query = select(OwnerEdit.field).where(OwnerEdit.kind == "orders", OwnerEdit.row_id == order_id)
    return frozenset(session.scalars(query))
