"""The orders list: its columns, chips and search. A new column is one entry here. No Qt."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from shopdesk.base.i18n import N_
from shopdesk.domain.orders import SHIPPED, TO_SHIP, OrderState
from shopdesk.lists.spec import Column, ColumnKind, Filter, Found, ListSpec, money
from shopdesk.lists.status import STATE_WORDS, OrderStatus
from shopdesk.storage.queries import order_lists as sql
from shopdesk.storage.queries.parcel_lists import parcels_left
from shopdesk.storage.search import matching_orders
from shopdesk.storage.tables import Channel, Order, Shipment

_STATES = {str(state): word for state, word in STATE_WORDS.items()}
_PAYMENTS = {
    "unpaid": N_("Unpaid"),
    "paid": N_("Paid"),
    "part_refunded": N_("Partly refunded"),
    "refunded": N_("Refunded"),
    "disputed": N_("Disputed"),
}


def _search(session: Session, typed: str, *, where: ColumnElement[bool] | None) -> Found | None:
    matches = matching_orders(session, typed, where=where)
    return None if matches is None else Found(matches.ids, matches.is_cut)


_STATUS = (
    Order.state, Order.attention, Order.payment_state, Order.ship_by, sql.rule_number("order.ship_amber_hours"),
    Order.review_due_at, sql.rule_number("order.review_amber_minutes"),
    parcels_left(),
)  # fmt: skip

COLUMNS = (
    Column("order_no", N_("Order"), ColumnKind.TEXT, (Order.external_no,), width=172),
    Column("channel", N_("Channel"), ColumnKind.TEXT, (Channel.name,), width=92),
    Column("buyer", N_("Buyer"), ColumnKind.TEXT, (sql.buyer_shown(),), width=116),
    Column("items", N_("Items"), ColumnKind.TEXT, (Order.items_summary,), width=170),
    Column("total", N_("Total"), ColumnKind.MONEY, (Order.total_minor, Order.currency), money, width=96),
    Column("placed_at", N_("Placed"), ColumnKind.DATETIME, (Order.placed_at,), width=108),
    Column("status", N_("Status"), ColumnKind.STATUS, _STATUS, OrderStatus, width=132, sort=sql.ship_by_order()),
    Column("state", N_("State"), ColumnKind.WORD, (Order.state,), width=100, hidden=True, words=_STATES),
    Column("payment", N_("Payment"), ColumnKind.WORD, (Order.payment_state,), hidden=True, words=_PAYMENTS),
    Column("units", N_("Units"), ColumnKind.INTEGER, (Order.unit_count,), width=70, hidden=True),
    Column("country", N_("Country"), ColumnKind.TEXT, (Order.ship_country,), width=80, hidden=True),
    Column("city", N_("City"), ColumnKind.TEXT, (Order.ship_city,), hidden=True),
    Column("phone", N_("Phone"), ColumnKind.TEXT, (Order.ship_phone,), hidden=True),
    Column(
        "carrier", N_("Carrier"), ColumnKind.TEXT, (sql.first_parcel(Shipment.carrier),), sortable=False, hidden=True
    ),
    Column(
        "waybill", N_("Waybill"), ColumnKind.TEXT, (sql.first_parcel(Shipment.waybill),),
        width=150, sortable=False, hidden=True,
    ),
    Column("review_by", N_("Review by"), ColumnKind.LATENESS, (sql.review_by(),), hidden=True),
    Column("reviewed_at", N_("Reviewed at"), ColumnKind.DATETIME, (Order.reviewed_at,), hidden=True),
    Column("tags", N_("Tags"), ColumnKind.TEXT, (Order.tags,), hidden=True),
    Column("ship_by", N_("Ship by"), ColumnKind.LATENESS, (Order.ship_by,), hidden=True),
    Column("paid_at", N_("Paid at"), ColumnKind.DATETIME, (Order.paid_at,), hidden=True),
    Column("shipped_at", N_("Shipped at"), ColumnKind.DATETIME, (Order.shipped_at,), hidden=True),
    Column("imported_at", N_("Imported at"), ColumnKind.DATETIME, (Order.imported_at,), hidden=True),
)  # fmt: skip

FILTERS = (
    Filter("to_ship", N_("To ship"), sql.in_few(TO_SHIP), sort=("status", False)),
    Filter("to_review", N_("To review"), sql.in_few((OrderState.TO_REVIEW,)), sort=("review_by", False)),
    Filter("exceptions", N_("Exceptions"), sql.in_few((OrderState.EXCEPTION,))),
    Filter("attention", N_("Needs attention"), sql.needs_attention()),
    Filter("waiting", N_("Waiting"), sql.in_few((OrderState.IMPORTED,))),
    Filter("shipped", N_("Shipped"), sql.in_many(SHIPPED)),
    Filter("cancelled", N_("Cancelled"), sql.in_few((OrderState.CANCELLED,))),
    Filter("archived", N_("Archived"), sql.ARCHIVED, beyond=True),
    Filter("all", N_("All")),
)

ORDERS = ListSpec(
    key="orders",
    kind="orders",
    title=N_("Orders"),
    id=Order.__table__.c.id,
    source=Order.__table__,
    joins=((Channel.__table__, Channel.id == Order.channel_id),),
    base=sql.KEPT,
    columns=COLUMNS,
    filters=FILTERS,
    default_sort=("placed_at", True),
    search=_search,
)
