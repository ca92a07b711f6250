"""One parcel for several orders: which could travel together, joining them, and letting one travel alone again.

The label, carrier and waybill are those of one of the orders; the parcels of the others name it
(``shipment.merged_into_id``). Each step is one undoable Change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.orders import TO_SHIP
from shopdesk.domain.parcel_plan import Waiting, address_key, buyer_key, merge_groups
from shopdesk.domain.parcels import WAITING
from shopdesk.services import settings
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries import parcels as sql
from shopdesk.storage.queries.parcels import Parcel
from shopdesk.storage.tables import Order, OrderEvent, Shipment


@dataclass(frozen=True, slots=True)
class MergeSuggestion:
    """Orders of one buyer to one address, oldest first; one parcel in place of as many as there are orders."""

    order_ids: tuple[int, ...]
    order_nos: tuple[str, ...]
    buyer: str
    place: str
    units: int
    placed_at: datetime

    @property
    def labels_saved(self) -> int:
        """How many labels fewer."""
        return len(self.order_ids) - 1


def suggestions(session: Session) -> list[MergeSuggestion]:
    """Orders that have not left and could travel together: same buyer, same address, placed within the rule
    ``order.merge_window_hours``; those in different waves or warehouses apart. Oldest first.
    """
    rows = {row.id: row for row in sql.waiting_orders(session)}
    window = timedelta(hours=settings.get(session, "order.merge_window_hours"))
    groups = merge_groups((_waiting(row) for row in rows.values()), window)
    found = [_suggestion([rows[order_id] for order_id in group]) for group in groups]
    return sorted(found, key=lambda each: (each.placed_at, each.order_ids))


def _waiting(row: Any) -> Waiting:
    return Waiting(row.id, _buyer(row), _address(row), row.placed_at, f"{row.warehouse_id}/{row.wave_id}")


def _buyer(row: Any) -> str:
    return buyer_key(
        row.ship_name or row.buyer_name, row.ship_phone or row.buyer_phone, row.buyer_email, row.buyer_login
    )


def _address(row: Any) -> str:
    lines = (row.ship_line1, row.ship_line2, row.ship_line3)
    return address_key(
        lines, f"{row.ship_district}{row.ship_city}{row.ship_region}", row.ship_postcode, row.ship_country
    )


def _suggestion(rows: Sequence[Any]) -> MergeSuggestion:
    first = rows[0]
    place = ", ".join(part for part in (first.ship_line1, first.ship_city, first.ship_country) if part)
    return MergeSuggestion(
        order_ids=tuple(row.id for row in rows),
        order_nos=tuple(row.external_no for row in rows),
        buyer=first.ship_name or first.buyer_name,
        place=place,
        units=sum(row.unit_count for row in rows),
        placed_at=first.placed_at,
    )


def merge(session: Session, groups: Sequence[Sequence[int]]) -> Change:
    """Put each group of orders into one parcel: that of the first order with a waybill, else of the oldest one.

    Raises ``UserError``: ``merge_too_few``, ``order_unknown``, ``merge_addresses_differ``, ``merge_split_order``,
    ``parcel_left``, ``order_state_refused``. Nothing is merged then.
    """
    wanted = [list(dict.fromkeys(group)) for group in groups]
    if not wanted or any(len(group) < 2 for group in wanted):
        raise UserError("merge_too_few")
    everyone = [order_id for group in wanted for order_id in group]
    orders = {order.id: order for order in session.scalars(select(Order).where(Order.id.in_(everyone)))}
    parcels: dict[int, list[Parcel]] = {order_id: [] for order_id in everyone}
    for parcel in sql.parcels_of(session, everyone):
        parcels[parcel.order_id].append(parcel)
    for group in wanted:
        _check([orders.get(order_id) for order_id in group], parcels)
    code, params = "parcels_merged_groups", dict[str, Any](n=len(everyone), parcels=len(wanted))
    if len(wanted) == 1:
        code, params = "parcels_merged", {"n": len(everyone), "order_no": orders[_host(wanted[0], parcels)].external_no}
    with recording(session, code, **params) as step:
        for group in wanted:
            _join(session, step, group, orders, parcels)
    return step.change


def _check(orders: Sequence[Order | None], parcels: Mapping[int, Sequence[Parcel]]) -> None:
    known = [order for order in orders if order is not None]
    if len(known) != len(orders):
        raise UserError("order_unknown")
    if len({_address(order) for order in known}) > 1 or not _address(known[0]):
        raise UserError("merge_addresses_differ")
    for order in known:
        own = parcels[order.id]
        if order.state not in TO_SHIP:
            raise UserError("order_state_refused", current=order.state, following="")
        if any(parcel.state not in WAITING for parcel in own):
            raise UserError("parcel_left", order_no=order.external_no)
        if len(own) > 1:
            raise UserError("merge_split_order", order_no=order.external_no)


def _host(group: Sequence[int], parcels: Mapping[int, Sequence[Parcel]]) -> int:
    labelled = (order_id for order_id in group if any(parcel.waybill for parcel in parcels[order_id]))
    return next(labelled, group[0])


def _join(
    session: Session,
    step: Recorder,
    group: Sequence[int],
    orders: Mapping[int, Order],
    parcels: Mapping[int, Sequence[Parcel]],
) -> None:
    rows = {order_id: _parcel(session, step, order_id, parcels[order_id]) for order_id in group}
    host = rows[_host(group, parcels)]
    moved = [row.id for row in rows.values()]
    step.update(host, merged_into_id=None, weight_g=None)
    for row in session.scalars(select(Shipment).where(Shipment.merged_into_id.in_(moved))):
        step.update(row, merged_into_id=host.id)  # what travelled with one of them comes along
    for order_id, row in rows.items():
        if row is not host:
            step.update(row, merged_into_id=host.id, carrier="", service="", waybill="", weight_g=None)
            params = {"order_no": orders[host.order_id].external_no}
            step.insert(OrderEvent(order_id=order_id, at=now(), code="order_merged", params=params))


def _parcel(session: Session, step: Recorder, order_id: int, known: Sequence[Parcel]) -> Shipment:
    if known:
        return session.get_one(Shipment, known[0].id)
    row = Shipment(order_id=order_id)
    step.insert(row)
    return row


def unmerge(session: Session, order_id: int) -> Change:
    """The order travels in a parcel of its own; when it is the one with the label, those that travelled with it do.

    Raises ``UserError``: ``order_unknown``, ``merge_not_merged``, ``parcel_left``.
    """
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    together = sql.merged_with(session, [parcel.id for parcel in sql.parcels_of(session, [order_id])])
    own = [parcel for parcel in together if parcel.order_id == order_id and parcel.merged_into is not None]
    freed = own or [parcel for parcel in together if parcel.merged_into is not None]
    if not freed:
        raise UserError("merge_not_merged", order_no=order.external_no)
    if any(parcel.state not in WAITING for parcel in together):
        raise UserError("parcel_left", order_no=order.external_no)
    with recording(session, "parcels_unmerged", order_no=order.external_no) as step:
        _free(step, freed)
    return step.change


def part_ways(session: Session, step: Recorder, order_ids: Iterable[int]) -> None:
    """Orders that do not go on (cancelled, an exception) and those that do no longer share a parcel. A part of other
    steps; what has left stays as it left.
    """
    staying = set(order_ids)
    together = sql.merged_with(session, [parcel.id for parcel in sql.parcels_of(session, staying)])
    of_order = {parcel.id: parcel.order_id for parcel in together}
    freed = [
        parcel
        for parcel in together
        if parcel.merged_into is not None
        and parcel.state in WAITING
        and (parcel.order_id in staying) != (of_order.get(parcel.merged_into) in staying)
    ]
    _free(step, freed)


def _free(step: Recorder, freed: Sequence[Parcel]) -> None:
    step.update_many(Shipment, [parcel.id for parcel in freed], merged_into_id=None)
    events = [{"order_id": each.order_id, "at": now(), "code": "order_unmerged", "params": None} for each in freed]
    step.insert_many(OrderEvent, events)
