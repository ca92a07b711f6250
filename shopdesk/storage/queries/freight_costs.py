"""Parcels by their waybills, and what carriers quoted and billed, for bills and the list of freight costs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import OrderState
from shopdesk.storage.tables import Order, Shipment


@dataclass(frozen=True, slots=True)
class BilledParcel:
    """A parcel and the number of its order."""

    parcel: Shipment
    order_no: str


@dataclass(frozen=True, slots=True)
class BilledSum:
    """Parcels billed under one spelling of a carrier in one currency; the sums are of those that were quoted too."""

    carrier: str
    currency: str
    parcels: int
    quoted_minor: int
    billed_minor: int
    unquoted: int


def parcels_of_waybills(session: Session, waybills: Iterable[str]) -> dict[str, list[BilledParcel]]:
    """The parcels of each number; of several, those of cancelled orders are left out."""
    listed = json.dumps(sorted(waybills), ensure_ascii=False)
    among = Shipment.waybill.in_(select(func.json_each(listed).table_valued("value").c.value))
    query = select(Shipment, Order.external_no, Order.state).join(Order, Order.id == Shipment.order_id)
    found: dict[str, list[tuple[BilledParcel, str]]] = defaultdict(list)
    for parcel, order_no, state in session.execute(query.where(among).order_by(Shipment.id)):
        found[parcel.waybill].append((BilledParcel(parcel, order_no), state))
    return {
        waybill: [one for one, state in parcels if len(parcels) == 1 or state != OrderState.CANCELLED]
        for waybill, parcels in found.items()
    }


def billed_sums(session: Session) -> list[BilledSum]:
    """Sums by carrier as written and currency."""
    quoted = Shipment.fee_quoted_minor.is_not(None)
    query = (
        select(
            Shipment.carrier,
            Shipment.fee_currency,
            func.count(),
            func.coalesce(func.sum(Shipment.fee_quoted_minor), 0),
            func.coalesce(func.sum(case((quoted, Shipment.fee_billed_minor), else_=0)), 0),
            func.sum(case((quoted, 0), else_=1)),
        )
        .where(Shipment.fee_billed_minor.is_not(None), Shipment.archived_at.is_(None))
        .group_by(Shipment.carrier, Shipment.fee_currency)
        .order_by(Shipment.carrier)
    )
    return [BilledSum(*row) for row in session.execute(query)]
