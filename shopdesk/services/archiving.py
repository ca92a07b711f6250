"""The archive: orders that are over leave the lists, and come back when they are wanted. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.orders import OVER
from shopdesk.services.advance import Step, advance
from shopdesk.services.recording import Change
from shopdesk.storage.queries.order_steps import OrderBrief


def archive(session: Session, order_ids: Iterable[int]) -> Change:
    """Out of the lists (ui.md, Del). What still waits to be reviewed, shipped or returned stays where it is seen.

    Raises ``UserError``: ``order_still_open``, ``order_archived_already``, ``orders_none_possible``.
    """

    def refusal(order: OrderBrief) -> str:
        if order.is_archived:
            return "order_archived_already"
        return "" if order.state in OVER else "order_still_open"

    return advance(session, order_ids, Step("order_archived", None, {"archived_at": now()}, refusal=refusal))


def bring_back(session: Session, order_ids: Iterable[int]) -> Change:
    """From the archive into the lists. Raises ``UserError``: ``order_not_archived``, ``orders_none_possible``."""

    def refusal(order: OrderBrief) -> str:
        return "" if order.is_archived else "order_not_archived"

    return advance(session, order_ids, Step("order_brought_back", None, {"archived_at": None}, refusal=refusal))
