"""What a shop does by itself as time goes: delivered orders are completed, tasks come and go.

:func:`is_due` is asked again and again and writes nothing; :func:`keep_up` does it, and the
owner's undo leaves it alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shopdesk.domain.orders import OrderState
from shopdesk.services import alerting
from shopdesk.services.recording import Change, recording
from shopdesk.services.surroundings import surroundings
from shopdesk.storage.queries.completion import delivered_before
from shopdesk.storage.tables import Order


def is_due(session: Session, moment: datetime | None = None) -> bool:
    """Whether :func:`keep_up` would change anything."""
    return bool(_to_complete(session, moment)) or bool(alerting.look(session, moment))


def keep_up(session: Session, moment: datetime | None = None) -> Change:
    """Bring the shop up to ``moment`` (by default now)."""
    completed = _complete(session, _to_complete(session, moment))
    swept = alerting.sweep(session, moment)
    return Change(None, "tasks_swept", ids={**completed.ids, **swept.ids}, undoable=False, quiet=True)


def _to_complete(session: Session, moment: datetime | None) -> Sequence[int]:
    """SM-ORDER: delivered orders whose time for returns is over."""
    around = surroundings(session, moment)
    return delivered_before(session, around.moment, around.rules["shipping.return_window_days"])


def _complete(session: Session, order_ids: Sequence[int]) -> Change:
    if not order_ids:
        return Change(None, "orders_completed", undoable=False, quiet=True)
    with recording(session, "orders_completed", undoable=False, quiet=True, n=len(order_ids)) as step:
        step.update_many(Order, order_ids, state=OrderState.COMPLETED)
    return step.change
