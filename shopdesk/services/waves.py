"""Waves (R-O5): orders that are picked in one walk, from the shelf to the carrier. Each step is one undoable Change.

One wave for each warehouse and carrier, as :mod:`shopdesk.services.dispatch` groups them; the papers are
``services.shipping_papers``'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.order_exceptions import ExceptionKind, proposal
from shopdesk.domain.orders import OrderState
from shopdesk.domain.picking import Demand
from shopdesk.domain.waves import WaveState, check_transition, wave_number
from shopdesk.services.departure import depart
from shopdesk.services.dispatch import Wave as Group
from shopdesk.services.dispatch import dispatch
from shopdesk.services.parcels import put_into_parcels, ready_to_leave
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.services.shipping_papers import demands_of
from shopdesk.storage.queries import order_steps
from shopdesk.storage.queries import parcels as parcel_sql
from shopdesk.storage.queries import waves as sql
from shopdesk.storage.queries.paper import paper_orders, the_shop
from shopdesk.storage.tables import Order, OrderEvent, OrderException, Wave

_CAN_START = (OrderState.CONFIRMED, OrderState.ALLOCATED)


def start(session: Session, order_ids: Iterable[int]) -> Change:
    """Begin to pick: a wave for each warehouse and carrier, orders that share a parcel in the same one.

    Raises ``UserError("wave_nothing_to_pick")`` when none of the orders is confirmed and free.
    """
    asked = list(dict.fromkeys(order_ids))
    orders = order_steps.briefs(session, parcel_sql.companions(session, asked))
    ready = [order.id for order in orders if order.state in _CAN_START]
    if not ready:
        raise UserError("wave_nothing_to_pick", n=len(asked))
    groups = [group for group in dispatch(session, paper_orders(session, ready)).waves if group.number]
    left = len(set(asked) - set(ready))
    code = ("wave_started" if len(groups) == 1 else "waves_started") + ("_some" if left else "")
    with recording(session, code, n=len(ready), left=left, waves=len(groups)) as step:
        numbers = [_begin(step, group, number) for group, number in zip(groups, _numbers(session, groups), strict=True)]
        step.params["number"] = ", ".join(numbers)
    return step.change


def start_ready(session: Session) -> Change:
    """:func:`start` with every order that is ready to be picked, the oldest first. Raises as it does."""
    return start(session, sql.ready_orders(session))


def _numbers(session: Session, groups: Sequence[Group]) -> list[str]:
    day = now().astimezone(ZoneInfo(the_shop(session).timezone)).date()
    first = sql.last_serial(session, wave_number(day, 0)[:-1]) + 1
    return [wave_number(day, first + place) for place in range(len(groups))]


def _begin(step: Recorder, group: Group, number: str) -> str:
    wave = Wave(number=number, warehouse_id=group.place.id if group.place else None, carrier=group.carrier)
    step.insert(wave)
    ids = [source.order.id for source in group.members]
    step.update_many(Order, ids, state=str(OrderState.PICKING), wave_id=wave.id)
    params = {"number": number}
    step.insert_many(
        OrderEvent, [{"order_id": row_id, "at": now(), "code": "order_picking", "params": params} for row_id in ids]
    )
    return number


def pick(session: Session, wave_id: int, *, picker: str = "") -> Change:
    """Everything was found; ``picker``: who walked. Raises ``UserError``: ``wave_gone``, ``wave_state_refused``."""
    wave = _wave(session, wave_id)
    check_transition(wave.state, WaveState.PICKED)
    n = len(sql.members(session, wave_id, OrderState.PICKING))
    with recording(session, "wave_picked", number=wave.number, n=n) as step:
        step.update(wave, state=str(WaveState.PICKED), picked_at=now(), picker=picker or wave.picker)
    return step.change


def pack(session: Session, wave_id: int) -> Change:
    """Everything of the wave is packed. Raises ``UserError``: ``wave_gone``, ``wave_nothing_to_pack``."""
    wave = _wave(session, wave_id)
    waiting = sql.members(session, wave_id, OrderState.PICKING)
    if not waiting:
        raise UserError("wave_nothing_to_pack")
    with recording(session, "wave_packed", number=wave.number, n=len(waiting)) as step:
        put_into_parcels(session, step, waiting)
    return step.change


def hand_over(session: Session, wave_id: int) -> Change:
    """The carrier took the packed orders of the wave; parcels that lack what R-O6 asks for stay.

    Raises ``UserError``: ``wave_gone``, ``wave_nothing_to_pack`` (nothing is packed yet),
    ``wave_nothing_to_hand_over``.
    """
    wave = _wave(session, wave_id)
    packed = sql.members(session, wave_id, OrderState.PACKED)
    if not packed:
        raise UserError("wave_nothing_packed")
    waiting = [parcel for parcel in parcel_sql.parcels_of(session, packed) if parcel.merged_into is None]
    ready = ready_to_leave(session, waiting)
    if not ready:
        raise UserError("wave_nothing_to_hand_over")
    code = "wave_handed_over" if len(ready) == len(waiting) else "wave_handed_over_some"
    with recording(session, code, number=wave.number, left=len(waiting) - len(ready)) as step:
        step.params["n"] = depart(session, step, [parcel.id for parcel in ready], now()).parcels
    return step.change


@dataclass(frozen=True, slots=True)
class Goods:
    """What stands on a line of a pick list: a SKU, or, without one, a title with its options."""

    sku_code: str
    title: str = ""
    options: str = ""

    def of(self, demand: Demand) -> bool:
        """Whether a demand is for these goods."""
        if self.sku_code or demand.sku_code:
            return demand.sku_code == self.sku_code
        return (demand.title, demand.options) == (self.title, self.options)


def record_shortage(session: Session, wave_id: int, goods: Goods, found: int) -> Change:
    """Only ``found`` pieces of ``goods`` were there. The oldest orders are served; the others leave the wave and wait
    as exceptions (R-O3, R-O5), with them what shares their parcels.

    Raises ``UserError``: ``wave_gone``, ``wave_line_unknown``, ``wave_found_wrong`` (not fewer than are needed).
    """
    wave = _wave(session, wave_id)
    members = sql.members(session, wave_id, OrderState.PICKING)
    wanted = [demand for demand in demands_of(session, members) if goods.of(demand)]
    name = goods.sku_code or goods.title
    if not wanted:
        raise UserError("wave_line_unknown", sku=name)
    needed = sum(demand.quantity for demand in wanted)
    if not 0 <= found < needed:
        raise UserError("wave_found_wrong", sku=name, ordered=needed)
    short = _unserved(wanted, found)
    together = [order for order in parcel_sql.companions(session, list(short)) if order in set(members)]
    with recording(
        session, "wave_short", number=wave.number, sku=name, missing=needed - found, n=len(together)
    ) as step:  # fmt: skip
        _take_out(step, together, {order: f"{name} × {missing}" for order, missing in short.items()})
    return step.change


def _unserved(wanted: Sequence[Demand], found: int) -> dict[int, int]:
    """Order id → pieces it lacks. Served are whole orders, the first ones first; what is too little for one is left for
    the next: half an order is not sent.
    """
    needed: dict[int, int] = {}
    for demand in wanted:
        needed[demand.order_id] = needed.get(demand.order_id, 0) + demand.quantity
    left, short = found, dict[int, int]()
    for order, quantity in needed.items():
        if quantity <= left:
            left -= quantity
        else:
            short[order] = quantity - left
    return short


def _take_out(step: Recorder, order_ids: Sequence[int], pieces: dict[int, str]) -> None:
    moment = now()
    step.update_many(Order, order_ids, state=str(OrderState.EXCEPTION), wave_id=None)
    said = {order: pieces.get(order, ", ".join(pieces.values())) for order in order_ids}
    kind = ExceptionKind.OUT_OF_STOCK
    case = {"kind": str(kind), "proposal": str(proposal(kind)), "opened_at": moment}
    step.insert_many(OrderException, [{"order_id": order, "note": said[order], **case} for order in order_ids])
    events: list[dict[str, Any]] = [
        {"order_id": order, "at": moment, "code": "order_short", "params": {"pieces": said[order]}}
        for order in order_ids
    ]
    step.insert_many(OrderEvent, events)


def wave_called(session: Session, number: str) -> int:
    """The id of the wave of this number. Raises ``UserError("wave_unknown")``."""
    found = session.scalars(select(Wave.id).where(Wave.number == number.strip())).first()
    if found is None:
        raise UserError("wave_unknown", number=number)
    return found


def orders_of(session: Session, wave_id: int) -> list[int]:
    """The orders of a wave, oldest first."""
    return sql.members(session, wave_id)


def _wave(session: Session, wave_id: int) -> Wave:
    wave = session.get(Wave, wave_id)
    if wave is None:
        raise UserError("wave_gone")
    return wave
