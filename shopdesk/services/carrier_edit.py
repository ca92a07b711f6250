"""Changing the shop's carriers: who they are, their services and price tables. Each change is one undoable step.

What is known of them is read by :mod:`shopdesk.services.carriers`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import localized
from shopdesk.domain.carriers import CarrierKind, ServiceMode, plain_name
from shopdesk.domain.freight import SPECIAL_GOODS, Rate
from shopdesk.domain.search_text import clean, clean_lines
from shopdesk.services.carrier_presets import Preset, presets
from shopdesk.services.carriers import CarrierFacts, ServiceFacts, field_values
from shopdesk.services.line_tables import replace_lines
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries.carrier_books import carrier_names
from shopdesk.storage.tables import Carrier, CarrierRate, CarrierService

_Row = TypeVar("_Row", Carrier, CarrierService)


def add_preset(session: Session, key: str) -> Change:
    """Take a well-known carrier into the book, with its services and no prices.

    Raises ``UserError``: ``carrier_preset_unknown``, ``carrier_name_taken``.
    """
    preset = presets().get(key)
    if preset is None:
        raise UserError("carrier_preset_unknown", name=key, known=", ".join(presets()))
    facts = _preset_facts(preset)
    _refuse_taken(session, facts.name, None)
    with recording(session, "carrier_added", carrier=facts.name) as step:
        carrier = _write(step, Carrier, _named(session, facts.name), field_values(facts, CarrierFacts))
        known = {row.name: row for row in _services_of(session, carrier.id)}
        for service in preset.services:
            name = localized(service.name)
            values = ServiceFacts(
                name=name,
                transit_days=service.transit_days,
                max_weight_g=service.max_weight_g,
                max_length_mm=service.max_length_mm,
                traits=service.traits,
                modes=service.modes,
            )
            row = {"carrier_id": carrier.id, **field_values(values, ServiceFacts)}
            _write(step, CarrierService, known.get(name), row)
    return step.change


def _preset_facts(preset: Preset) -> CarrierFacts:
    name = localized(preset.name)
    return CarrierFacts(
        name=name,
        aliases="\n".join(other for other in preset.names if other != name),
        kind=preset.kind,
        country=preset.country,
        volumetric_divisor=preset.volumetric_divisor,
        weight_step_g=preset.weight_step_g,
        tracking_url=preset.tracking_url,
    )


def save_carrier(session: Session, facts: CarrierFacts, carrier_id: int | None = None) -> Change:
    """Change a carrier, or add one when ``carrier_id`` is ``None``.

    Raises ``UserError``: ``carrier_unknown``, ``carrier_no_name``, ``carrier_name_taken``, ``carrier_number_bad``,
    ``carrier_tracking_bad``, ``carrier_goods_unknown``.
    """
    values = _tidy(field_values(facts, CarrierFacts), long={"aliases", "note"})
    values["country"] = values["country"].upper()
    _check_carrier(values)
    row = None if carrier_id is None else _get(session, Carrier, carrier_id, "carrier_unknown")
    _refuse_taken(session, values["name"], carrier_id)
    with recording(session, "carrier_saved" if row else "carrier_added", carrier=values["name"]) as step:
        _write(step, Carrier, row or _named(session, values["name"]), values)
    return step.change


def _check_carrier(values: Mapping[str, Any]) -> None:
    if not values["name"]:
        raise UserError("carrier_no_name")
    for name in ("volumetric_divisor", "weight_step_g"):
        if values[name] < 1:
            raise UserError("carrier_number_bad", value=values[name])
    if values["tracking_url"] and "{waybill}" not in values["tracking_url"]:
        raise UserError("carrier_tracking_bad")
    if values["country"] and not (len(values["country"]) == 2 and values["country"].isalpha()):
        raise UserError("country_unknown", country=values["country"])
    _check_words(values["traits"], SPECIAL_GOODS, "carrier_goods_unknown")
    CarrierKind(values["kind"])


def _check_words(text: str, known: Collection[str], code: str) -> None:
    unknown = [word for word in text.split() if word not in known]
    if unknown:
        raise UserError(code, words=", ".join(unknown), known=", ".join(known))


def archive_carrier(session: Session, carrier_id: int) -> Change:
    """Take a carrier out of the book. Parcels keep its name; it can be undone."""
    row = _get(session, Carrier, carrier_id, "carrier_unknown")
    with recording(session, "carrier_archived", carrier=row.name) as step:
        step.update(row, archived_at=now())
    return step.change


def save_service(session: Session, carrier_id: int, facts: ServiceFacts, service_id: int | None = None) -> Change:
    """Change a service, or add one. Raises ``UserError``: ``carrier_unknown``, ``service_unknown``,
    ``service_no_name``, ``service_name_taken``, ``carrier_number_bad``, ``carrier_goods_unknown``.
    """
    carrier = _get(session, Carrier, carrier_id, "carrier_unknown")
    values = _tidy(field_values(facts, ServiceFacts))
    if not values["name"]:
        raise UserError("service_no_name")
    numbers = (values["transit_days"], values["max_weight_g"] or 1, values["max_length_mm"] or 1)
    if numbers[0] < 0 or min(numbers[1:]) < 1:
        raise UserError("carrier_number_bad", value=min(numbers))
    _check_words(values["traits"], SPECIAL_GOODS, "carrier_goods_unknown")
    _check_words(values["modes"], [str(mode) for mode in ServiceMode], "carrier_goods_unknown")
    row = None if service_id is None else _get(session, CarrierService, service_id, "service_unknown")
    same = next((other for other in _services_of(session, carrier_id) if other.name == values["name"]), None)
    if same is not None and same.id != service_id and same.archived_at is None:
        raise UserError("service_name_taken", service=values["name"], carrier=carrier.name)
    with recording(session, "service_saved", service=values["name"], carrier=carrier.name) as step:
        _write(step, CarrierService, row or same, {"carrier_id": carrier_id, **values})
    return step.change


def archive_service(session: Session, service_id: int) -> Change:
    """Take a service out of the book; it can be undone."""
    row = _get(session, CarrierService, service_id, "service_unknown")
    with recording(session, "service_archived", service=row.name) as step:
        step.update(row, archived_at=now())
    return step.change


def set_rates(session: Session, service_id: int, rates: Sequence[Rate]) -> Change:
    """Put a price table in the place of the one there is.

    Raises ``UserError``: ``service_unknown``, ``rate_bad`` (a weight or price that is none), ``rate_twice`` (two prices
    for one weight and country).
    """
    service = _get(session, CarrierService, service_id, "service_unknown")
    _check_rates(rates)
    rows = session.scalars(select(CarrierRate).where(CarrierRate.service_id == service_id))
    old = {_rate_key(row): row for row in rows}
    wanted = {_rate_key(rate): {"service_id": service_id, **field_values(rate, Rate)} for rate in rates}
    with recording(session, "rates_saved", service=service.name, n=len(rates)) as step:
        replace_lines(step, CarrierRate, old, wanted)
    return step.change


def _rate_key(rate: Rate | CarrierRate) -> tuple[Any, ...]:
    return rate.country, rate.up_to_g, rate.valid_from


def _check_rates(rates: Sequence[Rate]) -> None:
    seen: set[tuple[Any, ...]] = set()
    for place, rate in enumerate(rates, 1):
        steps = (rate.step_g, rate.step_minor)
        if rate.up_to_g < 1 or rate.price_minor < 0 or (steps != (None, None) and (not steps[0] or steps[1] is None)):
            raise UserError("rate_bad", row=place)
        key = _rate_key(rate)
        if key in seen:
            raise UserError("rate_twice", row=place, country=rate.country or "*", grams=rate.up_to_g)
        seen.add(key)


def _tidy(values: dict[str, Any], long: Collection[str] = ()) -> dict[str, Any]:
    return {
        name: value
        if not isinstance(value, str)
        else clean_lines(value).strip()
        if name in long
        else " ".join(clean(value).split())
        for name, value in values.items()
    }


def _write(step: Recorder, table: type[_Row], row: _Row | None, values: Mapping[str, Any]) -> _Row:
    """Change ``row`` (an archived one comes back), or add a new one."""
    if row is None:
        row = table(**values)
        step.insert(row)
    else:
        step.update(row, archived_at=None, **values)
    return row


def _get(session: Session, table: type[_Row], row_id: int, code: str) -> _Row:
    row = session.get(table, row_id)
    if row is None or row.archived_at is not None:
        raise UserError(code)
    return row


def _named(session: Session, name: str) -> Carrier | None:
    return session.scalars(select(Carrier).where(Carrier.name == name)).first()


def _services_of(session: Session, carrier_id: int) -> list[CarrierService]:
    return list(session.scalars(select(CarrierService).where(CarrierService.carrier_id == carrier_id)))


def _refuse_taken(session: Session, name: str, carrier_id: int | None) -> None:
    for row_id, other, _ in carrier_names(session):
        if row_id != carrier_id and plain_name(other) == plain_name(name):
            raise UserError("carrier_name_taken", carrier=other)
