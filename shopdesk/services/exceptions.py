"""Orders that cannot go on (R-O3): set aside with a reason and a proposal, talked over with the customer, resolved.

Until then nobody confirms them. Each step is one undoable Change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.aftercare import RefundKind, check_refund
from shopdesk.domain.order_exceptions import (
    FOLLOWING,
    REFUNDING,
    ContactMethod,
    ExceptionKind,
    Resolution,
    check_contact,
    proposal,
    proposed_kind,
)
from shopdesk.domain.orders import Attention, OrderState, PaymentState, check_transition
from shopdesk.domain.search_text import clean_lines
from shopdesk.services import refunds
from shopdesk.services.advance import Step, advance
from shopdesk.services.departure import stay_behind
from shopdesk.services.goods_change import Goods, change_goods
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries import order_exceptions as sql
from shopdesk.storage.queries import stock_check
from shopdesk.storage.queries.order_steps import OrderBrief
from shopdesk.storage.tables import ExceptionContact, Order, OrderEvent, OrderException


def set_aside(
    session: Session, order_ids: Iterable[int], note: str = "", *, kind: ExceptionKind | None = None
) -> Change:
    """Something is wrong with these orders. What (``kind``) is proposed from stock, lint and payment unless given;
    ``note`` goes into the timeline.
    """
    text = clean_lines(note)
    step = Step("order_exception", OrderState.EXCEPTION, note=text, also=partial(_open, kind, text))
    return advance(session, order_ids, step)


def _open(
    kind: ExceptionKind | None, note: str, session: Session, recorder: Recorder, orders: Sequence[OrderBrief]
) -> None:
    ids = [order.id for order in orders]
    short = {} if kind else stock_check.shortages(session, ids)
    payments = sql.payment_states(session, ids)
    moment, rows = now(), []
    for order in orders:
        found = kind or proposed_kind(order.attention.split(), payments[order.id], is_short=order.id in short)
        rows.append(
            {"order_id": order.id, "kind": str(found), "note": note, "proposal": str(proposal(found)),
             "resolution": "", "opened_at": moment, "closed_at": None}
        )  # fmt: skip
    recorder.insert_many(OrderException, rows)
    stay_behind(session, recorder, ids)


def close(session: Session, recorder: Recorder, orders: Sequence[OrderBrief]) -> None:
    """The orders leave their exceptions behind: what was only waited for is over. A part of other steps."""
    recorder.update_many(OrderException, sql.open_ids(session, [order.id for order in orders]), closed_at=now())


def name_kind(session: Session, exception_id: int, kind: ExceptionKind) -> Change:
    """The owner knows better what is wrong; the proposal follows. Raises as :func:`resolve`."""
    case, order = _case(session, exception_id)
    with recording(session, "exception_named", order_no=order.external_no) as step:
        step.update(case, kind=str(kind), proposal=str(proposal(kind)))
    return step.change


def add_contact(session: Session, exception_id: int, method: ContactMethod, text: str) -> Change:
    """A word with the customer about it. Raises ``UserError``: ``exception_unknown``, ``contact_empty``."""
    case, order = _case(session, exception_id)
    said = clean_lines(text).strip()
    if not said:
        raise UserError("contact_empty")
    with recording(session, "exception_contacted", order_no=order.external_no) as step:
        step.insert(ExceptionContact(exception_id=case.id, at=now(), method=str(method), text=said))
        _tell(step, order, f"contact_{method}", {"note": said})
    return step.change


def resolve(
    session: Session,
    exception_id: int,
    resolution: Resolution,
    *,
    amount_minor: int = 0,
    goods: Iterable[Goods] = (),
) -> Change:
    """End an exception, or wait (R-O3). ``amount_minor`` of the order's currency for a part refund, ``goods`` for
    changed ones. Money back becomes a refund with its own clock (R-O9).

    Raises ``UserError``: ``exception_unknown``, ``exception_resolved``, ``exception_without_contact``,
    ``exception_address_wrong``, ``refund_unpaid_order``, those of ``aftercare.check_refund`` and of
    ``goods_change.change_goods``.
    """
    case, order = _case(session, exception_id)
    check_contact(resolution, len(sql.contacts(session, case.id)))
    with recording(session, f"exception_{resolution}", order_no=order.external_no) as step:
        if resolution is Resolution.WAIT:
            step.update(case, resolution=str(resolution))
        else:
            check_transition(OrderState(order.state), FOLLOWING[resolution])
            if resolution is Resolution.CHANGE_GOODS:
                change_goods(session, step, order, goods)
            elif resolution is Resolution.CHANGE_ADDRESS and {Attention.ADDRESS, Attention.PHONE} & _open_problems(
                order
            ):
                raise UserError("exception_address_wrong", order_no=order.external_no)
            elif resolution in REFUNDING:
                _promise_refund(session, step, order, resolution, amount_minor)
            moment = now()
            step.update(case, resolution=str(resolution), closed_at=moment)
            _move(session, step, order, FOLLOWING[resolution], moment)
        _tell(step, order, f"resolved_{resolution}")
    return step.change


def _case(session: Session, exception_id: int) -> tuple[OrderException, Order]:
    case = session.get(OrderException, exception_id)
    if case is None:
        raise UserError("exception_unknown")
    order = session.get_one(Order, case.order_id)
    if case.closed_at is not None:
        raise UserError("exception_resolved", order_no=order.external_no)
    return case, order


def _open_problems(order: Order) -> set[str]:
    return set(order.attention.split())


def _move(session: Session, step: Recorder, order: Order, following: OrderState, moment: datetime) -> None:
    """The order goes on when nothing else holds it; cancelled, nothing holds it any more."""
    session.flush()
    others = sql.open_ids(session, [order.id])
    if following is OrderState.CANCELLED:
        step.update_many(OrderException, others, closed_at=moment)
        step.update(order, state=str(following), cancelled_at=moment)
        session.flush()
        stay_behind(session, step, [order.id])
    elif not others:
        step.update(order, state=str(following))


def _promise_refund(session: Session, step: Recorder, order: Order, resolution: Resolution, amount_minor: int) -> None:
    """Money goes back within the days of service that a cancellation has (R-O9); an unpaid order owes none."""
    owed = 0 if order.payment_state == PaymentState.UNPAID else refunds.left_to_refund(session, order)
    if resolution is Resolution.CANCEL and not owed:
        return
    if not owed:
        raise UserError("refund_unpaid_order", order_no=order.external_no)
    amount = amount_minor if resolution is Resolution.PART_REFUND else owed
    check_refund(amount, owed)
    step.insert(refunds.new_refund(session, order, amount, RefundKind.CANCELLATION, str(resolution), now()))


def _tell(step: Recorder, order: Order, code: str, params: dict[str, Any] | None = None) -> None:
    step.insert(OrderEvent(order_id=order.id, at=now(), code=code, params=params))
