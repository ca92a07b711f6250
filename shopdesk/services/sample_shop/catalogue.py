"""Products, SKUs, listings, stock and bins of the sample shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.domain.money import to_minor
from shopdesk.storage.tables import Bin, BinSku, Channel, Listing, Product, Sku, StockBalance, Warehouse

USD_PER_EUR = Decimal("1.10")  # what the sample's dollar prices are reckoned with; a price list, not an exchange rate
_BIN_LEVELS = 4


@dataclass(frozen=True, slots=True)
class SampleSku:
    """A SKU as orders quote it: titles and options by language, price in minor units by currency."""

    id: int
    code: str
    titles: Mapping[str, str]
    options: Mapping[str, str]
    price_minor: Mapping[str, int]
    weight_g: int


def add_catalogue(
    session: Session, declared: Mapping[str, Any], channels: Sequence[Channel], random: Random, language: str
) -> list[SampleSku]:
    """Write products, SKUs, listings, stock and bins; returns the SKUs as orders need them."""
    catalogue = load_toml(resources_dir() / "sample_shop" / "products.toml")
    skus: list[SampleSku] = []
    for entry in catalogue["product"]:
        product = Product(
            handle=entry["code"].lower(),
            title=entry["title"][language],
            brand="Berlin Kettle",
            category=catalogue["categories"][entry["category"]][language],
            traits=entry["traits"],
            origin_country="CN",
        )
        session.add(product)
        session.flush()
        skus += [
            _add_sku(session, product, entry, option and catalogue["options"][option], option, language)
            for option in entry["options"] or [""]
        ]
    _add_listings(session, channels, skus, random)
    _add_stock(session, declared["warehouse"], skus, random, language)
    return skus


def _add_sku(
    session: Session, product: Product, entry: Mapping[str, Any], option: Mapping[str, str], key: str, language: str
) -> SampleSku:
    usd = (Decimal(entry["eur"]) * USD_PER_EUR).to_integral_value() - Decimal("0.01")
    prices = {"EUR": Decimal(entry["eur"]), "USD": usd, "CNY": Decimal(entry["cny"])}
    sku = Sku(
        product_id=product.id,
        code=f"{entry['code']}-{_short(key)}" if key else entry["code"],
        title=entry["title"][language],
        options=option[language] if key else "",
        weight_g=entry["weight_g"],
        cost_minor=to_minor(Decimal(entry["cost"]), "CNY"),
        price_minor=to_minor(prices["EUR"], "EUR"),
        currency="EUR",
    )
    session.add(sku)
    session.flush()
    return SampleSku(
        id=sku.id,
        code=sku.code,
        titles=entry["title"],
        options=option if key else {"en": "", "zh_CN": ""},
        price_minor={currency: to_minor(price, currency) for currency, price in prices.items()},
        weight_g=entry["weight_g"],
    )


def _short(option: str) -> str:
    """``black`` → ``BLA``, ``one_metre`` → ``ONE``, as owners abbreviate."""
    return option[:3].upper()


def _add_listings(session: Session, channels: Sequence[Channel], skus: Sequence[SampleSku], random: Random) -> None:
    rows = [
        {
            "channel_id": channel.id,
            "sku_id": sku.id,
            "external_id": f"{channel.kind[:2].upper()}{random.randrange(10**9, 10**10)}",
            "title": sku.titles["zh_CN" if channel.kind == "taobao" else "en"],
            "price_minor": sku.price_minor[channel.currency],
            "currency": channel.currency,
            "quantity": random.randrange(0, 60),
        }
        for channel in channels
        for sku in skus
        if random.random() < 0.85
    ]
    session.execute(insert(Listing), rows)


def _add_stock(
    session: Session, declared: Sequence[Mapping[str, Any]], skus: Sequence[SampleSku], random: Random, language: str
) -> None:
    for entry in declared:
        name = entry["name"][language]
        warehouse = Warehouse(name=name, kind=entry["kind"], country=entry["country"], address=entry["address"])
        session.add(warehouse)
        session.flush()
        stocked = [sku for sku in skus if random.randrange(100) < entry["stocked_percent"]]
        for sequence, sku in enumerate(stocked, start=1):
            shelf, level = divmod(sequence - 1, _BIN_LEVELS)
            place = Bin(warehouse_id=warehouse.id, code=f"{entry['rack']}{shelf + 1:02}-{level + 1}", sequence=sequence)
            session.add(place)
            session.flush()
            session.add(BinSku(bin_id=place.id, sku_id=sku.id))
        balances = [
            {"sku_id": sku.id, "warehouse_id": warehouse.id, "partition": "normal", "quantity": _pieces(random)}
            for sku in stocked
        ]
        session.execute(insert(StockBalance), balances)


def _pieces(random: Random) -> int:
    """Most shelves are full, some run low, a few are empty."""
    return random.choice((0, *[random.randrange(2, 9)] * 3, *[random.randrange(12, 160)] * 12))
