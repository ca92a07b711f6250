"""Reviews of the sample shop: when each is due, who was late, and the exceptions that wait for a word or a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shopdesk.domain.order_exceptions import ContactMethod, ExceptionKind, proposal
from shopdesk.domain.orders import Attention, OrderState
from shopdesk.domain.verification import Tick, with_tick
from shopdesk.services import review_clock, settings
from shopdesk.services.service_calendar import service_clock
from shopdesk.storage.tables import ExceptionContact, Order, OrderEvent, OrderException

#: What the customers of the exceptions said, by the shop's language; ``None``: nobody has called yet.
_TALKS: dict[str, tuple[tuple[ContactMethod, str] | None, ...]] = {
    "en": (
        None,
        (ContactMethod.PHONE, "Nobody answered. Try again after 16:00."),
        (ContactMethod.CHAT, "Takes the blue one."),
    ),
    "zh_CN": (None, (ContactMethod.PHONE, "无人接听，16:00 后再打。"), (ContactMethod.CHAT, "客户同意换成蓝色款。")),
}
_LATE_SHARE = 0.06


def add_reviews(session: Session, random: Random, moment: datetime, language: str) -> None:
    """Write due times, reviews in and out of time, ticks and exceptions; ``moment`` is aware, UTC."""
    values = settings.values(session)
    clock, minutes = service_clock(session, values), values["order.review_minutes"]
    for order in session.scalars(select(Order).where(Order.reviewed_at.is_not(None)).order_by(Order.id)):
        order.review_due_at = clock.due(order.placed_at, minutes)
        taken = random.randrange(2, 28) if random.random() > _LATE_SHARE else random.randrange(35, 200)
        order.reviewed_at = min(clock.due(order.placed_at, taken), moment, order.shipped_at or moment)
    session.flush()
    at = select(Order.reviewed_at).where(Order.id == OrderEvent.order_id).scalar_subquery()
    session.execute(update(OrderEvent).where(OrderEvent.code == "order_confirmed").values(at=at))
    _tick(session)
    _add_exceptions(session, moment, _TALKS[language])
    session.flush()
    review_clock.refresh(session, values)


def _tick(session: Session) -> None:
    """The owner is in the middle of the next order to review."""
    query = select(Order).where(Order.state == OrderState.TO_REVIEW, Order.attention == "").order_by(Order.placed_at)
    order = session.scalars(query.limit(1)).first()
    if order is not None:
        order.verified = with_tick("", (Tick.GOODS, Tick.QUANTITY))


def _add_exceptions(session: Session, moment: datetime, talks: Sequence[tuple[ContactMethod, str] | None]) -> None:
    """The orders set aside get their reason; one more is out of stock."""
    short = (
        select(Order).where(Order.state == OrderState.TO_REVIEW, Order.attention == "").order_by(Order.placed_at.desc())
    )
    one_more = session.scalars(short.limit(1)).first()
    if one_more is not None:
        one_more.state = OrderState.EXCEPTION
    aside = session.scalars(select(Order).where(Order.state == OrderState.EXCEPTION).order_by(Order.placed_at)).all()
    for number, order in enumerate(aside):
        kind = ExceptionKind.ADDRESS_ERROR if Attention.ADDRESS in order.attention else ExceptionKind.OUT_OF_STOCK
        opened = min(moment, order.placed_at + timedelta(minutes=20))
        case = OrderException(
            order_id=order.id, kind=kind, proposal=proposal(kind), opened_at=opened, resolution="", note=""
        )
        session.add(case)
        session.flush()
        session.add(OrderEvent(order_id=order.id, at=opened, code="order_exception"))
        talk = talks[number % len(talks)]
        if talk is not None:
            at = min(moment, opened + timedelta(minutes=15))
            session.add(ExceptionContact(exception_id=case.id, at=at, method=talk[0], text=talk[1]))
            session.add(OrderEvent(order_id=order.id, at=at, code=f"contact_{talk[0]}", params={"note": talk[1]}))
