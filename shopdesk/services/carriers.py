"""The shop's carriers: who they are, what services at what price, and when their papers end (S1-4.2.1).

Changes nothing: that is ``carrier_edit``. Chooses no carrier for an order: that is ``carrier_choice``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.carriers import CarrierKind, find_named, is_ending, name_index, plain_name
from shopdesk.domain.freight import Offer, Rate, special_goods
from shopdesk.services import settings
from shopdesk.services.carrier_presets import presets
from shopdesk.storage.queries.carrier_books import CarrierRows, ServiceRows, carrier_names, carrier_rows
from shopdesk.storage.tables import Shop


@dataclass(frozen=True, slots=True)
class CarrierFacts:
    """A carrier. ``aliases`` one a line; hours ``None``: the shop's rule; ``traits``: special goods it takes."""

    name: str
    aliases: str = ""
    kind: str = CarrierKind.EXPRESS
    country: str = ""
    volumetric_divisor: int = 5000
    weight_step_g: int = 500
    stale_domestic_hours: int | None = None
    stale_abroad_hours: int | None = None
    first_scan_hours: int | None = None
    tracking_url: str = ""
    phone: str = ""
    traits: str = ""
    licence_no: str = ""
    licence_until: date | None = None
    contract_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service of a carrier. Grams, millimetres; ``modes`` (``domain.carriers.ServiceMode``) space-separated."""

    name: str
    code: str = ""
    transit_days: int = 3
    is_tracked: bool = True
    max_weight_g: int | None = None
    max_length_mm: int | None = None
    traits: str = ""
    modes: str = ""


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """A service as the book shows it, with its price table."""

    id: int
    facts: ServiceFacts
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class CarrierEntry:
    """A carrier as the book shows it. ``ending``: which of its papers (``licence``, ``contract``) end soon or ended."""

    id: int
    facts: CarrierFacts
    services: tuple[ServiceEntry, ...]
    ending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CarrierBook:
    """The shop's carriers by name. ``currency``: the shop's, in which new prices are; ``addable``: well-known carriers
    that are not in the book.
    """

    carriers: tuple[CarrierEntry, ...]
    currency: str
    addable: tuple[str, ...]


def book(session: Session) -> CarrierBook:
    """All carriers with services, prices and what ends within the days of the rule ``carrier.expiry_days``."""
    days, today = settings.get(session, "carrier.expiry_days"), shop_today(session)
    entries = tuple(_entry(rows, today, days) for rows in carrier_rows(session))
    known = {plain_name(entry.facts.name) for entry in entries}
    addable = tuple(key for key, preset in presets().items() if not known & {plain_name(n) for n in preset.names})
    return CarrierBook(entries, session.scalars(select(Shop.currency)).one(), addable)


def shop_today(session: Session) -> date:
    """The day it is in the shop's time zone."""
    return now().astimezone(ZoneInfo(session.scalars(select(Shop.timezone)).one())).date()


def _entry(rows: CarrierRows, today: date, days: int) -> CarrierEntry:
    carrier = rows.carrier
    papers = {"licence": carrier.licence_until, "contract": carrier.contract_until}
    return CarrierEntry(
        carrier.id,
        CarrierFacts(**field_values(carrier, CarrierFacts)),
        tuple(_service(service) for service in rows.services),
        tuple(name for name, until in papers.items() if is_ending(until, today, days)),
    )


def _service(rows: ServiceRows) -> ServiceEntry:
    facts = ServiceFacts(**field_values(rows.service, ServiceFacts))
    return ServiceEntry(rows.service.id, facts, tuple(Rate(**field_values(rate, Rate)) for rate in rows.rates))


def field_values(row: Any, facts: type) -> dict[str, Any]:
    """The values of a row (or facts) under the names of ``facts``' fields."""
    return {field.name: getattr(row, field.name) for field in fields(facts)}


def offers(session: Session) -> list[Offer]:
    """Every service as the rules compare them (R-O14); a carrier's traits hold for all of its services."""
    return [
        Offer(
            service_id=entry.service.id,
            carrier=rows.carrier.name,
            service=entry.service.name,
            transit_days=entry.service.transit_days,
            divisor=rows.carrier.volumetric_divisor,
            step_g=rows.carrier.weight_step_g,
            rates=tuple(Rate(**field_values(rate, Rate)) for rate in entry.rates),
            max_weight_g=entry.service.max_weight_g,
            max_length_mm=entry.service.max_length_mm,
            goods=special_goods(f"{rows.carrier.traits} {entry.service.traits}"),
        )
        for rows in carrier_rows(session)
        for entry in rows.services
    ]


def carrier_index(session: Session) -> dict[str, int]:
    """Plain name → carrier id, by name and aliases; for :func:`domain.carriers.find_named`."""
    return name_index((row_id, (name, *aliases.splitlines())) for row_id, name, aliases in carrier_names(session))


def unknown_carriers(index: Mapping[str, int], texts: Iterable[str]) -> list[str]:
    """Those carrier names that no carrier of :func:`carrier_index` bears, each once; none while the shop has no
    carriers.
    """
    if not index:
        return []
    return [text for text in dict.fromkeys(texts) if text.strip() and find_named(text, index) is None]
