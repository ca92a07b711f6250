"""Parcels leave the house or stay: what goes with them, which orders have left by that, which waves are done. A part
of steps that are recorded elsewhere; it starts none of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.follow_up import expected_arrival
from shopdesk.domain.orders import TO_SHIP, OrderState
from shopdesk.domain.parcels import LEFT, WAITING, ParcelState
from shopdesk.domain.waves import WaveState
from shopdesk.services.merging import part_ways
from shopdesk.services.recording import Recorder
from shopdesk.services.surroundings import surroundings
from shopdesk.storage.queries import parcels as sql
from shopdesk.storage.queries import waves, waybills
from shopdesk.storage.tables import Order, OrderEvent, Shipment, Wave


@dataclass(frozen=True, slots=True)
class Departure:
    """How many parcels left (what is merged into one is not counted), and the orders that have left completely."""

    parcels: int
    order_ids: tuple[int, ...]


def depart(session: Session, step: Recorder, parcel_ids: Iterable[int], moment: datetime) -> Departure:
    """Hand over these parcels and all that travels in them, where SM-SHIPMENT and SM-ORDER allow it. An order has left
    with its last parcel; those that keep a parcel here say so in their timeline.
    """
    leaving = [
        parcel
        for parcel in sql.merged_with(session, parcel_ids)
        if parcel.state in WAITING and parcel.order_state in TO_SHIP
    ]
    leave(session, step, [parcel.id for parcel in leaving], moment)
    orders = dict.fromkeys(parcel.order_id for parcel in leaving)
    gone = waybills.all_left(session, orders, LEFT)
    step.update_many(Order, gone, state=str(OrderState.SHIPPED), shipped_at=moment)
    events: list[dict[str, Any]] = [
        {"order_id": row_id, "at": moment, "code": "order_shipped", "params": None} for row_id in gone
    ]
    partly = set(orders) - set(gone)
    events += [
        {
            "order_id": parcel.order_id, "at": moment, "code": "parcel_handed_over_event",
            "params": {"parcel": f"{parcel.parcel_no}/{parcel.parcel_count}"},
        }
        for parcel in leaving if parcel.order_id in partly
    ]  # fmt: skip
    step.insert_many(OrderEvent, events)
    finish_waves(session, step, gone, moment)
    return Departure(sum(parcel.merged_into is None for parcel in leaving), tuple(gone))


def leave(session: Session, step: Recorder, parcel_ids: Iterable[int], moment: datetime) -> None:
    """The parcels are the carrier's from ``moment`` on, expected on the day their service takes (R-O8)."""
    around = surroundings(session)
    usual = {"at_home": around.rules["shipping.transit_days"], "abroad": around.rules["shipping.transit_days_abroad"]}
    gone: dict[str, Any] = {"state": str(ParcelState.HANDED_OVER), "handed_over_at": moment}
    for days, ids in sql.by_transit_days(session, parcel_ids, **usual).items():
        step.update_many(Shipment, ids, **gone, expected_on=expected_arrival(moment, days, around.clock))


def stay_behind(session: Session, step: Recorder, order_ids: Iterable[int]) -> None:
    """Orders that were to leave do not go on: what shared a parcel with them travels without them, and their wave does
    not wait for them.
    """
    ids = list(order_ids)
    part_ways(session, step, ids)
    finish_waves(session, step, ids, now())


def finish_waves(session: Session, step: Recorder, order_ids: Iterable[int], moment: datetime) -> None:
    """Waves of which nothing is left in the house are handed over."""
    done = waves.finished_waves(session, order_ids)
    step.update_many(Wave, done, state=str(WaveState.HANDED_OVER), handed_over_at=moment)
