"""How much is in a shop, in one look: what the window's status bar and the page titles need. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.storage.tables import Order, Shop, Sku


@dataclass(frozen=True, slots=True)
class ShopSummary:
    """Who the shop is and how much it holds. ``currency`` ISO 4217, ``timezone`` IANA."""

    name: str
    currency: str
    timezone: str
    country: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class ShopCounts:
    """Orders and SKUs in the shop."""

    orders: int
    skus: int


def shop_summary(session: Session) -> ShopSummary:
    """Who the shop is. Read from the bare table: the mapper of every class would be set up for it at each start."""
    shop = Shop.__table__.c
    row = (
        session.connection()
        .execute(select(shop.name, shop.currency, shop.timezone, shop.country, shop.is_sample))
        .one()
    )
    return ShopSummary(*row)


def shop_counts(session: Session) -> ShopCounts:
    """How many orders and SKUs there are."""
    orders = session.scalar(select(func.count()).select_from(Order)) or 0
    skus = session.scalar(select(func.count()).select_from(Sku)) or 0
    return ShopCounts(orders, skus)
