"""Telling a marketplace what was shipped: which parcels go into its file, and remembering that they did, so that
nothing is told twice unasked.

The layouts are ``exporting.ship_templates``'s. Undoing the step forgets that they were told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.services.recording import Change, recording
from shopdesk.storage.queries import batch_ship as sql
from shopdesk.storage.tables import OrderEvent, Shop


@dataclass(frozen=True, slots=True)
class ShippedParcel:
    """A parcel as a marketplace is told of it. ``lines``: the platform's line ids and pieces, of a parcel that holds a
    part of its order; ``shipped_on``: a day of the shop.
    """

    order_id: int
    order_no: str
    carrier: str
    waybill: str
    service: str = ""
    shipped_on: date | None = None
    lines: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class BatchShip:
    """What goes into the file. ``told_before``: parcels left out because an earlier file had them; ``incomplete``:
    numbers of orders that have a parcel without carrier or waybill.
    """

    parcels: tuple[ShippedParcel, ...] = ()
    told_before: int = 0
    incomplete: tuple[str, ...] = field(default=())


def gather(
    session: Session, key: str, channel_kind: str, order_ids: Sequence[int] | None = None, *, again: bool = False
) -> BatchShip:
    """The shipped parcels of the channels of a kind (``""``: of all) that the layout ``key`` was not told yet, or of
    ``order_ids``; ``again``: those it was told as well.
    """
    zone = ZoneInfo(session.scalars(select(Shop.timezone)).one())
    rows = sql.shipped_parcels(session, channel_kind, order_ids)
    told = set() if again else sql.told_before(session, key, {row[0] for row in rows})
    inside = sql.contents(session, [row[2] for row in rows if row[2] is not None])
    parcels, incomplete, before = [], [], 0
    for order_id, order_no, parcel_id, carrier, service, waybill, handed_over_at in rows:
        if not carrier or not waybill:
            incomplete.append(order_no)
        elif (order_id, waybill) in told:
            before += 1
        else:
            day = handed_over_at.astimezone(zone).date() if handed_over_at else None
            lines = tuple(inside.get(parcel_id, ()))
            parcels.append(ShippedParcel(order_id, order_no, carrier, waybill, service, day, lines))
    return BatchShip(tuple(parcels), before, tuple(dict.fromkeys(incomplete)))


def remember(
    session: Session, key: str, marketplace: Mapping[str, str], file: str, parcels: Sequence[ShippedParcel]
) -> Change:
    """Note in the timeline of each order that it stood in ``file``. ``marketplace`` is the layout's name."""
    by_order: dict[int, list[str]] = defaultdict(list)
    for parcel in parcels:
        by_order[parcel.order_id].append(parcel.waybill)
    params: dict[str, Any] = {"marketplace": dict(marketplace), "file": file}
    with recording(session, "batch_ship_done", n=len(by_order), **params) as step:
        events = [
            {"order_id": order_id, "at": now(), "code": sql.EXPORTED,
             "params": {"key": key, "waybills": waybills, **params}}
            for order_id, waybills in by_order.items()
        ]  # fmt: skip
        step.insert_many(OrderEvent, events)
    return step.change
