"""Orders of the sample shop: 90 days of them, with the mix of states that an owner finds on an ordinary morning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.domain.money import MICROS, exponent
from shopdesk.domain.orders import Attention, OrderState, PaymentState
from shopdesk.services.sample_shop.catalogue import SampleSku
from shopdesk.services.sample_shop.people import Buyer, Crowd, digits
from shopdesk.storage.tables import Channel, Customer, Order, OrderEvent, OrderLine, Shipment

SHIP_WITHIN = timedelta(hours=48)
_WAITING = (  # how many of the newest orders stand where; the rest is on its way or done
    (OrderState.TO_REVIEW, 14),
    (OrderState.CONFIRMED, 20),
    (OrderState.PACKED, 3),
    (OrderState.IMPORTED, 6),
)
_LATE = (timedelta(minutes=35), timedelta(minutes=190))  # orders past their ship-by time
_SHIPPED = (OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED, OrderState.RETURN_OPEN, OrderState.RETURNED)
_TROUBLES = (
    Attention.ADDRESS,
    Attention.PHONE,
    Attention.UNKNOWN_SKU,
    Attention.TOTALS,
    Attention.QUANTITY,
    Attention.ADDRESS,
    Attention.DUPLICATE,
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is decided about an order before it is written."""

    placed_at: datetime
    state: OrderState
    trouble: Attention | None = None


@dataclass(frozen=True, slots=True)
class _Purchase:
    """Who buys what where; ``entry`` is the channel's declaration."""

    entry: Mapping[str, Any]
    channel: Channel
    buyer: Buyer
    basket: tuple[tuple[SampleSku, int], ...]


def add_orders(
    session: Session,
    declared: Mapping[str, Any],
    channels: Sequence[Channel],
    skus: Sequence[SampleSku],
    random: Random,
    moment: datetime,
) -> None:
    """Write the orders, oldest first, with lines, parcels, events and customers; ``moment`` is aware, UTC."""
    crowd = Crowd(random)
    places = list(zip(declared["channel"], channels, strict=True))
    shares = [entry["share"] for entry in declared["channel"]]
    bought: _Purchase | None = None
    for serial, plan in enumerate(_plans(declared["orders"], declared["days"], random, moment)):
        if bought is None or plan.trouble is not Attention.DUPLICATE:  # a duplicate buys again what was bought just now
            entry, channel = random.choices(places, shares)[0]
            country = random.choices(list(entry["countries"]), list(entry["countries"].values()))[0]
            bought = _Purchase(entry, channel, crowd.draw(country), _basket(skus, random))
        order = _order(plan, bought, digits(bought.entry["number"].format(serial=serial), random))
        session.add(order)
        session.flush()
        session.add_all(_lines(order, plan, bought))
        session.add_all(_parcel(order, bought.entry, random))
        session.add_all(_events(order))
    session.flush()
    _add_customers(session, channels)


def _basket(skus: Sequence[SampleSku], random: Random) -> tuple[tuple[SampleSku, int], ...]:
    """One to three things, mostly one of each."""
    chosen = random.sample(skus, random.choices((1, 2, 3), (62, 27, 11))[0])
    return tuple((sku, random.choices((1, 2, 3), (80, 15, 5))[0]) for sku in chosen)


def _plans(orders: int, days: int, random: Random, moment: datetime) -> list[_Plan]:
    """Oldest first. The newest wait for the owner, some with a problem; older ones are on their way or done."""
    start = moment.replace(second=0, microsecond=0)
    waiting = [state for state, count in _WAITING for _ in range(count)]
    plans: list[_Plan] = []
    for index, state in enumerate(waiting):
        minutes = 4 + index * 7 if state is OrderState.TO_REVIEW else random.randrange(150, 47 * 60)
        plans.append(_Plan(start - timedelta(minutes=minutes), state))
    plans += [_Plan(start - SHIP_WITHIN - late, OrderState.CONFIRMED) for late in _LATE]
    for trouble in _TROUBLES:
        state = OrderState.TO_REVIEW if trouble is not Attention.ADDRESS else OrderState.EXCEPTION
        plans.append(_Plan(start - timedelta(minutes=random.randrange(20, 20 * 60)), state, trouble))
    for _ in range(orders - len(plans)):
        age = timedelta(minutes=random.randrange(50 * 60, days * 24 * 60))
        plans.append(_Plan(start - age, _done_state(age, random)))
    return sorted(plans, key=lambda plan: plan.placed_at)


