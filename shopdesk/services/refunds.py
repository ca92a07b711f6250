"""Money that goes back: promised with a day, paid, or withdrawn (R-O9). Pays nothing: the platform or bank does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import current_language
from shopdesk.domain.aftercare import RefundKind, check_refund, median_days, refund_due, refundable
from shopdesk.domain.orders import PaymentState
from shopdesk.domain.search_text import clean, clean_lines
from shopdesk.lists.formatting import format_datetime, format_money
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.services.surroundings import surroundings
from shopdesk.storage.queries.order_steps import OrderBrief, among
from shopdesk.storage.tables import Order, Refund

_PAID = (str(PaymentState.PAID), str(PaymentState.PART_REFUNDED))


def left_to_refund(session: Session, order: Order) -> int:
    """What of the order can still be promised back, in minor units of its currency."""
    return refundable(order.total_minor, order.refunded_minor, _waiting(session, [order.id]).get(order.id, 0))


def _waiting(session: Session, order_ids: Iterable[int]) -> dict[int, int]:
    """What is promised back and not paid, by order."""
    query = select(Refund.order_id, func.sum(Refund.amount_minor).label("waiting")).where(
        among(Refund.order_id, order_ids), Refund.paid_at.is_(None)
    )
    return {row.order_id: row.waiting for row in session.execute(query.group_by(Refund.order_id))}


def promise(
    session: Session,
    order_id: int,
    amount_minor: int,
    *,
    kind: str = RefundKind.RETURN,
    reason: str = "",
    started_at: datetime | None = None,
) -> Change:
    """Note a refund; its clock starts at ``started_at`` (the inspection passed, the order was cancelled; now).

    Raises ``UserError``: ``order_unknown``, ``refund_unpaid_order``, ``refund_amount_zero``, ``refund_too_high``.
    """
    order = _order(session, order_id)
    if order.payment_state == PaymentState.UNPAID:
        raise UserError("refund_unpaid_order", order_no=order.external_no)
    check_refund(amount_minor, left_to_refund(session, order))
    row = new_refund(session, order, amount_minor, kind, clean_lines(reason), started_at or now())
    zone = surroundings(session).clock.calendar.timezone
    words: dict[str, Any] = {
        "order_no": order.external_no, "amount": format_money(amount_minor, order.currency),
        "due": format_datetime(row.due_at, current_language(), zone),
    }  # fmt: skip
    with recording(session, "refund_opened", **words) as step:
        step.insert(row)
    return step.change


def pay(session: Session, refund_id: int, *, reference: str = "", paid_at: datetime | None = None) -> Change:
    """The money went back: the order is (partly) refunded. Raises ``UserError("refund_unknown")``."""
    refund, order = _open(session, refund_id)
    refunded = order.refunded_minor + refund.amount_minor
    state = PaymentState.REFUNDED if refunded >= order.total_minor else PaymentState.PART_REFUNDED
    with recording(session, "refund_paid", **_words(refund, order)) as step:
        step.update(refund, paid_at=paid_at or now(), reference=clean(reference).strip())
        step.update(order, refunded_minor=refunded, payment_state=str(state))
    return step.change


def withdraw(session: Session, refund_id: int) -> Change:
    """It is not owed after all. Raises ``UserError("refund_unknown")``."""
    refund, order = _open(session, refund_id)
    with recording(session, "refund_dropped", **_words(refund, order)) as step:
        step.delete(refund)
    return step.change


def on_cancellation(session: Session, recorder: Recorder, orders: Sequence[OrderBrief]) -> None:
    """Paid orders that are cancelled before they left get their money back, all that is left of it (R-O9)."""
    ids = [order.id for order in orders]
    columns = (Order.id, Order.currency, Order.total_minor, Order.refunded_minor)
    paid = select(*columns).where(among(Order.id, ids), Order.payment_state.in_(_PAID))
    waiting = _waiting(session, ids)
    around = surroundings(session)
    due_at = refund_due(RefundKind.CANCELLATION, around.moment, clock=around.clock, **_days(around.rules))
    rows = [
        {
            "order_id": order_id, "kind": str(RefundKind.CANCELLATION), "amount_minor": left,
            "currency": currency, "started_at": around.moment, "due_at": due_at,
        }
        for order_id, currency, total, refunded in session.execute(paid.order_by(Order.id))
        if (left := refundable(total, refunded, waiting.get(order_id, 0))) > 0
    ]  # fmt: skip
    recorder.insert_many(Refund, rows)


def median_refund_days(session: Session, *, within_days: int = 90) -> float | None:
    """How long refunds paid lately took, in days; ``None`` when there were none (R-O9)."""
    since = now() - timedelta(days=within_days)
    spans = session.execute(select(Refund.started_at, Refund.paid_at).where(Refund.paid_at >= since))
    return median_days((started, paid) for started, paid in spans if paid is not None)


def new_refund(session: Session, order: Order, amount: int, kind: str, reason: str, started_at: datetime) -> Refund:
    """A refund that is not written yet, due as its kind is (R-O9)."""
    around = surroundings(session)
    due_at = refund_due(kind, started_at, clock=around.clock, **_days(around.rules))
    return Refund(
        order_id=order.id, kind=str(RefundKind(kind)), amount_minor=amount, currency=order.currency, reason=reason,
        started_at=started_at, due_at=due_at,
    )  # fmt: skip


def _days(rules: Any) -> dict[str, int]:
    return {"return_days": rules["refund.return_days"], "cancellation_days": rules["refund.cancellation_days"]}


def _order(session: Session, order_id: int) -> Order:
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    return order


def _open(session: Session, refund_id: int) -> tuple[Refund, Order]:
    refund = session.get(Refund, refund_id)
    if refund is None or refund.paid_at is not None:
        raise UserError("refund_unknown")
    return refund, _order(session, refund.order_id)


def _words(refund: Refund, order: Order) -> dict[str, Any]:
    return {"order_no": order.external_no, "amount": format_money(refund.amount_minor, refund.currency)}
