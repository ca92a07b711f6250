"""The shop's carriers with their services and prices, read in three statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.storage.tables import Carrier, CarrierRate, CarrierService, FreightTemplate, FreightTemplateRow


@dataclass(slots=True)
class ServiceRows:
    """A service and its price table."""

    service: CarrierService
    rates: list[CarrierRate] = field(default_factory=list)


@dataclass(slots=True)
class CarrierRows:
    """A carrier and its services."""

    carrier: Carrier
    services: list[ServiceRows] = field(default_factory=list)


def carrier_rows(session: Session) -> list[CarrierRows]:
    """Every carrier that is not archived, by name; services by id, rates by country and weight."""
    carriers = session.scalars(select(Carrier).where(Carrier.archived_at.is_(None)).order_by(func.lower(Carrier.name)))
    found = {carrier.id: CarrierRows(carrier) for carrier in carriers}
    services: dict[int, ServiceRows] = {}
    kept = select(CarrierService).where(CarrierService.archived_at.is_(None)).order_by(CarrierService.id)
    for service in session.scalars(kept):
        if service.carrier_id in found:
            services[service.id] = ServiceRows(service)
            found[service.carrier_id].services.append(services[service.id])
    by_weight = (CarrierRate.valid_from, CarrierRate.country, CarrierRate.up_to_g)
    for rate in session.scalars(select(CarrierRate).order_by(*by_weight)):
        if rate.service_id in services:
            services[rate.service_id].rates.append(rate)
    return list(found.values())


def carrier_names(session: Session) -> list[tuple[int, str, str]]:
    """``(id, name, aliases)`` of every carrier that is not archived; aliases one a line."""
    query = select(Carrier.id, Carrier.name, Carrier.aliases).where(Carrier.archived_at.is_(None)).order_by(Carrier.id)
    return [(row_id, name, aliases) for row_id, name, aliases in session.execute(query)]


def template_rows(session: Session) -> list[tuple[FreightTemplate, list[FreightTemplateRow]]]:
    """Every freight template that is not archived with its rows, by name."""
    templates = session.scalars(
        select(FreightTemplate).where(FreightTemplate.archived_at.is_(None)).order_by(func.lower(FreightTemplate.name))
    ).all()
    rows: dict[int, list[FreightTemplateRow]] = defaultdict(list)
    for row in session.scalars(select(FreightTemplateRow).order_by(FreightTemplateRow.id)):
        rows[row.template_id].append(row)
    return [(template, rows[template.id]) for template in templates]