def _done_state(age: timedelta, random: Random) -> OrderState:
    chance = random.random()
    if chance < 0.03:
        return OrderState.CANCELLED
    if age > timedelta(days=8) and chance < 0.05:
        return OrderState.RETURN_OPEN if age < timedelta(days=30) else OrderState.RETURNED
    if age < timedelta(days=5):
        return OrderState.SHIPPED
    return OrderState.DELIVERED if age < timedelta(days=14) else OrderState.COMPLETED


def _order(plan: _Plan, bought: _Purchase, number: str) -> Order:
    channel, buyer = bought.channel, bought.buyer
    paid = plan.state is not OrderState.IMPORTED
    shipped = plan.state in _SHIPPED
    bad_address = plan.trouble is Attention.ADDRESS
    return Order(
        channel_id=channel.id,
        external_no=number,
        state=plan.state,
        attention=plan.trouble or "",
        placed_at=plan.placed_at,
        paid_at=plan.placed_at + timedelta(minutes=2) if paid else None,
        ship_by=plan.placed_at + SHIP_WITHIN if paid else None,
        reviewed_at=plan.placed_at + timedelta(minutes=18) if shipped or plan.state in _reviewed() else None,
        shipped_at=plan.placed_at + timedelta(hours=21) if shipped else None,
        cancelled_at=plan.placed_at + timedelta(hours=3) if plan.state is OrderState.CANCELLED else None,
        imported_at=plan.placed_at + timedelta(minutes=3),
        currency=channel.currency,
        payment_state=_payment(plan.state),
        payment_method=bought.entry["payment"] if paid else "",
        buyer_name=buyer.name,
        buyer_email=buyer.email if channel.kind != "taobao" else "",
        buyer_login=f"{buyer.name[0]}**{number[-2:]}" if channel.kind == "taobao" else "",
        buyer_phone=buyer.phone,
        ship_name=buyer.name,
        ship_phone="123" if plan.trouble is Attention.PHONE else buyer.phone,
        ship_line1="" if bad_address else buyer.line1,
        ship_district=buyer.district,
        ship_city=buyer.city,
        ship_region=buyer.region,
        ship_postcode="" if bad_address else buyer.postcode,
        ship_country=buyer.country,
    )


def _reviewed() -> tuple[OrderState, ...]:
    return (OrderState.CONFIRMED, OrderState.PACKED)


def _payment(state: OrderState) -> PaymentState:
    if state is OrderState.IMPORTED:
        return PaymentState.UNPAID
    return PaymentState.REFUNDED if state in {OrderState.CANCELLED, OrderState.RETURNED} else PaymentState.PAID


def _lines(order: Order, plan: _Plan, bought: _Purchase) -> list[OrderLine]:
    """The lines; sets the order's sums from them. What is wrong with the order is wrong with its first line."""
    language = bought.entry["titles"]
    lines = []
    for number, (sku, pieces) in enumerate(bought.basket, start=1):
        unknown = plan.trouble is Attention.UNKNOWN_SKU and number == 1
        quantity = 60 if plan.trouble is Attention.QUANTITY and number == 1 else pieces
        price = sku.price_minor[order.currency]
        lines.append(
            OrderLine(
                order_id=order.id,
                line_no=number,
                sku_id=None if unknown else sku.id,
                sku_code=f"{sku.code}-OLD" if unknown else sku.code,
                title=sku.titles[language],
                options=sku.options[language],
                quantity=quantity,
                unit_price_micros=price * MICROS // 10 ** exponent(order.currency),
                total_minor=price * quantity,
            )
        )
    _add_up(order, lines, off_by=500 if plan.trouble is Attention.TOTALS else 0)
    return lines


