"""Editing an order in place: imports leave the owner's text alone from then on; the problems it solved are cleared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain import intake
from shopdesk.domain.address_faults import lacks_for_label
from shopdesk.domain.orders import Attention
from shopdesk.domain.phones import is_phone_plausible
from shopdesk.domain.search_text import clean, clean_lines
from shopdesk.services import settings
from shopdesk.services.recording import Change, recording
from shopdesk.storage.queries import order_steps
from shopdesk.storage.queries.order_steps import OrderBrief
from shopdesk.storage.tables import Order

_ADDRESS = frozenset(
    {
        "ship_line1",
        "ship_line2",
        "ship_line3",
        "ship_district",
        "ship_city",
        "ship_region",
        "ship_postcode",
        "ship_country",
    }
)
_PHONE = frozenset({"ship_phone", "buyer_phone"})
_LONG = frozenset({"buyer_note", "seller_note"})

#: What may be edited in place.
EDITABLE = frozenset(
    {
        "buyer_name",
        "buyer_login",
        "buyer_email",
        "ship_name",
        "ship_company",
        "ship_service",
        "tags",
        *_ADDRESS,
        *_PHONE,
        *_LONG,
    }
)


def edit(session: Session, order_id: int, **fields: str) -> Change:
    """Set text fields of an order (:data:`EDITABLE`). Control characters become spaces; only notes keep lines.

    Raises ``UserError``: ``order_unknown``, ``order_field_fixed``, ``country_unknown``.
    """
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    values = {name: _tidy(name, value) for name, value in fields.items()}
    with recording(session, "order_edited", order_no=order.external_no) as step:
        changed = {name for name, value in values.items() if getattr(order, name) != value}
        step.update(order, by_owner=True, **values)
        step.update(order, attention=_relinted(session, order, changed))
    return step.change


def _tidy(name: str, value: str) -> str:
    if name not in EDITABLE:
        raise UserError("order_field_fixed", field=name)
    if name in _LONG:
        return clean_lines(value)
    text = " ".join(clean(value).split())
    if name == "ship_country":
        text = text.upper()
        if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
            raise UserError("country_unknown", country=text)
    return text


def _relinted(session: Session, order: Order, changed: set[str]) -> str:
    """The open problems after fields changed: only what these fields decide is judged again (R-O2)."""
    problems = order.attention.split()
    if changed & (_ADDRESS | {"ship_name"}):
        chars = settings.get(session, "order.address_min_chars")
        _judge(problems, Attention.ADDRESS, intake.is_address_plausible(_facts(order), chars))
    if changed & _PHONE:
        phone = order.ship_phone or order.buyer_phone
        _judge(problems, Attention.PHONE, not phone or is_phone_plausible(phone, order.ship_country))
    return " ".join(problems)


def _facts(order: Order) -> intake.OrderFacts:
    return intake.OrderFacts(
        name=order.ship_name,
        address=(order.ship_line1, order.ship_line2, order.ship_line3),
        knows_address=True,
        city=order.ship_city,
        region=order.ship_region,
        postcode=order.ship_postcode,
        country=order.ship_country,
    )


def _judge(problems: list[str], code: Attention, is_fine: bool) -> None:
    if is_fine and code in problems:
        problems.remove(code)
    elif not is_fine and code not in problems:
        problems.append(code)


def mark_fine(session: Session, order_ids: Iterable[int], *, problems: Iterable[str] | None = None) -> Change:
    """The owner looked: these ``problems`` (all, when not named) are none, until a file says otherwise. Of several
    orders, those whose address lacks what a label needs are left out: nobody looks at each of many.

    Raises ``UserError``: ``orders_without_problems``, ``orders_address_incomplete``.
    """
    open_ones = [order for order in order_steps.briefs(session, order_ids) if order.attention]
    if not open_ones:
        raise UserError("orders_without_problems")
    cleared = None if problems is None else set(problems)
    left = _incomplete(session, open_ones, cleared) if len(open_ones) > 1 else set()
    orders = [order for order in open_ones if order.id not in left]
    if not orders:
        raise UserError("orders_address_incomplete", n=len(left))
    by_rest: dict[str, list[int]] = {}
    for order in orders:
        rest = "" if cleared is None else " ".join(code for code in order.attention.split() if code not in cleared)
        by_rest.setdefault(rest, []).append(order.id)
    one = len(open_ones) == 1
    params: dict[str, Any] = {"order_no": orders[0].order_no} if one else {"n": len(orders)}
    code = "order_fine_one" if one else "order_fine_many"
    if left:
        code, params = "order_fine_some", {**params, "left": len(left)}
    with recording(session, code, **params) as step:
        for rest, ids in by_rest.items():
            step.update_many(Order, ids, attention=rest)
    return step.change


def _incomplete(session: Session, orders: list[OrderBrief], cleared: set[str] | None) -> set[int]:
    """Of orders whose address problem is to be cleared, those no label could be made for."""
    if cleared is not None and Attention.ADDRESS not in cleared:
        return set()
    ids = [order.id for order in orders if Attention.ADDRESS in order.attention.split()]
    return {order_id for order_id, place in order_steps.addresses(session, ids).items() if lacks_for_label(place)}
