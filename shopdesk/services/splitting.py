"""Several parcels for one order: dealing its lines out, and making it one parcel again. One undoable Change each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.orders import TO_SHIP
from shopdesk.domain.parcel_plan import check_split
from shopdesk.domain.parcels import WAITING
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries import parcels as sql
from shopdesk.storage.tables import Order, OrderEvent, Shipment, ShipmentLine


def split(session: Session, order_id: int, parts: Sequence[Mapping[int, int]]) -> Change:
    """Deal the order out to parcels 1/n … n/n: pieces by order line id, one mapping a parcel. Carrier and service stay;
    only the first parcel keeps the waybill.

    Raises ``UserError``: ``order_unknown``, ``split_too_few``, ``split_empty``, ``split_sum``, ``split_line_unknown``,
    ``split_merged_order``, ``parcel_left``, ``order_state_refused``.
    """
    if len(parts) < 2:
        raise UserError("split_too_few")
    order, known = _splittable(session, order_id)
    check_split(sql.line_quantities(session, [order_id]).get(order_id, {}), parts)
    with recording(session, "order_split", order_no=order.external_no, n=len(parts)) as step:
        _clear(session, step, known)
        rows = _rows(step, order_id, known, len(parts))
        for row, part in zip(rows, parts, strict=True):
            for line_id, quantity in part.items():
                if quantity:
                    step.insert(ShipmentLine(shipment_id=row.id, order_line_id=line_id, quantity=quantity))
        step.insert(OrderEvent(order_id=order_id, at=now(), code="order_split_event", params={"n": len(parts)}))
    return step.change


def unsplit(session: Session, order_id: int) -> Change:
    """One parcel again: the first, with its carrier and waybill. Raises as :func:`split`, and ``split_one``."""
    order, known = _splittable(session, order_id)
    if len(known) < 2:
        raise UserError("split_one", order_no=order.external_no)
    with recording(session, "order_split_undone", order_no=order.external_no) as step:
        _clear(session, step, known)
        _rows(step, order_id, known, 1)
    return step.change


def _splittable(session: Session, order_id: int) -> tuple[Order, list[Shipment]]:
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    if order.state not in TO_SHIP:
        raise UserError("order_state_refused", current=order.state, following="")
    query = select(Shipment).where(Shipment.order_id == order_id, Shipment.archived_at.is_(None))
    known = list(session.scalars(query.order_by(Shipment.parcel_no, Shipment.id)))
    if len(sql.merged_with(session, [row.id for row in known])) > len(known) or any(
        row.merged_into_id for row in known
    ):
        raise UserError("split_merged_order", order_no=order.external_no)
    if any(row.state not in WAITING for row in known):
        raise UserError("parcel_left", order_no=order.external_no)
    return order, known


def _clear(session: Session, step: Recorder, known: Sequence[Shipment]) -> None:
    """What was dealt out before; with it the weights, which are no more those of what is inside."""
    lines = session.scalars(select(ShipmentLine).where(ShipmentLine.shipment_id.in_([row.id for row in known])))
    for line in lines.all():
        step.delete(line)
    session.flush()
    for row in known:
        step.update(row, weight_g=None)


def _rows(step: Recorder, order_id: int, known: Sequence[Shipment], count: int) -> list[Shipment]:
    """The parcels 1 … ``count``: those there are, made more or fewer."""
    rows = list(known[:count])
    for row in known[count:]:
        step.delete(row)
    model = known[0] if known else Shipment(carrier="", service="", service_id=None, pickup="")
    same = {"carrier": model.carrier, "service": model.service, "service_id": model.service_id, "pickup": model.pickup}
    for number, row in enumerate(rows, 1):
        step.update(row, parcel_no=number, parcel_count=count)
    for number in range(len(rows) + 1, count + 1):
        row = Shipment(order_id=order_id, parcel_no=number, parcel_count=count, **same)
        step.insert(row)
        rows.append(row)
    return rows