def _add_up(order: Order, lines: Sequence[OrderLine], off_by: int) -> None:
    """Sums in minor units. Parcels above 49 (299 in CNY) ship free; ``off_by`` makes a total that does not add up."""
    order.goods_minor = sum(line.total_minor for line in lines)
    free_from, fee = {"EUR": (4900, 490), "USD": (4900, 690), "CNY": (29900, 1200)}[order.currency]
    order.shipping_minor = 0 if order.goods_minor >= free_from else fee
    order.discount_minor = order.goods_minor // 10 if order.goods_minor > 3 * free_from else 0
    order.total_minor = order.goods_minor + order.shipping_minor - order.discount_minor + off_by
    order.refunded_minor = order.total_minor if order.payment_state == PaymentState.REFUNDED else 0
    order.line_count = len(lines)
    order.unit_count = sum(line.quantity for line in lines)
    more = f" +{len(lines) - 1}" if len(lines) > 1 else ""
    order.items_summary = f"{lines[0].title} × {lines[0].quantity}{more}"


def _parcel(order: Order, entry: Mapping[str, Any], random: Random) -> list[Shipment]:
    """A parcel with its waybill once the order is shipped or packed, and for most of those that wait to be labelled."""
    waits = order.state == OrderState.CONFIRMED and random.random() < 0.8
    if not waits and order.state not in {*_SHIPPED, OrderState.PACKED}:
        return []
    carrier = random.choices(entry["carriers"], (4, 1))[0]
    printed = order.placed_at + timedelta(hours=19) if not waits else None
    return [
        Shipment(
            order_id=order.id,
            carrier=carrier["name"],
            service=carrier["service"],
            waybill=digits(carrier["waybill"], random),
            weight_g=300 + 410 * order.unit_count,
            state="created" if order.shipped_at is None else "handed_over",
            label_printed_at=printed,
            handed_over_at=order.shipped_at,
        )
    ]


def _events(order: Order) -> list[OrderEvent]:
    steps = [
        ("order_placed", order.placed_at),
        ("order_paid", order.paid_at),
        ("order_confirmed", order.reviewed_at),
        ("order_shipped", order.shipped_at),
        ("order_cancelled", order.cancelled_at),
    ]
    return [OrderEvent(order_id=order.id, at=at, code=code) for code, at in steps if at is not None]


def _add_customers(session: Session, channels: Sequence[Channel]) -> None:
    """Customers of the channels that tell who they are, with how often they bought and for how much (minor units)."""
    for channel in channels:
        orders = session.query(Order).filter_by(channel_id=channel.id).order_by(Order.id).all()
        by_phone: dict[str, list[Order]] = {}
        for order in orders:
            by_phone.setdefault(f"{order.buyer_name} {order.buyer_phone}", []).append(order)
        session.add_all(_customer(channel, bought) for bought in by_phone.values())


def _customer(channel: Channel, orders: Sequence[Order]) -> Customer:
    first, paid = orders[0], [order for order in orders if order.payment_state == PaymentState.PAID]
    return Customer(
        channel_id=channel.id,
        key=f"{channel.kind}:{first.buyer_email or first.buyer_phone}:{first.buyer_name}",
        name=first.buyer_name,
        email=first.buyer_email,
        phone=first.buyer_phone,
        line1=first.ship_line1,
        city=first.ship_city,
        region=first.ship_region,
        postcode=first.ship_postcode,
        country=first.ship_country,
        orders_count=len(orders),
        spent_minor=sum(order.total_minor for order in paid),
        currency=channel.currency,
    )
