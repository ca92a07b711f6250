"""What the pane shows of an order's review: its time, the five ticks with their reasons, its exception. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.lateness import Urgency, review_urgency
from shopdesk.domain.order_exceptions import ExceptionKind, Resolution, proposal
from shopdesk.domain.orders import OrderState, PaymentState
from shopdesk.domain.verification import Tick, TickState, tick_states
from shopdesk.lists.spec import Money
from shopdesk.services import refunds, settings
from shopdesk.services.labels import recipient
from shopdesk.storage.queries import order_exceptions as sql
from shopdesk.storage.queries import stock_check
from shopdesk.storage.queries.order_exceptions import Contact
from shopdesk.storage.queries.stock_check import Shortage
from shopdesk.storage.tables import Order, OrderException

#: States in which a review or its outcome is still the owner's business.
_IN_REVIEW = frozenset((OrderState.IMPORTED, OrderState.TO_REVIEW, OrderState.EXCEPTION))


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """An exception that is not closed. ``left``: what could still be refunded."""

    id: int
    kind: ExceptionKind
    note: str
    proposal: Resolution
    is_waiting: bool
    opened_at: datetime
    contacts: tuple[Contact, ...]
    left: Money


@dataclass(frozen=True, slots=True)
class ReviewDetail:
    """The review of an order at a moment. Moments are aware UTC; both since placed and since imported are known (F46).

    ``is_open``: it still lies ahead; ``by_hand``: confirmation needs every tick; ``shortages``: of what stock does not
    last; ``lacks``: ticks without anything to look at, a consignee without a name or no phone where labels need one.
    """

    order_id: int
    is_open: bool
    due_at: datetime | None
    urgency: Urgency
    placed_at: datetime
    imported_at: datetime | None
    ticks: dict[Tick, TickState]
    by_hand: bool
    shortages: tuple[Shortage, ...]
    case: CaseDetail | None
    lacks: frozenset[Tick] = frozenset()


def review_detail(session: Session, order_id: int, *, moment: datetime | None = None) -> ReviewDetail:
    """The review of an order as it stands. Raises ``UserError("order_unknown")``."""
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    rules = settings.values(session)
    is_open = order.state in _IN_REVIEW
    short = stock_check.shortages(session, [order.id]).get(order.id, ()) if is_open else ()
    lacks = frozenset(_lacks(order, phone_required=rules["label.phone_required"]))
    due_at = order.review_due_at if order.state == OrderState.TO_REVIEW else None
    return ReviewDetail(
        order_id=order.id,
        is_open=is_open,
        due_at=due_at,
        urgency=review_urgency(due_at, moment or now(), rules["order.review_amber_minutes"]),
        placed_at=order.placed_at,
        imported_at=order.imported_at,
        ticks=tick_states(
            order.attention.split(), order.verified.split(), consignee=order.ship_name or order.ship_company,
            is_short=bool(short), lacks=lacks,
        ),
        by_hand=rules["order.verify"] == "hand",
        shortages=short,
        case=_case(session, order),
        lacks=lacks,
    )  # fmt: skip


def _lacks(order: Order, *, phone_required: bool) -> Iterator[Tick]:
    """What is not there at all; the phone is judged as the label does that would be refused for it (D01)."""
    if not (order.ship_name or order.ship_company).strip():
        yield Tick.CONSIGNEE
    if phone_required and not recipient(order)[2]:
        yield Tick.PHONE


def _case(session: Session, order: Order) -> CaseDetail | None:
    query = select(OrderException).where(OrderException.order_id == order.id, OrderException.closed_at.is_(None))
    case = session.scalars(query.order_by(OrderException.id.desc()).limit(1)).first()
    if case is None:
        return None
    kind = ExceptionKind(case.kind)
    paid = order.payment_state != PaymentState.UNPAID
    left = refunds.left_to_refund(session, order) if paid else 0
    return CaseDetail(
        id=case.id, kind=kind, note=case.note, proposal=Resolution(case.proposal or proposal(kind)),
        is_waiting=case.resolution == Resolution.WAIT, opened_at=case.opened_at,
        contacts=sql.contacts(session, case.id), left=Money(left, order.currency),
    )  # fmt: skip
