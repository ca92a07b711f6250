"""Invoices that buyers ask for: noted with title and amount, issued with a number (R-O11). Makes no invoice itself."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.aftercare import InvoiceKind, InvoiceWish, check_invoice, invoiceable
from shopdesk.domain.orders import PaymentState
from shopdesk.domain.search_text import clean, clean_lines
from shopdesk.services.recording import Change, recording
from shopdesk.storage.tables import InvoiceRequest, Order


def left_to_invoice(session: Session, order: Order) -> int:
    """What can still be invoiced, in minor units of the order's currency: paid − refunded − invoiced already."""
    asked = select(func.coalesce(func.sum(InvoiceRequest.amount_minor), 0)).where(InvoiceRequest.order_id == order.id)
    paid = 0 if order.payment_state == PaymentState.UNPAID else order.total_minor
    return invoiceable(paid, order.refunded_minor, session.scalar(asked) or 0)


def request(
    session: Session,
    order_id: int,
    title: str,
    amount_minor: int | None = None,
    *,
    kind: str = InvoiceKind.PERSONAL,
    tax_no: str = "",
    email: str = "",
    address: str = "",
) -> Change:
    """Note what the buyer wants; by default all that can still be invoiced. Raises ``UserError``: ``order_unknown`` and
    what ``domain.aftercare.check_invoice`` raises.
    """
    order = session.get(Order, order_id)
    if order is None:
        raise UserError("order_unknown")
    left = left_to_invoice(session, order)
    wish = InvoiceWish(
        kind, clean(title).strip(), clean(tax_no).strip(), left if amount_minor is None else amount_minor
    )
    check_invoice(wish, left)
    with recording(session, "invoice_requested", title=wish.title, order_no=order.external_no) as step:
        step.insert(
            InvoiceRequest(
                order_id=order.id, kind=str(InvoiceKind(kind)), title=wish.title, tax_no=wish.tax_no,
                email=clean(email).strip(), address=clean_lines(address), amount_minor=wish.amount_minor,
                currency=order.currency,
            )
        )  # fmt: skip
    return step.change


def issue(session: Session, request_id: int, number: str) -> Change:
    """It is made out, under ``number``. Raises ``UserError``: ``invoice_unknown``, ``invoice_no_number``."""
    wish = session.get(InvoiceRequest, request_id)
    if wish is None or wish.issued_at is not None:
        raise UserError("invoice_unknown")
    issued_no = clean(number).strip()
    if not issued_no:
        raise UserError("invoice_no_number")
    order = session.get(Order, wish.order_id)
    with recording(session, "invoice_issued", number=issued_no, order_no=order.external_no if order else "") as step:
        step.update(wish, issued_at=now(), issued_no=issued_no)
    return step.change
