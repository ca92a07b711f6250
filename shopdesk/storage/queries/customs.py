"""What things sell for, to declare what was not sold (samples, gifts) at its market value."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.tables import Listing, Sku


def market_prices(session: Session, sku_ids: Iterable[int]) -> dict[tuple[int, int], tuple[int, str]]:
    """``(SKU id, channel id)`` → price in minor units and its currency; channel 0: the catalogue's price."""
    ids = set(sku_ids)
    listed = select(Listing.sku_id, Listing.channel_id, Listing.price_minor, Listing.currency).where(
        among(Listing.sku_id, ids), Listing.price_minor.is_not(None), Listing.archived_at.is_(None)
    )
    own = select(Sku.id, Sku.price_minor, Sku.currency).where(among(Sku.id, ids), Sku.price_minor.is_not(None))
    found = {(sku, channel): (minor or 0, code) for sku, channel, minor, code in session.execute(listed)}
    found.update({(sku, 0): (minor or 0, code) for sku, minor, code in session.execute(own)})
    return found
