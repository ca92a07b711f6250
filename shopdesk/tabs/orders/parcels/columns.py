"""The list of parcels: its columns, chips and search. On the command line it is called shipments. No Qt."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from shopdesk.base.i18n import N_
from shopdesk.domain.parcels import ARRIVED, ON_THE_WAY, TO_HAND_OVER, TO_LABEL, ParcelState
from shopdesk.lists.parcel_words import PARCEL_TONES, PARCEL_WORDS
from shopdesk.lists.spec import Column, ColumnKind, Filter, Found, ListSpec
from shopdesk.storage.queries import parcel_lists as sql
from shopdesk.storage.queries.order_lists import buyer_shown
from shopdesk.storage.tables import Order, Shipment, Wave

_ORDER = Order.__table__
_WAVE = Wave.__table__
_LOST = (ParcelState.STALLED, ParcelState.LOST, ParcelState.RETURNED_TO_SENDER)


def _search(session: Session, typed: str, *, where: ColumnElement[bool] | None) -> Found | None:
    matches = sql.matching_parcels(session, typed, where)
    return None if matches is None else Found(*matches)


def _with_guests(order_no: str, guests: int) -> str:
    return f"{order_no} +{guests}" if guests else order_no


def _of(number: int, count: int) -> str:
    return f"{number}/{count}"


COLUMNS = (
    Column("id", N_("No."), ColumnKind.INTEGER, (Shipment.id,), width=70, hidden=True),
    Column("order_no", N_("Order"), ColumnKind.TEXT, (Order.external_no, sql.guests()), _with_guests, width=160),
    Column("buyer", N_("Buyer"), ColumnKind.TEXT, (buyer_shown(),), width=96),
    Column("carrier", N_("Carrier"), ColumnKind.TEXT, (Shipment.carrier,), width=84),
    Column("service", N_("Service"), ColumnKind.TEXT, (Shipment.service,), width=110, hidden=True),
    Column("waybill", N_("Waybill"), ColumnKind.TEXT, (Shipment.waybill,), width=170),
    Column(
        "status", N_("Status"), ColumnKind.STATUS, (Shipment.state,), width=112, words=PARCEL_WORDS, tones=PARCEL_TONES
    ),
    Column("parcel", N_("Parcel"), ColumnKind.TEXT, (Shipment.parcel_no, Shipment.parcel_count), _of, width=64),
    Column("weight_g", N_("Weight (g)"), ColumnKind.INTEGER, (Shipment.weight_g,), width=90, hidden=True),
    Column("handed_over_at", N_("Handed over"), ColumnKind.DATETIME, (Shipment.handed_over_at,), width=112),
    Column("expected_on", N_("Expected"), ColumnKind.DATE, (Shipment.expected_on,), width=90, hidden=True),
    Column("last_event_at", N_("Last news"), ColumnKind.DATETIME, (Shipment.last_event_at,), width=112, hidden=True),
    Column("delivered_at", N_("Delivered at"), ColumnKind.DATETIME, (Shipment.delivered_at,), width=112, hidden=True),
    Column("wave", N_("Wave"), ColumnKind.TEXT, (Wave.number,), width=110, hidden=True),
    Column("country", N_("Country"), ColumnKind.TEXT, (Order.ship_country,), width=80, hidden=True),
)

FILTERS = (
    Filter("to_label", N_("To label"), sql.waiting_in(TO_LABEL)),
    Filter("to_hand_over", N_("To hand over"), sql.waiting_in(TO_HAND_OVER)),
    Filter("on_the_way", N_("On the way"), sql.in_states(ON_THE_WAY), sort=("handed_over_at", False)),
    Filter("stalled", N_("Stalled or lost"), sql.in_states(_LOST)),
    Filter("delivered", N_("Delivered"), sql.in_states(ARRIVED)),
    Filter("all", N_("All")),
)

SHIPMENTS = ListSpec(
    key="shipments",
    kind="shipment",
    title=N_("Parcels"),
    id=Shipment.__table__.c.id,
    source=Shipment.__table__,
    joins=((_ORDER, Order.id == Shipment.order_id), (_WAVE, Wave.id == Order.wave_id)),
    base=sql.KEPT,
    columns=COLUMNS,
    filters=FILTERS,
    default_sort=("id", True),
    search=_search,
)
