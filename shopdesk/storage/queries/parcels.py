"""What steps of parcels must know first: where they stand, with which others they travel. Few statements for many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.orders import TO_SHIP
from shopdesk.domain.parcels import WAITING
from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import CarrierService, Order, OrderLine, Shipment, ShipmentLine, Shop


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel as a step looks at it; ``merged_into``: the parcel it travels in."""

    id: int
    order_id: int
    order_no: str
    order_state: str
    state: str
    carrier: str
    waybill: str
    parcel_no: int
    parcel_count: int
    merged_into: int | None
    wave_id: int | None


_PARCEL = (
    Shipment.id, Shipment.order_id, Order.external_no, Order.state, Shipment.state, Shipment.carrier, Shipment.waybill,
    Shipment.parcel_no, Shipment.parcel_count, Shipment.merged_into_id, Order.wave_id,
)  # fmt: skip


def _parcels(session: Session, condition: Any) -> list[Parcel]:
    query = select(*_PARCEL).join(Order, Order.id == Shipment.order_id)
    kept = query.where(condition, Shipment.archived_at.is_(None))
    return [Parcel(*row) for row in session.execute(kept.order_by(Shipment.order_id, Shipment.parcel_no, Shipment.id))]


def parcels(session: Session, ids: Iterable[int]) -> list[Parcel]:
    """The parcels of these ids, by order and number."""
    return _parcels(session, among(Shipment.id, ids))


def parcels_of(session: Session, order_ids: Iterable[int]) -> list[Parcel]:
    """Every parcel of these orders, by order and number."""
    return _parcels(session, among(Shipment.order_id, order_ids))


def merged_with(session: Session, ids: Iterable[int]) -> list[Parcel]:
    """Everything that travels in the same parcels as these: the parcels themselves, those they travel in, and those
    that travel in them.
    """
    wanted = set(ids)
    hosts = set(
        session.scalars(select(func.coalesce(Shipment.merged_into_id, Shipment.id)).where(among(Shipment.id, wanted)))
    )
    return _parcels(session, or_(among(Shipment.id, hosts), among(Shipment.merged_into_id, hosts)))


def goes_abroad() -> Any:
    """The condition that an order goes to another country than the shop's; one that names none stays at home."""
    home = select(func.upper(Shop.country)).limit(1).scalar_subquery()
    return and_(Order.ship_country != "", home != "", func.upper(Order.ship_country) != home)


def by_transit_days(session: Session, ids: Iterable[int], *, at_home: int, abroad: int) -> dict[int, list[int]]:
    """Days in transit → the parcels that take so long: by their service, that of the parcel they travel in, or, where
    none is known, ``at_home`` and ``abroad``.
    """
    host = aliased(Shipment)
    usual = case((goes_abroad(), abroad), else_=at_home)
    query = (
        select(func.coalesce(CarrierService.transit_days, usual), Shipment.id)
        .join(Order, Order.id == Shipment.order_id)
        .outerjoin(host, host.id == Shipment.merged_into_id)
        .outerjoin(CarrierService, CarrierService.id == func.coalesce(host.service_id, Shipment.service_id))
        .where(among(Shipment.id, ids))
    )
    found: dict[int, list[int]] = {}
    for days, parcel in session.execute(query.order_by(Shipment.id)):
        found.setdefault(days, []).append(parcel)
    return found


def companions(session: Session, order_ids: Sequence[int]) -> list[int]:
    """These orders, and those that share a parcel with one of them; in the sequence given, additions last."""
    own = aliased(Shipment)
    hosts = select(func.coalesce(own.merged_into_id, own.id)).where(among(own.order_id, order_ids))
    query = select(Shipment.order_id).where(or_(Shipment.id.in_(hosts), Shipment.merged_into_id.in_(hosts)))
    return list(dict.fromkeys([*order_ids, *sorted(set(session.scalars(query)))]))


def waiting_orders(session: Session) -> list[Any]:
    """Orders that are to be shipped, of which nothing has left and nothing is merged or split yet: candidates for a
    common parcel, as rows of the columns that say who and where.
    """
    gone = select(Shipment.id).where(
        Shipment.order_id == Order.id,
        or_(Shipment.state.not_in(WAITING), Shipment.merged_into_id.is_not(None), Shipment.parcel_count > 1),
    )
    host = aliased(Shipment)
    is_host = select(host.id).join(Shipment, Shipment.merged_into_id == host.id).where(host.order_id == Order.id)
    columns = (
        Order.id, Order.external_no, Order.buyer_name, Order.buyer_login, Order.buyer_email, Order.buyer_phone,
        Order.ship_name, Order.ship_phone, Order.ship_line1, Order.ship_line2, Order.ship_line3, Order.ship_district,
        Order.ship_city, Order.ship_region, Order.ship_postcode, Order.ship_country, Order.placed_at,
        Order.warehouse_id, Order.wave_id, Order.unit_count,
    )  # fmt: skip
    query = select(*columns).where(
        Order.state.in_([str(state) for state in TO_SHIP]),
        Order.archived_at.is_(None),
        ~gone.exists(),
        ~is_host.exists(),
    )
    return list(session.execute(query.order_by(Order.id)))


def line_quantities(session: Session, order_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Pieces by order line id, for each order; lines of no or negative quantity are left out."""
    found: dict[int, dict[int, int]] = {}
    query = select(OrderLine.order_id, OrderLine.id, OrderLine.quantity)
    for order_id, line_id, quantity in session.execute(
        query.where(among(OrderLine.order_id, order_ids), OrderLine.quantity > 0).order_by(OrderLine.line_no)
    ):
        found.setdefault(order_id, {})[line_id] = quantity
    return found


def contents(session: Session, shipment_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """What is in the parcels of split orders: pieces by order line id, by parcel id."""
    found: dict[int, dict[int, int]] = {}
    query = select(ShipmentLine.shipment_id, ShipmentLine.order_line_id, ShipmentLine.quantity)
    for shipment_id, line_id, quantity in session.execute(query.where(among(ShipmentLine.shipment_id, shipment_ids))):
        found.setdefault(shipment_id, {})[line_id] = quantity
    return found
