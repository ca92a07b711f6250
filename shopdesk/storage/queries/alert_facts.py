"""What the rules of ``alerts`` look at, read from the shop: one statement a kind of fact, from the recent rows alone.

A fact whose task the owner has settled is not read again where the key does not depend on the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import reduce
from typing import Any

from sqlalchemy import String, and_, case, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from shopdesk.alerts.facts import ArrivalFacts, InstallationFacts, InvoiceFacts, ParcelFacts, RefundFacts, TroubleFacts
from shopdesk.alerts.surroundings import Surroundings
from shopdesk.domain.carriers import find_named, name_index
from shopdesk.domain.money import to_decimal
from shopdesk.domain.orders import OrderState, PaymentState
from shopdesk.domain.parcels import ARRIVED, ParcelState
from shopdesk.domain.tracking import UNDER_WAY
from shopdesk.storage.queries.parcels import goes_abroad
from shopdesk.storage.tables import (
    Carrier,
    CarrierService,
    Installation,
    InvoiceRequest,
    Order,
    Refund,
    Shipment,
    Task,
)
from shopdesk.storage.types import utc_text

_OVER = (OrderState.CANCELLED, OrderState.RETURNED)
_TROUBLE = or_(
    Order.state == OrderState.RETURN_OPEN, Order.payment_state == PaymentState.DISPUTED
)  # what nobody asks a review for


def _key(*parts: Any) -> Any:
    """The key of a finding, put together as its rule does it."""
    texts: Iterator[Any] = (literal(part) if isinstance(part, str) else type_coerce(part, String) for part in parts)
    return reduce(lambda key, text: key.concat(text), texts)


def _settled(key: Any) -> Any:
    """The owner has done or skipped the task of this key."""
    return select(Task.id).where(Task.key == key, Task.state != "due", Task.outcome != "settled").exists()


_Hours = tuple[int | None, int | None, int | None]  # at home, abroad, until the first scan


def _own_hours(session: Session) -> dict[str, _Hours]:
    """The carriers that have hours of their own, by every name they go by."""
    columns = (Carrier.name, Carrier.aliases, Carrier.stale_domestic_hours, Carrier.stale_abroad_hours,
               Carrier.first_scan_hours)  # fmt: skip
    rows = session.execute(select(*columns).where(Carrier.archived_at.is_(None)).order_by(Carrier.id))
    return name_index(
        ((home, abroad, scan), (name, *aliases.splitlines())) for name, aliases, home, abroad, scan in rows
    )


def parcels(session: Session, around: Surroundings) -> Iterator[ParcelFacts]:
    """Parcels under way whose last news is older than the shortest limit that can apply to them; those handed over
    longer ago than ``tracking.watch_days`` are nobody's concern any more.
    """
    rules = around.rules
    index = _own_hours(session)
    shortest = (rules["tracking.first_scan_hours"], rules["tracking.stale_domestic_hours"])
    least = min(*shortest, *(hours for own in index.values() for hours in own if hours))
    news = func.coalesce(Shipment.last_event_at, Shipment.handed_over_at)
    asked = aliased(Task)
    is_asked = and_(asked.state == "done", asked.outcome != "settled")
    query = (
        select(
            Shipment.id, Shipment.order_id, Order.external_no, Shipment.carrier, Shipment.waybill,
            Shipment.handed_over_at, Shipment.last_event_at, goes_abroad(), func.coalesce(is_asked, literal(False)),
        )
        .join(Order, Order.id == Shipment.order_id)
        .outerjoin(asked, asked.key == _key("stale:", Shipment.id, ":", news))
        .where(
            Shipment.state.in_(UNDER_WAY),
            Shipment.handed_over_at >= around.moment - timedelta(days=rules["tracking.watch_days"]),
            Shipment.merged_into_id.is_(None),
            Shipment.archived_at.is_(None),
            Order.state.not_in(_OVER),
            news < around.moment - timedelta(hours=least),
        )
    )  # fmt: skip
    known: dict[str, _Hours] = {}
    for parcel, order, order_no, carrier, waybill, left_at, event_at, is_abroad, was_asked in session.execute(query):
        if carrier not in known:
            known[carrier] = find_named(carrier, index) or (None, None, None)
        own = known[carrier]
        yield ParcelFacts(parcel, order, order_no, carrier, waybill, left_at, event_at, is_abroad, *own, was_asked)


_TROUBLED = (ParcelState.STALLED, ParcelState.LOST, ParcelState.RETURNED_TO_SENDER)


def troubled(session: Session, around: Surroundings) -> Iterator[TroubleFacts]:
    """Parcels that did not arrive, of orders that are kept, handed over within ``tracking.watch_days``."""
    query = (
        select(
            Shipment.id, Shipment.order_id, Order.external_no, Shipment.carrier, Shipment.waybill, Shipment.state,
            func.coalesce(Shipment.last_event_at, Shipment.handed_over_at),
        )
        .join(Order, Order.id == Shipment.order_id)
        .where(
            Shipment.state.in_(_TROUBLED),
            Shipment.handed_over_at >= around.moment - timedelta(days=around.rules["tracking.watch_days"]),
            Shipment.merged_into_id.is_(None),
            Shipment.archived_at.is_(None),
            Order.state.not_in(_OVER),
        )
    )  # fmt: skip
    for row in session.execute(query):
        yield TroubleFacts(*row)


def arrivals(session: Session, around: Surroundings) -> Iterator[ArrivalFacts]:
    """Orders whose parcels left within ``followup.watch_days``, that nobody has followed up and whose day can be near:
    to which day exactly is the rule's to say. A parcel that travels in another one is that one.
    """
    carrying = aliased(Shipment)
    state = func.coalesce(carrying.state, Shipment.state)
    left_at = func.coalesce(carrying.handed_over_at, Shipment.handed_over_at)
    since = around.moment - timedelta(days=around.rules["followup.watch_days"])
    recent = (
        select(Shipment.order_id)
        .where(Shipment.state.in_((*UNDER_WAY, *ARRIVED)), Shipment.handed_over_at >= since)
        .where(~_settled(_key("followup:", Shipment.order_id)))
    )
    merged = (
        select(Shipment.order_id)
        .join(carrying, carrying.id == Shipment.merged_into_id)
        .where(carrying.state.in_((*UNDER_WAY, *ARRIVED)), carrying.handed_over_at >= since)
        .where(~_settled(_key("followup:", Shipment.order_id)))
    )
    not_left = func.sum(case((left_at.is_(None), 1), (state.in_(_NOT_COMING), 1), else_=0))
    query = (
        select(
            Order.id, Order.external_no, func.coalesce(func.nullif(Order.buyer_name, ""), Order.ship_name),
            func.max(left_at), func.max(func.coalesce(carrying.expected_on, Shipment.expected_on)),
            func.max(CarrierService.transit_days), goes_abroad(), _TROUBLE,
        )
        .join(Shipment, Shipment.order_id == Order.id)
        .outerjoin(carrying, carrying.id == Shipment.merged_into_id)
        .outerjoin(CarrierService, CarrierService.id == func.coalesce(carrying.service_id, Shipment.service_id))
        .where(Order.id.in_(recent.union(merged)), Order.state.not_in(_OVER), Order.archived_at.is_(None))
        .group_by(Order.id)
        .having(not_left == 0, _expected(around, left_at, carrying).between(*_near(around)))
    )  # fmt: skip
    for row in session.execute(query):
        yield ArrivalFacts(*row)


#: How many days a closed shop and the time zone can move a day; more only delays a follow-up.
_MOVED = 15


def _expected(around: Surroundings, left_at: Any, carrying: Any) -> Any:
    """The day of arrival as a number, roughly: the last of the order's parcels."""
    rules = around.rules
    known = func.julianday(func.max(func.coalesce(carrying.expected_on, Shipment.expected_on)))
    usual = case((goes_abroad(), rules["shipping.transit_days_abroad"]), else_=rules["shipping.transit_days"])
    transit = func.coalesce(func.max(CarrierService.transit_days), usual)
    return func.coalesce(known, func.julianday(func.max(left_at)) + transit)


