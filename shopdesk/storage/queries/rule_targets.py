"""What the rules' actions point at: gift SKUs, warehouses, the lines an order has. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import Carrier, Channel, OrderLine, Product, Shipment, Shop, Sku, Warehouse


@dataclass(frozen=True, slots=True)
class GiftSku:
    """A SKU that may be put into a parcel."""

    id: int
    title: str
    options: str


@dataclass(frozen=True, slots=True)
class LineCounts:
    """How many lines and pieces an order has, and the number of its last line."""

    lines: int
    units: int
    last_no: int


def gift_skus(session: Session, codes: Iterable[str]) -> dict[str, GiftSku]:
    """The SKUs of these codes that the catalogue has."""
    title = func.coalesce(func.nullif(Sku.title, ""), Product.title)
    query = select(Sku.code, Sku.id, title, Sku.options).join(Product, Product.id == Sku.product_id)
    return {code: GiftSku(*rest) for code, *rest in session.execute(query.where(Sku.code.in_(list(codes))))}


def line_counts(session: Session, order_ids: Iterable[int]) -> dict[int, LineCounts]:
    """By order."""
    query = (
        select(OrderLine.order_id, func.count(), func.sum(OrderLine.quantity), func.max(OrderLine.line_no))
        .where(among(OrderLine.order_id, order_ids))
        .group_by(OrderLine.order_id)
    )
    return {order_id: LineCounts(*rest) for order_id, *rest in session.execute(query)}


def place_names(session: Session) -> dict[int, str]:
    """Warehouses by id."""
    return dict(session.execute(select(Warehouse.id, Warehouse.name)).all())


def carriers_in_use(session: Session) -> list[str]:
    """The shop's carriers, then those that stand on its parcels, each once."""
    own = session.scalars(select(Carrier.name).where(Carrier.archived_at.is_(None)).order_by(Carrier.name))
    used = session.scalars(select(Shipment.carrier).where(Shipment.carrier != "").distinct().order_by(Shipment.carrier))
    return list(dict.fromkeys([*own, *used]))


def sku_codes(session: Session) -> list[str]:
    """Every SKU of the catalogue."""
    return list(session.scalars(select(Sku.code).where(Sku.archived_at.is_(None)).order_by(Sku.code)))


def currencies_in_use(session: Session) -> list[str]:
    """The currencies of the shop and of its channels, the shop's first."""
    own = session.scalars(select(Shop.currency))
    return list(dict.fromkeys([*own, *session.scalars(select(Channel.currency).order_by(Channel.id))]))
