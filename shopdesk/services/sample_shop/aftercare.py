"""What follows the sample shop's orders: news of their parcels, money to pay back, invoices, an installation, tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import OrderState
from shopdesk.domain.parcels import ParcelState
from shopdesk.services import alerting, installations, invoicing, refunds, todo
from shopdesk.storage.tables import ChangeItem, ChangeLog, Order, Shipment, ShopSetting, Task, TrackingEvent

P = ParcelState
#: Hours after the hand-over, the carrier's word, and what it says in both languages.
_JOURNEY = (
    (3, P.HANDED_OVER, "Picked up from the sender", "已揽收"),
    (14, P.IN_TRANSIT, "Departed from the parcel centre", "离开分拨中心"),
    (38, P.IN_TRANSIT, "Arrived in the region of delivery", "到达目的地转运中心"),
    (62, P.OUT_FOR_DELIVERY, "With the delivery driver", "派送中，请保持电话畅通"),
    (68, P.DELIVERED, "Delivered", "已签收，签收人：本人"),
)
_ABROAD_SLOWER = 3
_ERRAND = {"en": "Order parcel tape and 100 boxes", "zh_CN": "订购封箱胶带和 100 个纸箱"}
_SILENT = timedelta(hours=52)
_STALE = 4  # parcels under way that the carrier has gone silent about
_ARRIVED = {OrderState.DELIVERED, OrderState.COMPLETED, OrderState.RETURN_OPEN, OrderState.RETURNED}
_TOLD_DAYS = 30  # older parcels' news are nobody's interest


def add_aftercare(session: Session, country: str, language: str, moment: datetime) -> None:
    """Write it; ``country``: the shop's own, ``language`` its owner's. ``moment`` is aware, UTC. Nothing of it is the
    owner's to undo.
    """
    session.add(ShopSetting(key="shipping.return_window_days", value="30"))  # as its returns policy says
    parcels = session.execute(
        select(Shipment, Order)
        .join(Order, Order.id == Shipment.order_id)
        .where(Shipment.handed_over_at.is_not(None))
        .order_by(Order.placed_at.desc())
    ).all()
    told: list[dict[str, Any]] = []
    silent = 0
    for parcel, order in parcels:
        slower = 1 if order.ship_country in {country, "CN"} else _ABROAD_SLOWER
        is_old = parcel.handed_over_at is not None and parcel.handed_over_at < moment - _SILENT
        is_stale = order.state == OrderState.SHIPPED and is_old and silent < _STALE and order.ship_country == country
        silent += is_stale
        told += _travel(parcel, order, moment, slower, is_stale=is_stale)
    if told:
        session.execute(insert(TrackingEvent), told)
    session.flush()
    _add_wishes(session, [order for _, order in parcels], language, moment)
    session.flush()
    alerting.sweep(session, moment)
    _settle_some(session, moment)
    session.execute(delete(ChangeItem))
    session.execute(delete(ChangeLog))


def _travel(parcel: Shipment, order: Order, moment: datetime, slower: int, *, is_stale: bool) -> list[dict[str, Any]]:
    """The parcel's events until now; sets where it stands. One that arrived has its last event in any case."""
    assert parcel.handed_over_at is not None
    start, chinese = parcel.handed_over_at, order.ship_country == "CN"
    points = [(start + timedelta(hours=hours * slower), word, en, zh) for hours, word, en, zh in _JOURNEY]
    if order.state not in _ARRIVED:
        points = [point for point in points[:4] if point[0] <= moment][: 1 if is_stale else None]
    elif points[-1][0] > moment:
        points[-1] = (moment - timedelta(hours=2), *points[-1][1:])
    points = [point for point in points if point[0] <= moment]
    if not points:
        return []
    parcel.state, parcel.first_scan_at, parcel.last_event_at = str(points[-1][1]), points[0][0], points[-1][0]
    parcel.delivered_at = points[-1][0] if points[-1][1] == P.DELIVERED else None
    parcel.updated_at = moment
    if start < moment - timedelta(days=_TOLD_DAYS):
        return []
    return [
        {"shipment_id": parcel.id, "at": at, "status": str(word), "place": "", "text": zh if chinese else en}
        for at, word, en, zh in points
    ]


def _add_wishes(session: Session, orders: Sequence[Order], language: str, moment: datetime) -> None:
    back = [order for order in orders if order.state == OrderState.RETURN_OPEN][:3]
    for order, hours in zip(back, (80, 30, 4), strict=False):
        refunds.promise(session, order.id, order.total_minor, started_at=moment - timedelta(hours=hours))
    here = [order for order in orders if order.state == OrderState.DELIVERED]
    for order in here[:2]:
        invoicing.request(session, order.id, order.buyer_name)
    for order in here[2:4]:
        invoicing.request(session, order.id, f"{order.buyer_name} GmbH", kind="company", tax_no="DE811907980")
    for order in here[4:5]:
        installations.request(session, order.id, outlet="North")
    todo.add(session, _ERRAND.get(language, _ERRAND["en"]), moment + timedelta(hours=3))


def _settle_some(session: Session, moment: datetime) -> None:
    """Most of it was done in time: the page shows what that looks like, and what comes of problems."""
    asked = Task.kind.in_(("follow_up_call", "follow_up_message")) & (Task.due_at < moment - timedelta(days=2))
    old = list(session.scalars(select(Task.id).where(asked).order_by(Task.due_at, Task.id)))
    for task_id, outcome in zip(old[-3:], ("problem", "not_received", "happy"), strict=False):
        todo.done(session, [task_id], outcome=outcome)
    if old[:-3]:
        todo.done(session, old[:-3], outcome="happy")