def _near(around: Surroundings) -> tuple[Any, Any]:
    """The first and the last such day that can matter now."""
    rules = around.rules
    after = rules["followup.days_after_expected"]
    first = around.moment - timedelta(days=rules["followup.forget_days"] + after + _MOVED)
    last = around.moment + timedelta(days=rules["followup.plan_days"] - after + 2)
    return func.julianday(utc_text(first)), func.julianday(utc_text(last))


_NOT_COMING = (ParcelState.LOST, ParcelState.RETURNED_TO_SENDER)


def refunds(session: Session, _around: Surroundings) -> Iterator[RefundFacts]:
    """Refunds that are not paid."""
    columns = (Refund.id, Order.id, Order.external_no, Refund.amount_minor, Refund.currency, Refund.due_at)
    query = select(*columns).join(Order, Order.id == Refund.order_id).where(Refund.paid_at.is_(None))
    for refund_id, order_id, order_no, minor, currency, due_at in session.execute(query):
        yield RefundFacts(refund_id, order_id, order_no, f"{to_decimal(minor, currency)} {currency}", due_at)


def invoices(session: Session, _around: Surroundings) -> Iterator[InvoiceFacts]:
    """Invoice requests that are open; who cancelled or sent everything back needs none."""
    wish = InvoiceRequest
    query = select(wish.id, Order.id, Order.external_no, wish.title, wish.requested_at)
    query = query.join(Order, Order.id == wish.order_id).where(wish.issued_at.is_(None), Order.state.not_in(_OVER))
    for row in session.execute(query):
        yield InvoiceFacts(*row)


def installations(session: Session, _around: Surroundings) -> Iterator[InstallationFacts]:
    """Installations that are not done, of orders that are kept."""
    delivered = select(func.max(Shipment.delivered_at)).where(Shipment.order_id == Order.id).scalar_subquery()
    wish = Installation
    query = select(wish.id, Order.id, Order.external_no, wish.outlet, wish.requested_at, delivered)
    query = query.join(Order, Order.id == wish.order_id).where(wish.done_at.is_(None), Order.state.not_in(_OVER))
    for row in session.execute(query):
        yield InstallationFacts(*row)


#: Who reads which facts.
LOADERS: Mapping[type[Any], Callable[[Session, Surroundings], Iterator[Any]]] = {
    ParcelFacts: parcels,
    TroubleFacts: troubled,
    ArrivalFacts: arrivals,
    RefundFacts: refunds,
    InvoiceFacts: invoices,
    InstallationFacts: installations,
}
