"""Exceptions of orders (R-O3): what is wrong, what is proposed, how often one spoke with the customer, how it ended."""

from __future__ import annotations

from typing import Any

from shopdesk.base.i18n import N_
from shopdesk.domain.order_exceptions import ContactMethod, ExceptionKind, Resolution
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec
from shopdesk.storage.queries import order_lists
from shopdesk.storage.queries.order_exceptions import contact_count
from shopdesk.storage.tables import Channel, Order, OrderException

_CASE: Any = OrderException.__table__
_ORDER: Any = Order.__table__
_CHANNEL: Any = Channel.__table__

KIND_WORDS: dict[str, str] = {
    ExceptionKind.OUT_OF_STOCK: N_("Out of stock"),
    ExceptionKind.ADDRESS_ERROR: N_("Address or phone wrong"),
    ExceptionKind.PAYMENT_PROBLEM: N_("Payment problem"),
    ExceptionKind.SUSPECTED_DUPLICATE: N_("Ordered twice?"),
    ExceptionKind.PRICE_ERROR: N_("Price wrong"),
    ExceptionKind.BLOCKED_REGION: N_("Not delivered to"),
    ExceptionKind.OTHER: N_("Something else"),
}
RESOLUTION_WORDS: dict[str, str] = {
    Resolution.CHANGE_GOODS: N_("Other goods"),
    Resolution.CHANGE_ADDRESS: N_("Correct the address"),
    Resolution.PART_REFUND: N_("Part refund"),
    Resolution.REFUND: N_("Refund all"),
    Resolution.WAIT: N_("Wait"),
    Resolution.CANCEL: N_("Cancel the order"),
}
METHOD_WORDS: dict[str, str] = {
    ContactMethod.PHONE: N_("By phone"),
    ContactMethod.CHAT: N_("By chat"),
    ContactMethod.EMAIL: N_("By e-mail"),
    ContactMethod.OTHER: N_("Otherwise"),
}

EXCEPTIONS = ListSpec(
    key="exceptions",
    kind="order_exception",
    title=N_("Exceptions"),
    id=_CASE.c.id,
    source=_CASE,
    joins=((_ORDER, Order.id == OrderException.order_id), (_CHANNEL, Channel.id == Order.channel_id)),
    columns=(
        Column("order_no", N_("Order"), ColumnKind.TEXT, (Order.external_no,), width=172),
        Column("channel", N_("Channel"), ColumnKind.TEXT, (Channel.name,), width=92),
        Column("buyer", N_("Buyer"), ColumnKind.TEXT, (order_lists.buyer_shown(),)),
        Column("kind", N_("What is wrong"), ColumnKind.WORD, (OrderException.kind,), width=160, words=KIND_WORDS),
        Column("proposal", N_("Proposal"), ColumnKind.WORD, (OrderException.proposal,), words=RESOLUTION_WORDS),
        Column("contacts", N_("Contacts"), ColumnKind.INTEGER, (contact_count(),), width=80, sortable=False),
        Column("resolution", N_("Resolution"), ColumnKind.WORD, (OrderException.resolution,), words=RESOLUTION_WORDS),
        Column("opened_at", N_("Set aside"), ColumnKind.DATETIME, (OrderException.opened_at,)),
        Column("closed_at", N_("Closed"), ColumnKind.DATETIME, (OrderException.closed_at,)),
        Column("note", N_("Note"), ColumnKind.TEXT, (OrderException.note,), width=200),
    ),
    filters=(
        Filter("open", N_("Open"), OrderException.closed_at.is_(None), sort=("opened_at", False)),
        Filter("closed", N_("Closed"), OrderException.closed_at.is_not(None)),
        Filter("all", N_("All")),
    ),
    default_sort=("opened_at", True),
    search=LikeSearch(
        _CASE.c.id,
        _CASE.join(_ORDER, Order.id == OrderException.order_id),
        (Order.external_no, Order.buyer_name, Order.ship_name, OrderException.note),
    ),
)
