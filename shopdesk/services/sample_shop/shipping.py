"""Packing, waves and parcels of the sample shop: a wave being picked, one on the packing table, one that has left; an
order in two parcels, two that could share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.domain.orders import OrderState
from shopdesk.domain.packing import Trait, traits_of
from shopdesk.domain.parcels import ParcelState
from shopdesk.domain.waves import WaveState, wave_number
from shopdesk.services.dispatch import Wave as Group
from shopdesk.services.dispatch import dispatch
from shopdesk.storage.queries.paper import paper_orders
from shopdesk.storage.tables import (
    Order,
    OrderEvent,
    OrderLine,
    PackingMaterial,
    PackingRecipe,
    Product,
    Shipment,
    ShipmentLine,
    Sku,
    Wave,
)

_BUYER = (
    "buyer_name", "buyer_email", "buyer_login", "buyer_phone", "ship_name", "ship_phone", "ship_line1", "ship_district",
    "ship_city", "ship_region", "ship_postcode", "ship_country",
)  # fmt: skip
_CM3_PER_G = 2.4  # how bulky the goods are, to give them sides


def add_shipping(session: Session, language: str, moment: datetime) -> None:
    """Write it, on top of the orders; ``moment`` is aware, UTC. Names of materials in ``language``."""
    _add_packing(session, language)
    confirmed = _orders(session, OrderState.CONFIRMED)
    calm = [order for order in confirmed if order.ship_by is not None and order.ship_by > moment]
    _add_waves(session, calm, moment)
    free = [order for order in calm if order.wave_id is None]
    _split_one(session, free, moment)
    _make_twins(free)
    session.flush()


def _orders(session: Session, state: OrderState) -> list[Order]:
    return list(session.scalars(select(Order).where(Order.state == state).order_by(Order.placed_at, Order.id)))


def _add_packing(session: Session, language: str) -> None:
    """Materials, sides of the SKUs, and recipes that answer to every trait."""
    ids: dict[str, int] = {}
    for entry in load_toml(resources_dir() / "sample_shop" / "packing.toml")["material"]:
        length, width, height = entry.get("sides", (None, None, None))
        row = PackingMaterial(
            name=entry["name"][language], kind=entry["kind"], length_mm=length, width_mm=width, height_mm=height,
            weight_g=entry["weight_g"], is_eco=entry.get("is_eco", False),
        )  # fmt: skip
        session.add(row)
        session.flush()
        ids[entry["key"]] = row.id
    for sku, traits in session.execute(select(Sku, Product.traits).join(Product, Product.id == Sku.product_id)).all():
        side = round(((sku.weight_g or 500) * _CM3_PER_G) ** (1 / 3) * 10)
        sku.length_mm, sku.width_mm, sku.height_mm = round(side * 1.3), side, round(side * 0.8)
        for key, quantity in _recipe(traits):
            session.add(PackingRecipe(sku_id=sku.id, material_id=ids[key], quantity=quantity))


def _recipe(traits: str) -> list[tuple[str, int]]:
    known = traits_of(traits)
    layers = 2 if Trait.FRAGILE in known else 1
    found = [("bubble", layers), ("paper", 1), ("tape", 1)]
    return [*found, *([("film", 1)] if "liquid" in traits else [])]


def _add_waves(session: Session, confirmed: Sequence[Order], moment: datetime) -> None:
    """The largest walk is under way; what is packed was picked; what left last was a wave too."""
    groups = [group for group in _groups(session, confirmed) if group.carrier]
    largest = max(groups, key=lambda group: len(group.members))
    packed = max(_groups(session, _orders(session, OrderState.PACKED)), key=lambda group: len(group.members))
    shipped = _orders(session, OrderState.SHIPPED)[-12:]
    left = max(_groups(session, shipped), key=lambda group: len(group.members))
    hours = timedelta(hours=1)
    _add_wave(session, left, WaveState.HANDED_OVER, moment - 26 * hours)
    _add_wave(session, packed, WaveState.PICKED, moment - 2 * hours)
    _add_wave(session, largest, WaveState.OPEN, moment - timedelta(minutes=25))
    for source in largest.members:
        source.order.state = OrderState.PICKING
    for source in packed.members:
        for parcel in source.shipments:
            parcel.state, parcel.packed_at = ParcelState.PACKED, moment - hours


def _groups(session: Session, orders: Sequence[Order]) -> list[Group]:
    return list(dispatch(session, paper_orders(session, [order.id for order in orders])).waves)


def _add_wave(session: Session, group: Group, state: WaveState, begun_at: datetime) -> None:
    done = begun_at + timedelta(minutes=50)
    wave = Wave(
        number=wave_number(begun_at.date(), 2 if state is WaveState.OPEN else 1), state=state, carrier=group.carrier,
        warehouse_id=group.place.id if group.place else None, created_at=begun_at,
        picker="" if state is WaveState.OPEN else "Anna", picked_at=None if state is WaveState.OPEN else done,
        handed_over_at=done + timedelta(hours=3) if state is WaveState.HANDED_OVER else None,
    )  # fmt: skip
    session.add(wave)
    session.flush()
    for source in group.members:
        source.order.wave_id = wave.id
        params = {"number": wave.number}
        session.add(OrderEvent(order_id=source.order.id, at=begun_at, code="order_picking", params=params))


def _split_one(session: Session, free: list[Order], moment: datetime) -> None:
    """The first order of several pieces travels in two parcels, of which one has left."""
    order = next((order for order in free if order.unit_count > 1 and order.line_count > 1), None)
    if order is None:
        return
    free.remove(order)
    lines = list(session.scalars(select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.line_no)))
    parcels = list(session.scalars(select(Shipment).where(Shipment.order_id == order.id)))
    first = parcels[0] if parcels else Shipment(order_id=order.id, carrier="DHL", waybill="00340434161094042557")
    left_at = moment - timedelta(hours=3)
    first.parcel_count, first.state, first.weight_g = 2, ParcelState.HANDED_OVER, None
    first.handed_over_at = first.label_printed_at = left_at
    second = Shipment(order_id=order.id, parcel_no=2, parcel_count=2, carrier=first.carrier, service=first.service)
    session.add_all((first, second))
    session.flush()
    for row, inside in ((first, lines[:1]), (second, lines[1:])):
        for line in inside:
            session.add(ShipmentLine(shipment_id=row.id, order_line_id=line.id, quantity=line.quantity))
    session.add(OrderEvent(order_id=order.id, at=left_at, code="parcel_handed_over_event", params={"parcel": "1/2"}))


def _make_twins(free: Sequence[Order]) -> None:
    """Somebody ordered twice within a day."""
    for first, second in pairwise(free):
        if first.channel_id == second.channel_id and second.placed_at - first.placed_at < timedelta(hours=20):
            for name in _BUYER:
                setattr(second, name, getattr(first, name))
            return
