"""What the owner does with parcels: pack them, hand them over. One undoable step, for one parcel or hundreds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.orders import TO_SHIP, TRANSITIONS, OrderState, check_transition
from shopdesk.domain.parcels import WAITING, ParcelState
from shopdesk.domain.waves import WaveState
from shopdesk.services import settings
from shopdesk.services.departure import depart
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries import order_steps
from shopdesk.storage.queries import parcels as sql
from shopdesk.storage.queries.parcels import Parcel
from shopdesk.storage.queries.waves import picked_through
from shopdesk.storage.tables import Order, OrderEvent, Shipment, Wave


def pack(session: Session, order_ids: Iterable[int]) -> Change:
    """Packed: the orders, what travels in the same parcels, and their parcels; an order without a parcel gets one.

    Raises ``UserError``: ``order_unknown``, ``order_state_refused``, ``orders_none_possible``.
    """
    asked = order_steps.briefs(session, sql.companions(session, list(order_ids)))
    ready = [order for order in asked if OrderState.PACKED in TRANSITIONS[OrderState(order.state)]]
    if not ready:
        _refuse(asked)
    code, params = _worded("parcels_packed", ready[0].order_no, len(ready), len(asked))
    with recording(session, code, **params) as step:
        put_into_parcels(session, step, [order.id for order in ready])
    return step.change


def _refuse(orders: Sequence[order_steps.OrderBrief]) -> None:
    if not orders:
        raise UserError("order_unknown")
    if len(orders) > 1:
        raise UserError("orders_none_possible", n=len(orders))
    check_transition(OrderState(orders[0].state), OrderState.PACKED)


def _worded(code: str, order_no: str, n: int, asked: int) -> tuple[str, dict[str, Any]]:
    if asked == 1:
        return f"{code}_one", {"order_no": order_no}
    return (f"{code}_many", {"n": n}) if n == asked else (f"{code}_some", {"n": n, "left": asked - n})


def put_into_parcels(session: Session, step: Recorder, order_ids: Sequence[int]) -> None:
    """The rows of packing: orders, parcels, timeline; a wave of which everything is packed was picked."""
    moment = now()
    found = sql.parcels_of(session, order_ids)
    values: dict[str, Any] = {"state": str(ParcelState.PACKED), "packed_at": moment}
    step.update_many(Shipment, [parcel.id for parcel in found if parcel.state in WAITING], **values)
    without = sorted(set(order_ids) - {parcel.order_id for parcel in found})
    step.insert_many(Shipment, [{"order_id": order_id, **values} for order_id in without])
    step.update_many(Order, order_ids, state=str(OrderState.PACKED))
    events = [{"order_id": row_id, "at": moment, "code": "order_packed", "params": None} for row_id in order_ids]
    step.insert_many(OrderEvent, events)
    picked = picked_through(session, order_ids)
    step.update_many(Wave, picked, state=str(WaveState.PICKED), picked_at=moment)


def hand_over(session: Session, parcel_ids: Iterable[int]) -> Change:
    """The carrier has them. Where the rule ``label.waybill_required`` is on, parcels without carrier and waybill stay
    (R-O6). An order has left with its last parcel.

    Raises ``UserError("parcels_none_possible")``.
    """
    asked = [parcel for parcel in sql.merged_with(session, parcel_ids) if parcel.merged_into is None]
    ready = ready_to_leave(session, asked)
    if not ready:
        raise UserError("parcels_none_possible", n=len(asked))
    left = len(asked) - len(ready)
    with recording(session, "parcels_handed_over_some" if left else "parcels_handed_over", left=left) as step:
        gone = depart(session, step, [parcel.id for parcel in ready], now())
        step.params.update(n=gone.parcels, orders=len(gone.order_ids))
    return step.change


def ready_to_leave(session: Session, parcels: Iterable[Parcel]) -> list[Parcel]:
    """Those that may be handed over (SM-SHIPMENT, SM-ORDER, R-O6)."""
    needs_waybill = settings.get(session, "label.waybill_required")
    return [
        parcel
        for parcel in parcels
        if parcel.state in WAITING
        and parcel.order_state in TO_SHIP
        and (not needs_waybill or (parcel.carrier and parcel.waybill))
    ]
