"""The sample shop: a small cross-border shop to try everything on. Always a new file; never touches the owner's own.

Drawn from a seed out of ``resources/sample_shop``; dates count back from the clock, so it is never stale, and the same
seed at the same moment gives the same shop. It must not be used by rules or tests of other rooms as a source of truth.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import update

from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.base.clock import now
from shopdesk.services.sample_shop.aftercare import add_aftercare
from shopdesk.services.sample_shop.automation import add_order_rules, tell_marketplaces
from shopdesk.services.sample_shop.carriers import add_carriers
from shopdesk.services.sample_shop.catalogue import add_catalogue
from shopdesk.services.sample_shop.orders import add_orders
from shopdesk.services.sample_shop.reviews import add_reviews
from shopdesk.services.sample_shop.shipping import add_shipping
from shopdesk.storage.search import reindex
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import create_shop
from shopdesk.storage.tables import Channel, Shop

__all__ = ["create_sample_shop", "sample_exports"]


def sample_exports() -> list[Path]:
    """The export files that go with the sample shop, to try an import on, by name."""
    return sorted((resources_dir() / "sample_shop" / "exports").iterdir())


def create_sample_shop(
    path: Path,
    *,
    language: str = "en",
    currency: str = "",
    timezone: str = "",
    country: str = "",
    seed: int | None = None,
) -> ShopFile:
    """A new sample shop at ``path``, opened. ``language`` "en" or "zh_CN": of its name and its product titles.

    ``currency`` (ISO 4217), ``timezone`` (IANA) and ``country`` (ISO 3166) are the sample's own when empty; its
    orders keep three currencies. Raises ``UserError("shop_exists")``, ``MachineError``.
    """
    declared = load_toml(resources_dir() / "sample_shop" / "shop.toml")
    identity = {key: _text(value, language) for key, value in declared["shop"].items()}
    shop = create_shop(
        path,
        name=identity["name"],
        currency=currency or identity["currency"],
        timezone=timezone or identity["timezone"],
        language=language,
        country=country or identity["country"],
    )
    random = Random(declared["seed"] if seed is None else seed)
    shop_country = country or identity["country"]
    with shop.write() as session:
        kept = {key: value for key, value in identity.items() if key not in {"currency", "timezone", "country"}}
        session.execute(update(Shop).values(**kept, is_sample=True))
        channels = [
            Channel(name=entry["name"], kind=entry["kind"], currency=entry["currency"], country=entry["country"])
            for entry in declared["channel"]
        ]
        session.add_all(channels)
        session.flush()
        skus = add_catalogue(session, declared, channels, random, language)
        add_orders(session, declared, channels, skus, random, now())
        add_order_rules(session, skus, language)
        tell_marketplaces(session, channels, now())
        add_reviews(session, Random(declared["seed"] if seed is None else seed), now(), language)
        add_aftercare(session, shop_country, language, now())

        add_carriers(session, Random(declared["seed"] if seed is None else seed), now(), language)
        add_shipping(session, language, now())
        reindex(session)
    return shop


def _text(value: Any, language: str) -> str:
    return str(value[language] if isinstance(value, dict) else value)
