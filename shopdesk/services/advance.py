"""One step of SM-ORDER over one order or thousands: who may take it, what is written, how it is told.

A step over several orders does what SM-ORDER allows and says how many it left out; over one it says why it may not.
What the steps mean is in ``services.orders`` and ``services.exceptions``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.orders import TRANSITIONS, OrderState, check_transition
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries import order_steps
from shopdesk.storage.queries.order_steps import OrderBrief
from shopdesk.storage.tables import Order, OrderEvent

#: What else a step writes for the orders that take it, in the same undoable change.
Also = Callable[[Session, Recorder, Sequence[OrderBrief]], None]


def never(_order: OrderBrief) -> str:
    """Refuses no order."""
    return ""


def nothing(_session: Session, _recorder: Recorder, _orders: Sequence[OrderBrief]) -> None:
    """Writes nothing else."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of SM-ORDER (``following`` of ``None``: the state stays): ``values`` are set beside the state; ``refusal``
    names a message when an order may not.
    """

    code: str
    following: OrderState | None
    values: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    blocks_on_attention: bool = False
    refusal: Callable[[OrderBrief], str] = never
    also: Also = nothing

    def why_not(self, order: OrderBrief) -> str:
        """The message that says why ``order`` may not take this step, ``""`` when it may."""
        if self.following is not None and self.following not in TRANSITIONS[OrderState(order.state)]:
            return "order_state_refused"
        if self.blocks_on_attention and order.attention:
            return "order_has_problems"
        return self.refusal(order)


def advance(session: Session, order_ids: Iterable[int], step: Step) -> Change:
    """Take ``step`` with the orders that may. Raises ``UserError`` when none may: why, for a single one."""
    orders = order_steps.briefs(session, order_ids)
    ready = [order for order in orders if not step.why_not(order)]
    if not ready:
        _refuse(orders, step)
    code, params = _worded(step.code, orders, ready)
    with recording(session, code, **params) as recorder:
        ids = [order.id for order in ready]
        state = {} if step.following is None else {"state": str(step.following)}
        recorder.update_many(Order, ids, **state, **step.values)
        step.also(session, recorder, ready)
        note = {"note": step.note} if step.note else None
        events = [{"order_id": row_id, "at": now(), "code": step.code, "params": note} for row_id in ids]
        recorder.insert_many(OrderEvent, events)
    return recorder.change


def _worded(code: str, orders: Sequence[OrderBrief], ready: Sequence[OrderBrief]) -> tuple[str, dict[str, Any]]:
    """``order_confirmed_one`` for one, ``_many`` for several, ``_some`` when orders were left out."""
    if len(orders) == 1:
        return f"{code}_one", {"order_no": ready[0].order_no}
    if len(ready) == len(orders):
        return f"{code}_many", {"n": len(ready)}
    return f"{code}_some", {"n": len(ready), "left": len(orders) - len(ready)}


def _refuse(orders: Sequence[OrderBrief], step: Step) -> None:
    if not orders:
        raise UserError("order_unknown")
    if len(orders) > 1:
        raise UserError("orders_none_possible", n=len(orders))
    order = orders[0]
    code = step.why_not(order)
    if code == "order_state_refused" and step.following is not None:
        check_transition(OrderState(order.state), step.following)
    raise UserError(code, order_no=order.order_no, problems=order.attention)
