"""First installations at the buyer's: asked for, given to an outlet, done (R-O15)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import current_language
from shopdesk.domain.aftercare import installation_due
from shopdesk.domain.search_text import clean, clean_lines
from shopdesk.lists.formatting import format_datetime
from shopdesk.services.recording import Change, recording
from shopdesk.services.surroundings import surroundings
from shopdesk.storage.tables import Installation, Order, Shipment


def request(session: Session, order_id: int, *, outlet: str = "", note: str = "") -> Change:
    """The buyer wants it installed. Raises ``UserError("order_unknown")``."""
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    around = surroundings(session)
    delivered = session.scalar(select(func.max(Shipment.delivered_at)).where(Shipment.order_id == order_id))
    due_at = installation_due(around.moment, delivered, around.rules["install.within_hours"])
    due = format_datetime(due_at, current_language(), around.clock.calendar.timezone)
    with recording(session, "installation_requested", order_no=order.external_no, due=due) as step:
        step.insert(
            Installation(order_id=order_id, requested_at=around.moment, due_at=due_at, outlet=clean(outlet).strip(),
                         note=clean_lines(note))
        )  # fmt: skip
    return step.change


def assign(session: Session, installation_id: int, outlet: str) -> Change:
    """Somebody (else) does it. Raises ``UserError``: ``installation_unknown``, ``installation_no_outlet``."""
    wish, order_no = _open(session, installation_id)
    name = clean(outlet).strip()
    if not name:
        raise UserError("installation_no_outlet")
    with recording(session, "installation_assigned", order_no=order_no, outlet=name) as step:
        step.update(wish, outlet=name)
    return step.change


def finish(session: Session, installation_id: int) -> Change:
    """It is installed. Raises ``UserError("installation_unknown")``."""
    wish, order_no = _open(session, installation_id)
    with recording(session, "installation_done", order_no=order_no) as step:
        step.update(wish, done_at=now())
    return step.change


def _open(session: Session, installation_id: int) -> tuple[Installation, str]:
    wish = session.get(Installation, installation_id)
    if wish is None or wish.done_at is not None:
        raise UserError("installation_unknown")
    order = session.get(Order, wish.order_id)
    return wish, order.external_no if order else ""
