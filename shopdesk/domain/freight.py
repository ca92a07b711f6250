"""What a parcel costs to send: chargeable weight, price tables, and the cheapest service that takes it (R-O14).

Integers all the way: grams, millimetres, minor units. Amounts of different currencies are never compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Size = tuple[int, int, int]

#: Goods that only some services take, by the words that products and carriers use for them.
SPECIAL_GOODS: Mapping[str, frozenset[str]] = {
    "battery": frozenset({"battery", "batteries", "lithium", "带电", "电池", "内电", "配电"}),
    "liquid": frozenset({"liquid", "液体"}),
    "powder": frozenset({"powder", "粉末"}),
    "magnetic": frozenset({"magnetic", "magnet", "带磁", "磁性"}),
    "food": frozenset({"food", "食品"}),
    "cold_chain": frozenset({"cold_chain", "cold-chain", "chilled", "frozen", "冷链", "冷冻", "冷藏"}),
    "dangerous": frozenset({"dangerous", "hazmat", "dangerous_goods", "危险品"}),
}
_BETWEEN = re.compile(r"[\s,;，；、|]+")


class Rejected(StrEnum):
    """Why a service is not offered for a parcel; each has a message ``freight_<value>``."""

    TOO_SLOW = "too_slow"
    TOO_HEAVY = "too_heavy"
    TOO_LONG = "too_long"
    GOODS = "goods"
    NO_PRICE_COUNTRY = "no_price_country"
    NO_PRICE_WEIGHT = "no_price_weight"
    OTHER_CURRENCY = "other_currency"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel to be sent: grams, millimetres (``None``: not known), ISO country, special goods in it."""

    weight_g: int
    size_mm: Size | None = None
    country: str = ""
    goods: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rate:
    """A line of a price table: up to ``up_to_g`` grams to ``country`` (``""``: everywhere else) cost ``price_minor``;
    heavier parcels ``step_minor`` more for each begun ``step_g``, where given.
    """

    up_to_g: int
    price_minor: int
    currency: str
    country: str = ""
    step_g: int | None = None
    step_minor: int | None = None
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A service of a carrier with its prices and limits."""

    service_id: int
    carrier: str
    service: str
    transit_days: int
    divisor: int
    step_g: int
    rates: tuple[Rate, ...]
    max_weight_g: int | None = None
    max_length_mm: int | None = None
    goods: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """``DHL Paket``; the carrier's name is not said twice."""
        begins = self.service.casefold().startswith(self.carrier.casefold())
        return self.service if begins else f"{self.carrier} {self.service}".strip()


@dataclass(frozen=True, slots=True)
class Quote:
    """What a service asks for a parcel; ``chargeable_g`` is what it weighs for the carrier."""

    offer: Offer
    chargeable_g: int
    price_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A service that is not offered, and why."""

    offer: Offer
    reason: Rejected
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The services that take a parcel, cheapest first, and those that do not."""

    quotes: tuple[Quote, ...]
    rejected: tuple[Rejection, ...]

    @property
    def best(self) -> Quote | None:
        """The suggested one."""
        return self.quotes[0] if self.quotes else None


def special_goods(traits: str) -> frozenset[str]:
    """The special goods that a product's (or carrier's) traits name, in English or Chinese, separated anyhow."""
    words = {word for word in _BETWEEN.split(traits.casefold()) if word}
    return frozenset(key for key, known in SPECIAL_GOODS.items() if key in words or words & known)


