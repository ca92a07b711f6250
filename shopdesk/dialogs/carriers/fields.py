"""The fields of a carrier, a service and a freight template: what the forms ask, and what their answers mean. Makes no
widget.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, message, tr, trn
from shopdesk.dialogs.countries import country_names
from shopdesk.domain.carriers import CarrierKind, ServiceMode
from shopdesk.domain.freight import SPECIAL_GOODS, special_goods
from shopdesk.domain.freight_templates import FreightBy, Template
from shopdesk.domain.money import to_decimal, to_minor
from shopdesk.importing.numbers import parse_decimal
from shopdesk.services.carriers import CarrierEntry, CarrierFacts, ServiceFacts
from shopdesk.services.freight_words import kilograms
from shopdesk.ui.forms import Field

_KINDS = {
    CarrierKind.EXPRESS: N_("Parcel service"),
    CarrierKind.POST: N_("Post"),
    CarrierKind.FREIGHT: N_("Freight or direct line"),
    CarrierKind.PLATFORM: N_("Marketplace's own"),
}
_MODES = {
    ServiceMode.FREIGHT_COLLECT: N_("Freight collect"),
    ServiceMode.UPSTAIRS: N_("Carried upstairs"),
    ServiceMode.PICKUP: N_("Collected here"),
}
_ENDING = {"licence": N_("Its licence ends on {day}."), "contract": N_("The contract ends on {day}.")}


def carrier_fields(facts: CarrierFacts, language: str) -> list[Field]:
    """What a carrier's form asks."""
    kinds = tuple((str(key), tr(word)) for key, word in _KINDS.items())
    countries = (("", "–"), *country_names(language))
    tracking = tr("Tracking page, with {waybill} for the number", waybill="{waybill}")
    return [
        Field("name", tr("Name"), value=facts.name, required=True),
        Field("aliases", tr("Also called, one a line"), "lines", facts.aliases),
        Field("kind", tr("Kind"), "choice", str(facts.kind), kinds),
        Field("country", tr("Country"), "choice", facts.country, countries),
        _count("volumetric_divisor", tr("Volumetric divisor (cm³ per kg)"), facts.volumetric_divisor, least=1),
        _count("weight_step_g", tr("Weight step"), facts.weight_step_g, "g", least=1),
        _goods(facts.traits),
        Field("tracking_url", tracking, value=facts.tracking_url),
        Field("phone", tr("Phone"), value=facts.phone),
        Field("licence_no", tr("Licence number"), value=facts.licence_no),
        Field("licence_until", tr("Licence until (2027-12-31)"), value=_day(facts.licence_until)),
        Field("contract_until", tr("Contract until (2027-12-31)"), value=_day(facts.contract_until)),
        _count(
            "stale_domestic_hours", tr("No news at home after (0: as the shop)"), facts.stale_domestic_hours, tr("h")
        ),
        _count("stale_abroad_hours", tr("No news abroad after (0: as the shop)"), facts.stale_abroad_hours, tr("h")),
        _count("first_scan_hours", tr("No first scan after (0: as the shop)"), facts.first_scan_hours, tr("h")),
        Field("note", tr("Note"), "lines", facts.note),
    ]


def service_fields(facts: ServiceFacts) -> list[Field]:
    """What a service's form asks."""
    modes = facts.modes.split()
    return [
        Field("name", tr("Name"), value=facts.name, required=True),
        Field("code", tr("Code of the carrier"), value=facts.code),
        _count("transit_days", tr("Days in transit"), facts.transit_days),
        Field("is_tracked", tr("With tracking"), "boolean", facts.is_tracked),
        _count("max_weight_g", tr("Heaviest parcel (0: no limit)"), facts.max_weight_g, "g"),
        _count("max_length_mm", tr("Longest side (0: no limit)"), facts.max_length_mm, "mm"),
        *(Field(f"mode.{mode}", tr(word), "boolean", str(mode) in modes) for mode, word in _MODES.items()),
        _goods(facts.traits),
    ]


def _count(key: str, label: str, value: int | None, unit: str = "", least: int = 0) -> Field:
    return Field(key, label, "integer", value or 0, unit=unit, minimum=least)


def template_fields(template: Template | None, currency: str) -> list[Field]:
    """What a template's form asks; its rows are in the grid."""
    kinds = ((str(FreightBy.WEIGHT), tr("Weight (kg)")), (str(FreightBy.PIECES), tr("Pieces")))
    free = template.free_over_minor if template else None
    code = template.currency if template else currency
    return [
        Field("name", tr("Name"), value=template.name if template else "", required=True),
        Field("currency", tr("Currency"), value=code, required=True),
        Field("by", tr("Counted by"), "choice", str(template.by if template else FreightBy.WEIGHT), kinds),
        Field("free_over", tr("Free from (empty: never)"), value="" if free is None else str(to_decimal(free, code))),
    ]


