"""The order: its states (SM-ORDER), what may follow what, and which states a chip of the Orders tab shows."""

from __future__ import annotations

from enum import StrEnum

from shopdesk.base.errors import UserError


class OrderState(StrEnum):
    """SM-ORDER. ``imported``: known, but nothing to do yet (unpaid, pending on the platform)."""

    IMPORTED = "imported"
    TO_REVIEW = "to_review"
    EXCEPTION = "exception"
    CONFIRMED = "confirmed"
    ALLOCATED = "allocated"
    PICKING = "picking"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RETURN_OPEN = "return_open"
    RETURNED = "returned"


S = OrderState

#: What may follow each state; anything not listed is refused.
TRANSITIONS: dict[OrderState, frozenset[OrderState]] = {
    S.IMPORTED: frozenset({S.TO_REVIEW, S.CANCELLED}),
    S.TO_REVIEW: frozenset({S.CONFIRMED, S.EXCEPTION, S.CANCELLED}),
    S.EXCEPTION: frozenset({S.TO_REVIEW, S.CONFIRMED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.ALLOCATED, S.PICKING, S.PACKED, S.SHIPPED, S.EXCEPTION, S.CANCELLED}),
    S.ALLOCATED: frozenset({S.PICKING, S.PACKED, S.SHIPPED, S.EXCEPTION, S.CANCELLED}),
    S.PICKING: frozenset({S.PACKED, S.SHIPPED, S.EXCEPTION, S.CANCELLED}),
    S.PACKED: frozenset({S.SHIPPED, S.CANCELLED}),
    S.SHIPPED: frozenset({S.DELIVERED}),
    S.DELIVERED: frozenset({S.COMPLETED, S.RETURN_OPEN}),
    S.COMPLETED: frozenset({S.RETURN_OPEN}),
    S.CANCELLED: frozenset(),
    S.RETURN_OPEN: frozenset({S.COMPLETED, S.RETURNED}),
    S.RETURNED: frozenset(),
}

TO_SHIP = (S.CONFIRMED, S.ALLOCATED, S.PICKING, S.PACKED)
SHIPPED = (S.SHIPPED, S.DELIVERED, S.COMPLETED)
#: Nothing is left to do: what may go into the archive.
OVER = (*SHIPPED, S.CANCELLED, S.RETURNED)
OPEN = (S.IMPORTED, S.TO_REVIEW, S.EXCEPTION, *TO_SHIP)


class PaymentState(StrEnum):
    UNPAID = "unpaid"
    PAID = "paid"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


class OrderKind(StrEnum):
    """``credit``: a cancellation or credit note that arrives as an order of its own with negative quantities."""

    B2C = "b2c"
    B2B = "b2b"
    SAMPLE = "sample"
    GIFT = "gift"
    RESEND = "resend"
    CREDIT = "credit"


class Attention(StrEnum):
    """Why an order waits for the owner although it was imported (R-O2). Space-separated in ``orders.attention``."""

    TOTALS = "totals"
    ADDRESS = "address"
    PHONE = "phone"
    UNKNOWN_SKU = "unknown_sku"
    QUANTITY = "quantity"
    NOT_ITEMISED = "not_itemised"  # several items stand in one line
    DUPLICATE = "duplicate"
    INCOMPLETE = "incomplete"  # a row of the order was rejected
    PARCEL_TO_STOP = "parcel_to_stop"  # a file cancelled the order after its label was printed
    HELD = "held"  # a rule of the owner holds it until somebody has looked


def check_transition(current: OrderState, following: OrderState) -> None:
    """Raise ``UserError("order_state_refused", current=…, following=…)`` when SM-ORDER does not allow the step."""
    if following not in TRANSITIONS[current]:
        raise UserError("order_state_refused", current=str(current), following=str(following))
