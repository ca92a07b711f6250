"""Taking orders in: what a platform's status means here (SM-ORDER), and what about an order needs the owner's eye
(R-O2).

Pure: facts in, states and codes out. Must not know files or the shop; unknown SKUs and duplicates are found where the
shop is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shopdesk.domain.address_faults import Place, address_faults
from shopdesk.domain.orders import OPEN, Attention, OrderKind, OrderState, PaymentState
from shopdesk.domain.phones import is_phone_plausible

#: What a declared format may translate a platform's status to, from most to do to nothing to do.
STATUSES = (
    "to_ship",
    "part_shipped",
    "pending",
    "unpaid",
    "shipped",
    "delivered",
    "completed",
    "returned",
    "refunded",
    "cancelled",
)
PAYMENTS = ("unpaid", "paid", "part_refunded", "refunded", "disputed", "cancelled")

_CLOSED = {
    "shipped": OrderState.SHIPPED,
    "delivered": OrderState.DELIVERED,
    "completed": OrderState.COMPLETED,
    "returned": OrderState.RETURNED,
    "cancelled": OrderState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What a file says about one order. Amounts in minor units of one currency; ``None``: the file does not say.

    ``status`` one of :data:`STATUSES` or ``""``; ``payment`` one of :data:`PAYMENTS` or ``""``. ``knows_payment``:
    the file has a column for the time of payment, so a blank one means unpaid. ``has_odd_quantity``: a line of no or
    negative pieces; ``is_lump``: several items in one line; ``is_repeated``: a line stands there twice.
    """

    status: str = ""
    payment: str = ""
    placed_at: datetime | None = None
    is_paid_at_known: bool = False
    knows_payment: bool = False
    is_shipped: bool = False
    is_cancelled: bool = False
    platform_ships: bool = False
    goods_minor: int | None = None
    discount_minor: int = 0
    shipping_minor: int = 0
    tax_minor: int = 0
    total_minor: int | None = None
    refunded_minor: int = 0
    units: int | None = None
    has_odd_quantity: bool = False
    is_lump: bool = False
    is_repeated: bool = False
    name: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()
    knows_address: bool = False
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    has_missing_rows: bool = False


def order_kind(total_minor: int, units: int) -> OrderKind:
    """A credit note arrives as an order of its own with a negative total, or negative pieces without money."""
    return OrderKind.CREDIT if total_minor < 0 or (units < 0 and total_minor <= 0) else OrderKind.B2C


def intake_state(
    facts: OrderFacts, kind: OrderKind, now: datetime, history_days: int
) -> tuple[OrderState, PaymentState]:
    """The state an order enters SM-ORDER with, and its payment state.

    Paid and unshipped → ``to_review``; unpaid or shipped by the platform → ``imported``; a credit note is never to
    ship; an order without
    any status that is older than ``history_days`` is history, hence completed.
    """
    payment = _payment(facts, kind)
    if kind is OrderKind.CREDIT:
        return (OrderState.CANCELLED if facts.status == "cancelled" else OrderState.COMPLETED), payment
    state = _state(facts, payment, now, history_days)
    if facts.platform_ships and state is OrderState.TO_REVIEW:
        state = OrderState.IMPORTED
    return state, payment


def _payment(facts: OrderFacts, kind: OrderKind) -> PaymentState:
    if facts.payment in ("paid", "part_refunded", "refunded", "disputed", "unpaid"):
        return PaymentState(facts.payment)
    if kind is OrderKind.CREDIT or facts.status in ("refunded", "returned"):
        return PaymentState.REFUNDED
    if facts.refunded_minor > 0:
        is_whole = facts.refunded_minor >= (facts.total_minor or 0)
        return PaymentState.REFUNDED if is_whole else PaymentState.PART_REFUNDED
    if facts.status in ("unpaid", "pending"):
        return PaymentState.UNPAID
    if not facts.status or facts.status == "cancelled":
        is_unpaid = facts.knows_payment and not facts.is_paid_at_known
        return PaymentState.UNPAID if is_unpaid or facts.payment == "cancelled" else PaymentState.PAID
    return PaymentState.PAID


def _state(facts: OrderFacts, payment: PaymentState, now: datetime, history_days: int) -> OrderState:
    if facts.status in _CLOSED:
        return _CLOSED[facts.status]
    if facts.is_cancelled or facts.payment == "cancelled":
        return OrderState.CANCELLED
    if facts.status == "refunded":
        return OrderState.RETURNED if facts.is_shipped else OrderState.CANCELLED
    if facts.status in ("unpaid", "pending"):
        return OrderState.IMPORTED
    if facts.status in ("to_ship", "part_shipped"):
        return OrderState.IMPORTED if payment is PaymentState.UNPAID else _unless_refunded(facts, payment)
    if facts.is_shipped:
        return OrderState.SHIPPED
    if facts.placed_at is not None and now - facts.placed_at > timedelta(days=history_days):
        return OrderState.CANCELLED if payment is PaymentState.UNPAID else OrderState.COMPLETED
    return OrderState.IMPORTED if payment is PaymentState.UNPAID else _unless_refunded(facts, payment)


def _unless_refunded(facts: OrderFacts, payment: PaymentState) -> OrderState:
    if payment is PaymentState.REFUNDED:
        return OrderState.RETURNED if facts.is_shipped else OrderState.CANCELLED
    return OrderState.TO_REVIEW


def lint(facts: OrderFacts, state: OrderState, *, tolerance_minor: int, address_min_chars: int) -> list[Attention]:
    """What about an order that is still open needs a look (R-O2); closed orders are only marked when rows of them
    were refused."""
    found: list[Attention] = []
    if state in OPEN:
        if not totals_add_up(facts, tolerance_minor):
            found.append(Attention.TOTALS)
        if facts.knows_address and not facts.platform_ships and not is_address_plausible(facts, address_min_chars):
            found.append(Attention.ADDRESS)
        if facts.phone and not is_phone_plausible(facts.phone, facts.country):
            found.append(Attention.PHONE)
        if facts.has_odd_quantity or (facts.units is not None and facts.units < 1):
            found.append(Attention.QUANTITY)
        if facts.is_lump:
            found.append(Attention.NOT_ITEMISED)
        if facts.is_repeated:
            found.append(Attention.DUPLICATE)
    if facts.has_missing_rows:
        found.append(Attention.INCOMPLETE)
    return found


def totals_add_up(facts: OrderFacts, tolerance_minor: int) -> bool:
    """Σ lines − discounts + shipping = total within the tolerance (R-O2), the tax in the prices or on top, the
    discount in the lines or not."""
    if facts.goods_minor is None or facts.total_minor is None:
        return True
    return discount_outside_lines(facts, tolerance_minor) is not None


def discount_outside_lines(facts: OrderFacts, tolerance_minor: int) -> int | None:
    """What of the discount is not in the lines yet: all of it or none, whichever makes the order's total (minor units);
    ``None`` when neither does."""
    if facts.goods_minor is None or facts.total_minor is None:
        return None
    for discount in dict.fromkeys((facts.discount_minor, 0)):
        for tax in {facts.tax_minor, 0}:
            off = facts.goods_minor - discount + facts.shipping_minor + tax - facts.total_minor
            if abs(off) <= tolerance_minor:
                return discount
    return None


def is_address_plausible(facts: OrderFacts, min_chars: int) -> bool:
    """Long enough, not masked, and with the parts its country's post requires."""
    street = tuple(facts.address)
    place = Place(facts.name, street, facts.city, facts.region, facts.postcode, facts.country)
    return not address_faults(place, min_chars)
