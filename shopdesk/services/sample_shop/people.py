"""Invented buyers: a name, an address and a phone that fit their country. Pure: no shop, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from shopdesk.base.catalog import load_toml, resources_dir


@dataclass(frozen=True, slots=True)
class Buyer:
    """A person and where the parcel goes; ``country`` ISO 3166 alpha-2, ``phone`` E.164."""

    name: str
    email: str
    phone: str
    line1: str
    district: str
    city: str
    region: str
    postcode: str
    country: str


class Crowd:
    """Draws buyers; about one in three comes back, as in a shop with regulars."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._parts = load_toml(resources_dir() / "sample_shop" / "people.toml")
        self._known: dict[str, list[Buyer]] = {}

    def draw(self, country: str) -> Buyer:
        """A buyer in ``country``, new or known."""
        known = self._known.setdefault(country, [])
        if known and self._random.random() < 0.3:
            return self._random.choice(known)
        known.append(self._new(country, self._parts[country]))
        return known[-1]

    def _new(self, country: str, parts: Mapping[str, Any]) -> Buyer:
        random = self._random
        given, family = random.choice(parts["given"]), random.choice(parts["family"])
        if country == "DE" and random.random() < 0.04:  # a Chinese name at a German address: labels must print both
            given, family, parts = "小明", "王", {**parts, "family_first": True}
        street, postcode, city, region, *district = random.choice(parts["places"])
        return Buyer(
            name=f"{family}{given}" if parts.get("family_first") else f"{given} {family}",
            email=f"buyer{random.randrange(10_000, 99_999)}@mail.example",
            phone=digits(parts["phone"], random),
            line1=street.replace("{n}", str(random.randrange(1, 180))),
            district=district[0] if district else "",
            city=city,
            region=region,
            postcode=postcode,
            country=country,
        )


def digits(pattern: str, random: Random) -> str:
    """``pattern`` with each ``?`` replaced by a digit."""
    return re.sub(r"\?", lambda _: str(random.randrange(10)), pattern)
