"""What is known of parcels on their way, and the words about them for the buyer. The files of carriers are imported in
``services.imports``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.buyer_words import buyer_words
from shopdesk.domain.carriers import find_named
from shopdesk.domain.orders import TO_SHIP, OrderState
from shopdesk.domain.parcels import LEFT, ParcelState, order_state_of
from shopdesk.domain.search_text import clean
from shopdesk.domain.tracking import TRACKED, tracked_state
from shopdesk.lists.formatting import format_datetime
from shopdesk.services.carriers import carrier_index
from shopdesk.services.departure import finish_waves
from shopdesk.services.labels import order_address
from shopdesk.services.packing_notes import buyer_language
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries import parcels
from shopdesk.storage.queries.paper import the_shop
from shopdesk.storage.tables import Carrier, Order, Shipment, TrackingEvent

#: Orders that a carrier's word may move on.
_ON_ORDER = [str(state) for state in (*TO_SHIP, OrderState.SHIPPED)]


@dataclass(frozen=True, slots=True)
class TrackingPoint:
    """What a carrier said. ``status`` is a word of SM-SHIPMENT or ``""``."""

    at: datetime
    status: str
    place: str
    text: str


def events(session: Session, order_id: int) -> tuple[TrackingPoint, ...]:
    """What carriers said of the order's parcels, newest first; what travels in another parcel has that one's news."""
    mine = select(func.coalesce(Shipment.merged_into_id, Shipment.id)).where(Shipment.order_id == order_id)
    query = select(TrackingEvent).where(TrackingEvent.shipment_id.in_(mine))
    rows = session.scalars(query.order_by(TrackingEvent.at.desc(), TrackingEvent.id.desc()))
    return tuple(TrackingPoint(row.at, row.status, row.place, row.text) for row in rows)


def note_news(
    session: Session, shipment_id: int, status: str, *, text: str = "", place: str = "", at: datetime | None = None
) -> Change:
    """Write down what the carrier says (``status``: one of ``domain.tracking.TRACKED`` or ``""``), now unless ``at``.
    Orders follow their parcels, as they do when a carrier's file is imported; what travels in another parcel is there.

    Raises ``UserError("parcel_unknown")``; ``ValueError`` for another status.
    """
    parcel = session.get(Shipment, shipment_id)
    if parcel is None:
        raise UserError("parcel_unknown")
    if parcel.merged_into_id is not None:
        parcel = session.get_one(Shipment, parcel.merged_into_id)
    if status and status not in TRACKED:
        raise ValueError(status)
    moment = (at or now()).replace(microsecond=0)
    values: dict[str, Any] = {
        "state": tracked_state(parcel.state, status),
        "handed_over_at": parcel.handed_over_at or moment,
        "first_scan_at": min(filter(None, (parcel.first_scan_at, moment))),
        "last_event_at": max(filter(None, (parcel.last_event_at, moment))),
        "delivered_at": parcel.delivered_at or (moment if status == ParcelState.DELIVERED else None),
    }
    said = TrackingEvent(
        shipment_id=parcel.id, at=moment, status=status, place=clean(place).strip(), text=clean(text).strip()
    )
    with recording(session, "tracking_noted", waybill=parcel.waybill) as step:
        step.insert(said)
        step.update(parcel, **values)
        session.flush()
        _move_orders(session, step, parcel)
    return step.change


def _move_orders(session: Session, step: Recorder, news_of: Shipment) -> None:
    """Orders of which every parcel has left or arrived by now."""
    together = {each.order_id for each in parcels.merged_with(session, [news_of.id])}
    standing: dict[int, list[str]] = defaultdict(list)
    for each in parcels.parcels_of(session, together):
        is_guest = each.merged_into == news_of.id
        standing[each.order_id].append(news_of.state if is_guest else each.state)
    for order in session.scalars(select(Order).where(Order.id.in_(together), Order.state.in_(_ON_ORDER))):
        following = order_state_of(standing[order.id])
        if following in {OrderState.SHIPPED, OrderState.DELIVERED} - {order.state}:
            step.update(order, state=str(following), shipped_at=order.shipped_at or news_of.handed_over_at)
    session.flush()
    finish_waves(session, step, together, now())


def tracking_message(session: Session, order_id: int) -> str:
    """Where the parcel is, in the buyer's language, to be copied and sent (S1-4.2.3.2-SHOW). Raises
    ``UserError("order_unknown")``.
    """
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    shop = the_shop(session)
    language = buyer_language(order_address(order), shop)
    facts = {"buyer": order.buyer_name or order.ship_name, "order_no": order.external_no}
    parcel = _parcel(session, order_id)
    if parcel is None:
        return buyer_words("tracking", "not_left", language, **facts)
    facts |= {"carrier": parcel.carrier, "waybill": parcel.waybill}
    if parcel.delivered_at is not None:
        when = format_datetime(parcel.delivered_at, language, shop.timezone)
        return buyer_words("tracking", "delivered", language, when=when, **facts)
    lines = [buyer_words("tracking", "on_its_way", language, **facts)]
    if found := events(session, order_id):
        when = format_datetime(found[0].at, language, shop.timezone)
        news = ", ".join(part for part in (found[0].place, found[0].text) if part)
        lines.append(buyer_words("tracking", "latest", language, when=when, news=news))
    if url := _url(session, parcel):
        lines.append(buyer_words("tracking", "link", language, url=url))
    return "\n".join(lines)


def _parcel(session: Session, order_id: int) -> Shipment | None:
    """The parcel the buyer asks about: the last one that has left, or the one that it travels in."""
    own = select(func.coalesce(Shipment.merged_into_id, Shipment.id)).where(Shipment.order_id == order_id)
    query = select(Shipment).where(Shipment.id.in_(own), Shipment.state.in_(LEFT), Shipment.waybill != "")
    return session.scalars(query.order_by(Shipment.handed_over_at.desc(), Shipment.id.desc())).first()


def _url(session: Session, parcel: Shipment) -> str:
    carrier_id = find_named(parcel.carrier, carrier_index(session))
    carrier = session.get(Carrier, carrier_id) if carrier_id is not None else None
    return carrier.tracking_url.replace("{waybill}", parcel.waybill) if carrier is not None else ""
