"""The list of the shop's carriers, one row a service; where services are edited is the dialog of carriers."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from shopdesk.base.i18n import N_
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec
from shopdesk.storage.tables import Carrier, CarrierRate, CarrierService

_SERVICE: Any = CarrierService.__table__
_CARRIER: Any = Carrier.__table__
_ON_CARRIER = Carrier.id == CarrierService.carrier_id
_prices = select(func.count()).where(CarrierRate.service_id == CarrierService.id).scalar_subquery()
_own = aliased(Carrier)  # the carrier asked for being kept, beside the joined one
_kept = (
    select(_own.id).where(_own.id == CarrierService.carrier_id, _own.archived_at.is_(None)).exists()
) & CarrierService.archived_at.is_(None)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


COLUMNS = (
    Column("carrier", N_("Carrier"), ColumnKind.TEXT, (Carrier.name,), width=150),
    Column("service", N_("Service"), ColumnKind.TEXT, (CarrierService.name,), width=180),
    Column("transit_days", N_("Transit (days)"), ColumnKind.INTEGER, (CarrierService.transit_days,), width=110),
    Column("prices", N_("Price lines"), ColumnKind.INTEGER, (_prices,), width=100),
    Column("max_weight_g", N_("Up to (g)"), ColumnKind.INTEGER, (CarrierService.max_weight_g,), width=100),
    Column("divisor", N_("Volumetric divisor"), ColumnKind.INTEGER, (Carrier.volumetric_divisor,), width=130),
    Column("step_g", N_("Weight step (g)"), ColumnKind.INTEGER, (Carrier.weight_step_g,), width=120),
    Column("contract_until", N_("Contract until"), ColumnKind.TEXT, (Carrier.contract_until,), _day, width=120),
    Column("licence_until", N_("Licence until"), ColumnKind.TEXT, (Carrier.licence_until,), _day, width=120),
    Column("aliases", N_("Also called"), ColumnKind.TEXT, (Carrier.aliases,), hidden=True),
)

CARRIERS = ListSpec(
    key="carriers",
    kind="carrier_service",
    title=N_("Carriers"),
    id=_SERVICE.c.id,
    source=_SERVICE,
    joins=((_CARRIER, _ON_CARRIER),),
    base=_kept,
    columns=COLUMNS,
    filters=(Filter("without_prices", N_("Without prices"), _prices == 0), Filter("all", N_("All"))),
    default_sort=("carrier", False),
    search=LikeSearch(
        _SERVICE.c.id, _SERVICE.join(_CARRIER, _ON_CARRIER), (Carrier.name, Carrier.aliases, CarrierService.name)
    ),
)
