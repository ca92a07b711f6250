"""Whether a waybill can be right (R-O6): unique at its carrier, however that is written, and like its numbers; and what
a parcel says when it gets another. Writes nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.carriers import is_same_carrier
from shopdesk.domain.waybills import waybill_warning
from shopdesk.services.carrier_presets import waybill_pattern
from shopdesk.services.carriers import carrier_index
from shopdesk.storage.queries import order_steps


def odd_waybill(carrier: str, waybill: str) -> str:
    """A message code about a waybill that looks wrong for its carrier, ``""`` when it does not. It never blocks."""
    return waybill_warning(waybill, waybill_pattern(carrier))


def refuse_taken(session: Session, order_id: int, carrier: str, waybill: str) -> None:
    """Raise ``UserError("waybill_taken")`` when another order, not cancelled, has this number at the same carrier:
    ``DHL`` and ``DHL Paket`` are one.
    """
    others = order_steps.orders_with_waybill(session, waybill, except_order=order_id)
    if not others:
        return
    index = carrier_index(session)
    for other, order_no in others:
        if is_same_carrier(carrier, other, index):
            raise UserError("waybill_taken", waybill=waybill, order_no=order_no)


def label_values(before: str, carrier: str, waybill: str) -> dict[str, Any]:
    """The columns of a parcel of the carrier ``before`` whose label is of ``carrier`` from now on: another
    one's service and price go with it.
    """
    values: dict[str, Any] = {"carrier": carrier, "waybill": waybill}
    return values if carrier == before else {**values, "service_id": None, "service": "", "fee_quoted_minor": None}
