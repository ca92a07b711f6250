"""What the owner does with orders: review, ship, cancel. Each step is one undoable Change, for one order or thousands.

A step over several orders does what SM-ORDER allows and says how many it left out; over one it says why it may not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.orders import OrderState
from shopdesk.domain.parcels import LEFT
from shopdesk.domain.search_text import clean, clean_lines
from shopdesk.domain.verification import is_verified
from shopdesk.domain.waybills import normal_waybill
from shopdesk.services import exceptions, refunds, settings
from shopdesk.services.advance import Step, advance
from shopdesk.services.archiving import archive, bring_back
from shopdesk.services.departure import finish_waves, leave, stay_behind
from shopdesk.services.exceptions import set_aside as mark_exception
from shopdesk.services.order_detail import OrderDetail, detail
from shopdesk.services.order_edit import EDITABLE, edit, mark_fine
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.services.waybill_checks import label_values, odd_waybill, refuse_taken
from shopdesk.storage.queries import order_steps
from shopdesk.storage.queries.order_steps import OrderBrief
from shopdesk.storage.queries.parcels import companions
from shopdesk.storage.tables import Order, Shipment

__all__ = [
    "EDITABLE", "OrderDetail", "archive", "bring_back", "cancel", "confirm", "confirmable", "detail", "edit",
    "mark_exception", "mark_fine", "mark_shipped", "put_back", "set_carrier", "set_waybill",
]  # fmt: skip


def confirm(session: Session, order_ids: Iterable[int]) -> Change:
    """Review done (R-O2): to ship. Orders with open problems wait until these are solved or marked as fine, those with
    an exception for its resolution (R-O3); where the rule ``order.verify`` says so, every tick must be set by hand.
    """
    return advance(session, order_ids, _confirmation(session))


def confirmable(session: Session, order_ids: Iterable[int]) -> tuple[int, int]:
    """How many of the orders :func:`confirm` would take, and how many of the others have open problems."""
    step, orders = _confirmation(session), order_steps.briefs(session, order_ids)
    left = [order for order in orders if step.why_not(order)]
    return len(orders) - len(left), sum(bool(order.attention) for order in left)


def _confirmation(session: Session) -> Step:
    by_hand = settings.get(session, "order.verify") == "hand"

    def refusal(order: OrderBrief) -> str:
        return "order_not_verified" if by_hand and not is_verified(order.verified) else unresolved(order)

    return Step(
        "order_confirmed",
        OrderState.CONFIRMED,
        {"reviewed_at": now()},
        blocks_on_attention=True,
        refusal=refusal,
        also=exceptions.close,
    )


def unresolved(order: OrderBrief) -> str:
    """What holds an order in its exception, ``""`` when nothing does (R-O3)."""
    return "order_exception_unresolved" if order.is_unresolved else ""


def put_back(session: Session, order_ids: Iterable[int]) -> Change:
    """From exception, once it is resolved or only waited for (R-O3), or from waiting to review."""
    step = Step("order_put_back", OrderState.TO_REVIEW, refusal=unresolved, also=exceptions.close)
    return advance(session, order_ids, step)


def cancel(session: Session, order_ids: Iterable[int], note: str = "") -> Change:
    """Cancelled; possible for what has not left (SM-ORDER) and waits for no word with its customer (R-O3). What was
    paid is promised back (R-O9).
    """
    values, text = {"cancelled_at": now()}, clean_lines(note)
    step = Step("order_cancelled", OrderState.CANCELLED, values, note=text, refusal=unresolved, also=_end)
    return advance(session, order_ids, step)


def _end(session: Session, recorder: Recorder, orders: Sequence[OrderBrief]) -> None:
    exceptions.close(session, recorder, orders)
    refunds.on_cancellation(session, recorder, orders)
    stay_behind(session, recorder, [order.id for order in orders])


def mark_shipped(
    session: Session,
    order_ids: Iterable[int],
    *,
    carrier: str = "",
    waybill: str = "",
    shipped_at: datetime | None = None,
) -> Change:
    """Handed over to the carrier. ``carrier`` applies to parcels without one, ``waybill`` only to a single order, whose
    first parcel here gets both.

    Where the rule ``label.waybill_required`` is on, orders without carrier and waybill are left out (R-O6).
    """
    ids = list(dict.fromkeys(order_ids))
    moment = shipped_at or now()
    needs_waybill = settings.get(session, "label.waybill_required")
    given = normal_waybill(waybill) if len(ids) == 1 else ""
    asked, ids = ids, companions(session, ids)  # what shares a parcel leaves together
    if given:
        labelled = next((parcel for parcel in order_steps.open_parcels(session, ids) if not parcel.is_merged), None)
        refuse_taken(session, asked[0], _carrier(carrier) or (labelled.carrier if labelled else ""), given)
    known = order_steps.with_waybill(session, ids) if needs_waybill and not given else set()
    step = Step(
        "order_shipped",
        OrderState.SHIPPED,
        {"shipped_at": moment},
        refusal=lambda order: "waybill_missing" if needs_waybill and not given and order.id not in known else "",
        also=partial(_hand_over, {"carrier": _carrier(carrier), "waybill": given, "handed_over_at": moment}),
    )
    return advance(session, ids, step)


def set_waybill(session: Session, order_id: int, carrier: str, waybill: str, *, parcel_no: int = 1) -> Change:
    """Write the waybill of a parcel, making the parcel when there is none (R-O6).

    Raises ``UserError``: ``waybill_empty``, ``waybill_taken`` (unique per carrier). A wrong S10 check digit, or a
    number that is not like the carrier's, only warns.
    """
    number = normal_waybill(waybill)
    if not number:
        raise UserError("waybill_empty")
    order = _order(session, order_id)
    parcel = order_steps.labelled_parcel(session, order_id, parcel_no)
    name = _carrier(carrier) or (parcel.carrier if parcel is not None else "")
    refuse_taken(session, order_id, name, number)
    with recording(session, _set_code(name, number), order_no=order.external_no, waybill=number) as step:
        if parcel is None:
            step.insert(Shipment(order_id=order_id, parcel_no=parcel_no, carrier=name, waybill=number))
        else:
            step.update(parcel, by_owner=True, **label_values(parcel.carrier, name, number))
    return step.change


def set_carrier(session: Session, order_id: int, carrier: str) -> Change:
    """The carrier of an order's parcel without a waybill: the number that stood there is taken away. A parcel that has
    left keeps its number: ``UserError("waybill_of_parcel_gone")``.
    """
    order = _order(session, order_id)
    parcel = order_steps.labelled_parcel(session, order_id)
    if parcel is not None and parcel.waybill and parcel.state in LEFT:
        raise UserError("waybill_of_parcel_gone", order_no=order.external_no, waybill=parcel.waybill)
    name = _carrier(carrier)
    code = "carrier_set" if name else "waybill_cleared"
    with recording(session, code, order_no=order.external_no, carrier=name) as step:
        if parcel is None:
            step.insert(Shipment(order_id=order_id, parcel_no=1, carrier=name, waybill=""))
        else:
            step.update(parcel, by_owner=True, **label_values(parcel.carrier, name, ""))
    return step.change


def _set_code(carrier: str, number: str) -> str:
    """How the step is told: with the doubt about the number, where there is one."""
    odd = {"waybill_check_digit": "waybill_set_doubtful", "waybill_pattern": "waybill_set_unlike"}
    return odd.get(odd_waybill(carrier, number), "waybill_set")


def _carrier(typed: str) -> str:
    return clean(typed).strip()


def _order(session: Session, order_id: int) -> Order:
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    return order


def _hand_over(parcels: Mapping[str, Any], session: Session, recorder: Recorder, orders: Sequence[OrderBrief]) -> None:
    """Parcels of the orders leave; an order without one gets one."""
    ids = [order.id for order in orders]
    moment, carrier, waybill = parcels["handed_over_at"], parcels["carrier"], parcels["waybill"]
    existing = order_steps.open_parcels(session, ids)
    if carrier:
        bare = [parcel.id for parcel in existing if not parcel.carrier and not parcel.is_merged]
        recorder.update_many(Shipment, bare, carrier=carrier)
    if waybill:
        for parcel in [parcel for parcel in existing if not parcel.is_merged][:1]:
            values = label_values(parcel.carrier, carrier or parcel.carrier, waybill)
            recorder.update_many(Shipment, [parcel.id], **values)
    without = set(ids) - order_steps.orders_with_parcels(session, ids)
    new = {"carrier": carrier, "waybill": waybill}
    recorder.insert_many(Shipment, [{"order_id": order_id, **new} for order_id in sorted(without)])
    leave(session, recorder, [parcel.id for parcel in order_steps.open_parcels(session, ids)], moment)
    finish_waves(session, recorder, ids, moment)
