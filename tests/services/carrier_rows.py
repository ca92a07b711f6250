"""Carriers, things with weights and orders to send, to test with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shopdesk.domain.freight import Rate
from shopdesk.services import carrier_edit
from shopdesk.services.carriers import CarrierFacts, ServiceFacts
from shopdesk.storage.tables import Carrier, CarrierService, Order, OrderLine, Product, Shop, Sku
from tests.services.order_rows import add_orders

HOME = (Rate(2_000, 490, "EUR", "DE"), Rate(5_000, 690, "EUR", "DE"), Rate(10_000, 990, "EUR", "DE"))


def add_service(
    session: Session, carrier: str = "DHL", service: str = "Paket", rates: tuple[Rate, ...] = HOME, **facts: Any
) -> int:
    """A service of a carrier (made when there is none) with prices; its id. ``divisor``, ``step``, ``aliases``,
    ``carrier_traits`` are the carrier's.
    """
    row = session.scalars(select(Carrier).where(Carrier.name == carrier)).first()
    if row is None:
        own = CarrierFacts(
            carrier,
            aliases=facts.pop("aliases", ""),
            volumetric_divisor=facts.pop("divisor", 5000),
            weight_step_g=facts.pop("step", 500),
            traits=facts.pop("carrier_traits", ""),
        )
        carrier_edit.save_carrier(session, own)
        row = session.scalars(select(Carrier).where(Carrier.name == carrier)).one()
    carrier_edit.save_service(session, row.id, ServiceFacts(service, **{"transit_days": 2, **facts}))
    made = session.scalars(select(CarrierService).order_by(CarrierService.id.desc()).limit(1)).one()
    if rates:
        carrier_edit.set_rates(session, made.id, rates)
    return made.id


def add_sku(session: Session, code: str = "KET-17", weight_g: int | None = 3_200, **fields: Any) -> int:
    """A product with one SKU; its id. ``size`` in millimetres, ``product``: fields of the product."""
    product = Product(handle=code.lower(), title="Kettle", **fields.pop("product", {}))
    session.add(product)
    session.flush()
    size = dict(zip(("length_mm", "width_mm", "height_mm"), fields.pop("size", ()), strict=False))
    sku = Sku(product_id=product.id, code=code, weight_g=weight_g, **size, **fields)
    session.add(sku)
    session.flush()
    return sku.id


def orders_to_send(session: Session, count: int = 1, *, sku_id: int | None = None, **fields: Any) -> list[int]:
    """Confirmed orders from Germany to Germany of one thing each; their ids."""
    session.execute(update(Shop).values(country="DE"))
    values: dict[str, Any] = {"state": "confirmed", "ship_country": "DE", "ship_name": "Emma", **fields}
    ids = add_orders(session, count, **values)
    if sku_id is not None:
        session.execute(update(OrderLine).where(OrderLine.order_id.in_(ids)).values(sku_id=sku_id))
    session.execute(update(Order).where(Order.id.in_(ids)).values(goods_minor=3990, unit_count=1))
    session.expire_all()
    return ids
