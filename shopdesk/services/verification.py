"""The five ticks of a review (R-O2), set and taken back by hand. Who sets one says that its problems are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.verification import Tick, solved_by, with_tick, without_tick
from shopdesk.services.recording import Change, recording
from shopdesk.storage.queries import order_steps
from shopdesk.storage.queries.order_steps import OrderBrief
from shopdesk.storage.tables import Order


def tick(session: Session, order_ids: Iterable[int], ticks: Collection[Tick] = tuple(Tick)) -> Change:
    """Somebody looked at these orders: ``ticks`` (all five) are set. Raises ``UserError``: ``order_unknown``."""
    return _set(
        session, order_ids, "order_ticked",
        lambda order: (with_tick(order.verified, ticks), solved_by(ticks, order.attention)),
    )  # fmt: skip


def untick(session: Session, order_ids: Iterable[int], ticks: Collection[Tick] = tuple(Tick)) -> Change:
    """They are to be looked at again. Raises ``UserError``: ``order_unknown``."""
    return _set(
        session, order_ids, "order_unticked", lambda order: (without_tick(order.verified, ticks), order.attention)
    )


def _set(
    session: Session, order_ids: Iterable[int], code: str, ticked: Callable[[OrderBrief], tuple[str, str]]
) -> Change:
    orders = order_steps.briefs(session, order_ids)
    if not orders:
        raise UserError("order_unknown")
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for order in orders:
        if ticked(order) != (order.verified, order.attention):
            alike[ticked(order)].append(order.id)
    one = len(orders) == 1
    params = {"order_no": orders[0].order_no} if one else {"n": len(orders)}
    with recording(session, f"{code}_one" if one else f"{code}_many", **params) as step:
        for (verified, attention), ids in alike.items():
            step.update_many(Order, ids, verified=verified, attention=attention)
    return step.change
