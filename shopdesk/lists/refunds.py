"""Money that goes back to buyers, and invoices they asked for: one list each."""

from __future__ import annotations

from typing import Any

from shopdesk.base.i18n import N_
from shopdesk.domain.aftercare import InvoiceKind, RefundKind
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec, money
from shopdesk.storage.tables import InvoiceRequest, Order, Refund

_REFUND: Any = Refund.__table__
_WISH: Any = InvoiceRequest.__table__
_ORDER: Any = Order.__table__

REFUND_WORDS: dict[str, str] = {
    RefundKind.RETURN: N_("Return, inspected"),
    RefundKind.CANCELLATION: N_("Cancelled before shipping"),
}
INVOICE_WORDS: dict[str, str] = {InvoiceKind.PERSONAL: N_("Personal"), InvoiceKind.COMPANY: N_("Company")}

REFUNDS = ListSpec(
    key="refunds",
    kind="refund",
    title=N_("Refunds"),
    id=_REFUND.c.id,
    source=_REFUND,
    joins=((_ORDER, Order.id == Refund.order_id),),
    columns=(
        Column("order_no", N_("Order"), ColumnKind.TEXT, (Order.external_no,), width=172),
        Column("amount", N_("Amount"), ColumnKind.MONEY, (Refund.amount_minor, Refund.currency), money, width=96),
        Column("kind", N_("Why"), ColumnKind.WORD, (Refund.kind,), words=REFUND_WORDS),
        Column("started_at", N_("Since"), ColumnKind.DATETIME, (Refund.started_at,)),
        Column("due_at", N_("Due"), ColumnKind.DATETIME, (Refund.due_at,)),
        Column("paid_at", N_("Paid at"), ColumnKind.DATETIME, (Refund.paid_at,)),
        Column("reference", N_("Reference"), ColumnKind.TEXT, (Refund.reference,)),
        Column("reason", N_("Reason"), ColumnKind.TEXT, (Refund.reason,), hidden=True),
    ),
    filters=(
        Filter("open", N_("To pay"), Refund.paid_at.is_(None)),
        Filter("paid", N_("Paid"), Refund.paid_at.is_not(None)),
        Filter("all", N_("All")),
    ),
    default_sort=("due_at", False),
    search=LikeSearch(
        _REFUND.c.id,
        _REFUND.outerjoin(_ORDER, Order.id == Refund.order_id),
        (Order.external_no, Refund.reason, Refund.reference),
    ),
)

INVOICES = ListSpec(
    key="invoices",
    kind="invoice_request",
    title=N_("Invoices"),
    id=_WISH.c.id,
    source=_WISH,
    joins=((_ORDER, Order.id == InvoiceRequest.order_id),),
    columns=(
        Column("order_no", N_("Order"), ColumnKind.TEXT, (Order.external_no,), width=172),
        Column("title", N_("Title"), ColumnKind.TEXT, (InvoiceRequest.title,), width=180),
        Column("kind", N_("For"), ColumnKind.WORD, (InvoiceRequest.kind,), words=INVOICE_WORDS),
        Column("tax_no", N_("Tax number"), ColumnKind.TEXT, (InvoiceRequest.tax_no,)),
        Column(
            "amount", N_("Amount"), ColumnKind.MONEY, (InvoiceRequest.amount_minor, InvoiceRequest.currency), money,
            width=96,
        ),
        Column("requested_at", N_("Since"), ColumnKind.DATETIME, (InvoiceRequest.requested_at,)),
        Column("number", N_("Invoice number"), ColumnKind.TEXT, (InvoiceRequest.issued_no,)),
        Column("issued_at", N_("Issued at"), ColumnKind.DATETIME, (InvoiceRequest.issued_at,)),
        Column("email", N_("E-mail"), ColumnKind.TEXT, (InvoiceRequest.email,), hidden=True),
    ),
    filters=(
        Filter("open", N_("To issue"), InvoiceRequest.issued_at.is_(None)),
        Filter("issued", N_("Issued"), InvoiceRequest.issued_at.is_not(None)),
        Filter("all", N_("All")),
    ),
    default_sort=("requested_at", False),
    search=LikeSearch(
        _WISH.c.id,
        _WISH.outerjoin(_ORDER, Order.id == InvoiceRequest.order_id),
        (Order.external_no, InvoiceRequest.title, InvoiceRequest.tax_no, InvoiceRequest.issued_no),
    ),
)  # fmt: skip
