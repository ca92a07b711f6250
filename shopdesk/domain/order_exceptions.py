"""Orders that cannot go on (R-O3): why, what is proposed, and what may end it.

Confirmation waits for a resolution; a resolution waits for a word with the customer, except when one only waits.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from shopdesk.base.errors import UserError
from shopdesk.domain.orders import Attention, OrderState, PaymentState


class ExceptionKind(StrEnum):
    """What is wrong (S1-4.1.1.3-EXCEPT)."""

    OUT_OF_STOCK = "out_of_stock"
    ADDRESS_ERROR = "address_error"
    PAYMENT_PROBLEM = "payment_problem"
    SUSPECTED_DUPLICATE = "suspected_duplicate"
    PRICE_ERROR = "price_error"
    BLOCKED_REGION = "blocked_region"
    OTHER = "other"


class Resolution(StrEnum):
    """How it ends. ``wait`` ends nothing yet: the order stays set aside, and may go on or be resolved otherwise."""

    CHANGE_GOODS = "change_goods"
    CHANGE_ADDRESS = "change_address"
    PART_REFUND = "part_refund"
    REFUND = "refund"
    WAIT = "wait"
    CANCEL = "cancel"


class ContactMethod(StrEnum):
    """How one spoke with the customer."""

    PHONE = "phone"
    CHAT = "chat"
    EMAIL = "email"
    OTHER = "other"


_PROPOSED = {
    ExceptionKind.OUT_OF_STOCK: Resolution.CHANGE_GOODS,
    ExceptionKind.ADDRESS_ERROR: Resolution.CHANGE_ADDRESS,
    ExceptionKind.PAYMENT_PROBLEM: Resolution.WAIT,
    ExceptionKind.SUSPECTED_DUPLICATE: Resolution.CANCEL,
    ExceptionKind.PRICE_ERROR: Resolution.PART_REFUND,
    ExceptionKind.BLOCKED_REGION: Resolution.REFUND,
    ExceptionKind.OTHER: Resolution.WAIT,
}
#: What an open problem makes of an order that is set aside, the weightiest first.
_KINDS = (
    (Attention.DUPLICATE, ExceptionKind.SUSPECTED_DUPLICATE),
    (Attention.ADDRESS, ExceptionKind.ADDRESS_ERROR),
    (Attention.PHONE, ExceptionKind.ADDRESS_ERROR),
    (Attention.TOTALS, ExceptionKind.PRICE_ERROR),
)
#: Where an order goes with its resolution; it stays where it is with the others.
FOLLOWING = {
    Resolution.CHANGE_GOODS: OrderState.TO_REVIEW,
    Resolution.CHANGE_ADDRESS: OrderState.TO_REVIEW,
    Resolution.PART_REFUND: OrderState.TO_REVIEW,
    Resolution.REFUND: OrderState.CANCELLED,
    Resolution.CANCEL: OrderState.CANCELLED,
}
#: Resolutions that promise money back.
REFUNDING = frozenset((Resolution.REFUND, Resolution.PART_REFUND, Resolution.CANCEL))


def proposed_kind(attention: Collection[str], payment_state: str, *, is_short: bool) -> ExceptionKind:
    """What seems to be wrong: stock failure first, then what the lint found, then the payment."""
    if is_short:
        return ExceptionKind.OUT_OF_STOCK
    for code, kind in _KINDS:
        if code in attention:
            return kind
    if payment_state in {PaymentState.UNPAID, PaymentState.DISPUTED}:
        return ExceptionKind.PAYMENT_PROBLEM
    return ExceptionKind.OTHER


def proposal(kind: ExceptionKind) -> Resolution:
    """What usually helps."""
    return _PROPOSED[kind]


def check_contact(resolution: Resolution, contacts: int) -> None:
    """Raise ``UserError("exception_without_contact")`` when nobody has spoken with the customer yet (R-O3)."""
    if resolution is not Resolution.WAIT and contacts < 1:
        raise UserError("exception_without_contact")