def _goods(traits: str) -> Field:
    known = tr(", ").join(message(f"goods_{key}") for key in SPECIAL_GOODS)
    taken = tr(", ").join(message(f"goods_{key}") for key in traits.split())
    return Field("traits", tr("Special goods it takes"), value=taken, hint=tr("Such as: {goods}", goods=known))


def _read_goods(text: str) -> str:
    """The keys of goods named in words, in either language; raises ``UserError("carrier_goods_unknown")``."""
    words = {message(f"goods_{key}").casefold(): key for key in SPECIAL_GOODS}
    found = []
    for word in (part.strip().casefold() for part in re.split(r"[,;，；、]", text) if part.strip()):
        keys = [words[word]] if word in words else sorted(special_goods(word))
        if not keys:
            raise UserError("carrier_goods_unknown", words=word, known=tr(", ").join(words))
        found += keys
    return " ".join(dict.fromkeys(found))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def carrier_facts(values: Mapping[str, Any]) -> CarrierFacts:
    """What a carrier's form says. Raises ``UserError``: ``carrier_day_bad``, ``carrier_goods_unknown``."""
    plain = dict(values) | {"traits": _read_goods(str(values["traits"]))}
    for key in ("licence_until", "contract_until"):
        plain[key] = _read_day(str(values[key]))
    for key in ("stale_domestic_hours", "stale_abroad_hours", "first_scan_hours"):
        plain[key] = values[key] or None
    return CarrierFacts(**plain)


def _read_day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UserError("carrier_day_bad", value=text) from error


def service_facts(values: Mapping[str, Any]) -> ServiceFacts:
    """What a service's form says. Raises ``UserError("carrier_goods_unknown")``."""
    plain = _ticked(values, "mode", "modes") | {"traits": _read_goods(str(values["traits"]))}
    for key in ("max_weight_g", "max_length_mm"):
        plain[key] = values[key] or None
    return ServiceFacts(**plain)


def template_of(values: Mapping[str, Any], rows: tuple[Any, ...]) -> Template:
    """What a template's form says. Raises ``UserError("rate_cell_bad")`` for an amount that is none."""
    code, free = str(values["currency"]).strip().upper(), str(values["free_over"]).strip()
    value = parse_decimal(free) if free else None
    if free and (value is None or value < Decimal(0)):
        raise UserError("rate_cell_bad", row=1, column=tr("Free from (empty: never)"), value=free)
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise UserError("rate_cell_bad", row=1, column=tr("Currency"), value=code or "–")
    minor = None if value is None else to_minor(value, code)
    return Template(str(values["name"]), code, rows, FreightBy(values["by"]), minor)


def _ticked(values: Mapping[str, Any], prefix: str, name: str) -> dict[str, Any]:
    """The boxes ``prefix.key`` as one text of the keys that are ticked."""
    boxes = {key: value for key, value in values.items() if key.startswith(f"{prefix}.")}
    plain = {key: value for key, value in values.items() if key not in boxes}
    plain[name] = " ".join(key.partition(".")[2] for key, ticked in boxes.items() if ticked)
    return plain


def carrier_text(entry: CarrierEntry) -> str:
    """What a carrier is, in a line or two."""
    facts = entry.facts
    parts = [
        tr("Volumetric divisor {n}", n=facts.volumetric_divisor),
        tr("weight step {step}", step=kilograms(facts.weight_step_g)),
    ]
    if facts.phone:
        parts.append(facts.phone)
    names = tr(", ").join(facts.aliases.splitlines()[:6])
    called = tr("Also called: {names}", names=names) if names else ""
    return "\n".join(filter(None, (" · ".join(parts), called)))


def ending_text(entry: CarrierEntry) -> str:
    """Which of its papers end, ``""`` when none does."""
    days = {"licence": entry.facts.licence_until, "contract": entry.facts.contract_until}
    return " ".join(tr(_ENDING[name], day=_day(days[name])) for name in entry.ending)


def service_text(facts: ServiceFacts) -> str:
    """What a service takes, in a line."""
    parts = [trn("{n} day", "{n} days", facts.transit_days)]
    if facts.max_weight_g:
        parts.append(tr("up to {weight}", weight=kilograms(facts.max_weight_g)))
    if facts.max_length_mm:
        parts.append(tr("up to {length} cm long", length=f"{facts.max_length_mm / 10:g}"))
    parts += [tr(word) for mode, word in _MODES.items() if str(mode) in facts.modes.split()]
    parts += [message(f"goods_{key}") for key in facts.traits.split()]
    return " · ".join(parts)
