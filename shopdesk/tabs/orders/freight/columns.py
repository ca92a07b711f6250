"""Parcels with what was quoted and billed for them: columns, chips and search. No Qt."""

from __future__ import annotations

from typing import Any

from shopdesk.base.i18n import N_
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec, money
from shopdesk.storage.tables import Order, Shipment

_SHIPMENT: Any = Shipment.__table__
_ORDER: Any = Order.__table__
_ON_ORDER = Order.id == Shipment.order_id
_MORE = Shipment.fee_billed_minor - Shipment.fee_quoted_minor
_COSTS = Shipment.fee_quoted_minor.is_not(None) | Shipment.fee_billed_minor.is_not(None)

COLUMNS = (
    Column("order_no", N_("Order"), ColumnKind.TEXT, (Order.external_no,), width=172),
    Column("carrier", N_("Carrier"), ColumnKind.TEXT, (Shipment.carrier,), width=110),
    Column("service", N_("Service"), ColumnKind.TEXT, (Shipment.service,), width=130),
    Column("waybill", N_("Waybill"), ColumnKind.TEXT, (Shipment.waybill,), width=170),
    Column(
        "quoted", N_("Quoted"), ColumnKind.MONEY, (Shipment.fee_quoted_minor, Shipment.fee_currency), money, width=90
    ),
    Column(
        "billed", N_("Billed"), ColumnKind.MONEY, (Shipment.fee_billed_minor, Shipment.fee_currency), money, width=90
    ),
    Column("difference", N_("Difference"), ColumnKind.MONEY, (_MORE, Shipment.fee_currency), money, width=112),
    Column("handed_over_at", N_("Handed over"), ColumnKind.DATETIME, (Shipment.handed_over_at,), width=108),
    Column("bill", N_("Bill"), ColumnKind.TEXT, (Shipment.billed_ref,), width=130),
    Column("weight_g", N_("Weight (g)"), ColumnKind.INTEGER, (Shipment.weight_g,), hidden=True),
    Column("country", N_("Country"), ColumnKind.TEXT, (Order.ship_country,), width=80, hidden=True),
)

FREIGHT = ListSpec(
    key="freight",
    kind="shipment",
    title=N_("Freight costs"),
    id=_SHIPMENT.c.id,
    source=_SHIPMENT,
    joins=((_ORDER, _ON_ORDER),),
    base=Shipment.archived_at.is_(None) & _COSTS,
    columns=COLUMNS,
    filters=(
        Filter("dearer", N_("Dearer than quoted"), _MORE > 0, sort=("difference", True)),
        Filter(
            "unbilled",
            N_("Not billed yet"),
            Shipment.fee_billed_minor.is_(None) & Shipment.handed_over_at.is_not(None),
        ),
        Filter("unquoted", N_("Billed without a quote"), Shipment.fee_quoted_minor.is_(None)),
        Filter("billed", N_("Billed"), Shipment.fee_billed_minor.is_not(None)),
        Filter("all", N_("All")),
    ),
    default_sort=("handed_over_at", True),
    search=LikeSearch(
        _SHIPMENT.c.id,
        _SHIPMENT.join(_ORDER, _ON_ORDER),
        (Order.external_no, Shipment.carrier, Shipment.service, Shipment.waybill, Shipment.billed_ref),
    ),
)
