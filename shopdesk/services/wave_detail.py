"""One wave with everything its pane shows, as frozen values: the walk, the orders, how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.orders import OrderState
from shopdesk.domain.paper import PickLine
from shopdesk.services.shipping_papers import pick_list_for
from shopdesk.storage.queries import parcels as parcel_sql
from shopdesk.storage.queries import waves as sql
from shopdesk.storage.tables import Order, Warehouse, Wave


@dataclass(frozen=True, slots=True)
class WaveOrder:
    """An order of a wave."""

    id: int
    order_no: str
    buyer: str
    state: str
    units: int


@dataclass(frozen=True, slots=True)
class WaveDetail:
    """A wave. ``lines``: what is still to be picked, in the order of the walk; ``short``: order numbers that the
    counted stock does not suffice for; moments are aware UTC.
    """

    id: int
    number: str
    state: str
    warehouse: str
    carrier: str
    picker: str
    started_at: datetime
    handed_over_at: datetime | None
    orders: tuple[WaveOrder, ...]
    lines: tuple[PickLine, ...]
    short: tuple[str, ...]

    @property
    def to_pick(self) -> int:
        """Orders that wait to be packed."""
        return sum(order.state == OrderState.PICKING for order in self.orders)

    @property
    def packed(self) -> int:
        """Orders that wait for the carrier."""
        return sum(order.state == OrderState.PACKED for order in self.orders)


def detail(session: Session, wave_id: int) -> WaveDetail:
    """The wave as it is now. Raises ``UserError("wave_gone")``."""
    wave = session.get(Wave, wave_id)
    if wave is None:
        raise UserError("wave_gone")
    members = sql.members(session, wave_id)
    query = select(Order.id, Order.external_no, Order.ship_name, Order.buyer_name, Order.state, Order.unit_count)
    rows = session.execute(query.where(Order.wave_id == wave_id).order_by(Order.placed_at, Order.id)).all()
    kept = set(members)
    place = session.get(Warehouse, wave.warehouse_id) if wave.warehouse_id else None
    waiting = sql.members(session, wave_id, OrderState.PICKING)
    papers = pick_list_for(session, waiting) if waiting else []
    lacking = [lack for paper in papers for lack in paper.pick_list.shortages]
    return WaveDetail(
        id=wave.id,
        number=wave.number,
        state=wave.state,
        warehouse=place.name if place is not None else "",
        carrier=wave.carrier,
        picker=wave.picker,
        started_at=wave.created_at,
        handed_over_at=wave.handed_over_at,
        orders=tuple(
            WaveOrder(row.id, row.external_no, row.ship_name or row.buyer_name, row.state, row.unit_count)
            for row in rows if row.id in kept
        ),
        lines=tuple(line for paper in papers for line in paper.pick_list.lines),
        short=tuple(dict.fromkeys(no for lack in lacking for no in lack.order_nos)),
    )  # fmt: skip


def scanned_order(session: Session, wave_id: int, text: str) -> int:
    """The order of this wave that a scanner read: its number, or the waybill of its parcel.

    Raises ``UserError("scan_unknown")``.
    """
    wanted = text.strip()
    members = sql.members(session, wave_id)
    for order_id, order_no in session.execute(select(Order.id, Order.external_no).where(Order.wave_id == wave_id)):
        if order_no == wanted and order_id in set(members):
            return order_id
    for parcel in parcel_sql.parcels_of(session, members):
        if wanted and parcel.waybill == "".join(wanted.split()):
            return parcel.order_id
    raise UserError("scan_unknown", text=wanted)