def volumetric_g(size_mm: Size, divisor: int) -> int:
    """Grams that a size counts as: L×W×H cm ÷ ``divisor`` in kg, a part of a gram counts whole. mm³ ÷ divisor is it."""
    length, width, height = size_mm
    return -(-length * width * height // divisor)


def chargeable_g(weight_g: int, size_mm: Size | None, divisor: int, step_g: int) -> int:
    """The greater of actual and volumetric weight, rounded up to the carrier's step (R-O14)."""
    heavier = max(weight_g, volumetric_g(size_mm, divisor) if size_mm else 0)
    return -(-heavier // step_g) * step_g


def stacked_size(pieces: Iterable[tuple[Size, int]]) -> Size | None:
    """The box around ``(size, count)`` pieces laid on each other on their largest face; ``None`` without any."""
    length = width = height = 0
    for size, count in pieces:
        longest, middle, shortest = sorted(size, reverse=True)
        length, width, height = max(length, longest), max(width, middle), height + shortest * count
    return (length, width, height) if height else None


def price(rates: Sequence[Rate], country: str, grams: int, day: date) -> tuple[int, str] | Rejected:
    """What a price table asks for ``grams`` to ``country`` on ``day``: minor units and currency, or why it says
    nothing. A country's own lines come before those for everywhere else, newer tables before older ones.
    """
    in_force = _in_force([rate for rate in rates if rate.country == country], day) or _in_force(
        [rate for rate in rates if not rate.country], day
    )
    if not in_force:
        return Rejected.NO_PRICE_COUNTRY
    lines = sorted(in_force, key=lambda rate: rate.up_to_g)
    fitting = next((rate for rate in lines if grams <= rate.up_to_g), None)
    if fitting is not None:
        return fitting.price_minor, fitting.currency
    last = lines[-1]
    if not last.step_g or last.step_minor is None:
        return Rejected.NO_PRICE_WEIGHT
    return last.price_minor + -(-(grams - last.up_to_g) // last.step_g) * last.step_minor, last.currency


def _in_force(rates: Sequence[Rate], day: date) -> list[Rate]:
    begun = [rate for rate in rates if rate.valid_from is None or rate.valid_from <= day]
    newest = max((rate.valid_from or date.min for rate in begun), default=None)
    return [rate for rate in begun if (rate.valid_from or date.min) == newest]


def compare(parcel: Parcel, offers: Iterable[Offer], *, max_days: int, currency: str, day: date) -> Comparison:
    """Every service judged for a parcel (R-O14): those that take it within ``max_days``, cheapest first (then fastest,
    then by name), and the others with the reason. Prices of several currencies are not compared: those in ``currency``
    come first, else those in the currency that most are quoted in; the rest are left out and say so.
    """
    quotes: list[Quote] = []
    rejected: list[Rejection] = []
    for offer in offers:
        judged = judge(parcel, offer, max_days=max_days, day=day)
        if isinstance(judged, Quote):
            quotes.append(judged)
        else:
            rejected.append(judged)
    chosen = _currency_of(quotes, currency)
    rejected += [_other_currency(quote, chosen) for quote in quotes if quote.currency != chosen]
    kept = [quote for quote in quotes if quote.currency == chosen]
    return Comparison(tuple(sorted(kept, key=_rank)), tuple(rejected))


def judge(parcel: Parcel, offer: Offer, *, max_days: int, day: date) -> Quote | Rejection:
    """One service for one parcel: its quote, or the first reason against it."""
    limit = _beyond_limit(parcel, offer, max_days)
    if limit is not None:
        return limit
    grams = chargeable_g(parcel.weight_g, parcel.size_mm, offer.divisor, offer.step_g)
    asked = price(offer.rates, parcel.country, grams, day)
    if isinstance(asked, Rejected):
        return Rejection(offer, asked, {"country": parcel.country, "grams": grams})
    return Quote(offer, grams, *asked)


def _beyond_limit(parcel: Parcel, offer: Offer, max_days: int) -> Rejection | None:
    if offer.transit_days > max_days:
        return Rejection(offer, Rejected.TOO_SLOW, {"days": offer.transit_days, "most": max_days})
    if missing := parcel.goods - offer.goods:
        return Rejection(offer, Rejected.GOODS, {"goods": tuple(sorted(missing))})
    if offer.max_weight_g is not None and parcel.weight_g > offer.max_weight_g:
        return Rejection(offer, Rejected.TOO_HEAVY, {"grams": parcel.weight_g, "most": offer.max_weight_g})
    if offer.max_length_mm is not None and parcel.size_mm and max(parcel.size_mm) > offer.max_length_mm:
        return Rejection(offer, Rejected.TOO_LONG, {"mm": max(parcel.size_mm), "most": offer.max_length_mm})
    return None


def _currency_of(quotes: Sequence[Quote], wanted: str) -> str:
    counted = Counter(quote.currency for quote in quotes)
    if wanted in counted or not counted:
        return wanted
    return min(counted, key=lambda code: (-counted[code], code))


def _other_currency(quote: Quote, chosen: str) -> Rejection:
    params = {"price_minor": quote.price_minor, "currency": quote.currency, "chosen": chosen}
    return Rejection(quote.offer, Rejected.OTHER_CURRENCY, params)


def _rank(quote: Quote) -> tuple[int, int, str, int]:
    return quote.price_minor, quote.offer.transit_days, quote.offer.name.casefold(), quote.offer.service_id
