"""Carriers of the sample shop with prices, freight templates, what its things measure and what customs is told of them;
quotes on its parcels, and carriers' bills for the older ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.base.i18n import current_language, set_language
from shopdesk.domain.carriers import find_named, plain_name
from shopdesk.domain.freight import Offer, chargeable_g, price
from shopdesk.domain.freight_templates import FreightBy, FreightRow, Template
from shopdesk.domain.money import to_minor
from shopdesk.services import carrier_edit, carriers, freight_templates
from shopdesk.services.carrier_presets import Preset, PresetService, presets
from shopdesk.services.carriers import CarrierFacts, field_values
from shopdesk.services.rate_table import parse_rates
from shopdesk.storage.tables import Carrier, CarrierService, ChangeLog, Order, Product, Shipment, Sku

_BILLED_AFTER = timedelta(days=9)
_DEARER, _CHEAPER = 0.11, 0.03  # shares of the bills that differ from the quote


def add_carriers(session: Session, random: Random, moment: datetime, language: str) -> None:
    """Write all of it. Leaves no step to undo."""
    categories = load_toml(resources_dir() / "sample_shop" / "products.toml")["categories"]
    declared = load_toml(resources_dir() / "sample_shop" / "carriers.toml")
    spoken, last = current_language(), session.scalars(select(ChangeLog.id).order_by(ChangeLog.id.desc())).first() or 0
    set_language(language)
    try:
        for entry in declared["carrier"]:
            _add_carrier(session, entry, moment)
        for entry in declared["template"]:
            freight_templates.save_template(session, _template(entry, language))
    finally:
        set_language(spoken)
    _measure(session)
    _tell_customs(session, declared["customs"], {words[language]: key for key, words in categories.items()})
    _quote(session, random, moment)
    for log in session.scalars(select(ChangeLog).where(ChangeLog.id > last)):
        session.delete(log)
    session.flush()


def _add_carrier(session: Session, entry: Mapping[str, Any], moment: datetime) -> None:
    preset = presets()[entry["preset"]]
    carrier_edit.add_preset(session, preset.key)
    row = session.scalars(select(Carrier).order_by(Carrier.id.desc()).limit(1)).one()
    until = {
        f"{paper}_until": (moment + timedelta(days=entry[f"{paper}_days"])).date()
        for paper in ("contract", "licence")
        if f"{paper}_days" in entry
    }
    traits = {"traits": entry["traits"]} if "traits" in entry else {}
    facts = field_values(row, CarrierFacts) | until | traits
    carrier_edit.save_carrier(session, CarrierFacts(**facts), row.id)
    services = session.scalars(
        select(CarrierService).where(CarrierService.carrier_id == row.id).order_by(CarrierService.id)
    ).all()
    for service, declared in zip(services, preset.services, strict=True):
        for priced in entry["services"]:
            if _is_called(declared, priced["name"]):
                carrier_edit.set_rates(session, service.id, parse_rates(priced["rates"], priced["currency"]))


def _is_called(service: PresetService, name: str) -> bool:
    names = (service.name,) if isinstance(service.name, str) else tuple(service.name.values())
    return name in names


def _template(entry: Mapping[str, Any], language: str) -> Template:
    currency = entry["currency"]

    def minor(text: str) -> int:
        return to_minor(Decimal(text), currency)

    rows = tuple(
        FreightRow(first_n, minor(first), step_n, minor(step), country, region)
        for country, region, first_n, first, step_n, step in entry["rows"]
    )
    return Template(entry["name"][language], currency, rows, FreightBy(entry["by"]), minor(entry["free_over"]))


def _measure(session: Session) -> None:
    """Boxes as such things have them: about three times their weight in volume, longer than wide."""
    for sku in session.scalars(select(Sku).where(Sku.weight_g.is_not(None))):
        side = round((3_000 * (sku.weight_g or 0)) ** (1 / 3))
        sku.length_mm, sku.width_mm, sku.height_mm = round(side * 1.3), side, round(side / 1.3)


def _tell_customs(session: Session, declared: Mapping[str, Any], keys: Mapping[str, str]) -> None:
    for product in session.scalars(select(Product)):
        if known := declared.get(keys.get(product.category, "")):
            product.customs_name_en, product.hs_code = known["name"], known["hs"]


def _quote(session: Session, random: Random, moment: datetime) -> None:
    """What was quoted for each parcel, and billed for those that left long enough ago."""
    index = carriers.carrier_index(session)
    offers = _by_carrier(session, carriers.offers(session))
    countries = dict(session.execute(select(Order.id, Order.ship_country)).all())
    for parcel in session.scalars(select(Shipment).order_by(Shipment.id)):
        offer = _service(offers.get(find_named(parcel.carrier, index) or 0, ()), parcel.service)
        if offer is None or not parcel.weight_g:
            continue
        grams = chargeable_g(parcel.weight_g, None, offer.divisor, offer.step_g)
        asked = price(offer.rates, countries[parcel.order_id], grams, moment.date())
        if not isinstance(asked, tuple):
            continue
        parcel.service_id = offer.service_id
        parcel.fee_quoted_minor, parcel.fee_currency = asked
        if parcel.handed_over_at and parcel.handed_over_at < moment - _BILLED_AFTER:
            parcel.fee_billed_minor = _billed(asked[0], random)
            parcel.billed_ref = f"{offer.carrier} {parcel.handed_over_at:%Y-%m}"


def _billed(quoted: int, random: Random) -> int:
    chance = random.random()
    if chance < _DEARER:
        return quoted + max(50, quoted * random.choice((10, 20, 35)) // 100)
    return quoted - quoted // 20 if chance < _DEARER + _CHEAPER else quoted


def _by_carrier(session: Session, offers: Sequence[Offer]) -> dict[int, list[Offer]]:
    owners = dict(session.execute(select(CarrierService.id, CarrierService.carrier_id)).all())
    found: dict[int, list[Offer]] = {}
    for offer in offers:
        found.setdefault(owners[offer.service_id], []).append(offer)
    return found


def _service(offers: Sequence[Offer], written: str) -> Offer | None:
    """The service that a parcel names: by its name here or as a preset spells it in another language."""
    names = {plain_name(written)}
    for preset in presets().values():
        names |= _other_names(preset, written)
    return next((offer for offer in offers if plain_name(offer.service) in names), offers[0] if offers else None)


def _other_names(preset: Preset, written: str) -> set[str]:
    for service in preset.services:
        if not isinstance(service.name, str) and written in service.name.values():
            return {plain_name(name) for name in service.name.values()}
    return set()
