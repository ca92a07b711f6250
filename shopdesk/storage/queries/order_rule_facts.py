"""What the owner's if-then rules must know of orders, read in few statements for thousands of them. Changes nothing.

Which orders is SQL over ``o``: those of an import, of the last days, or chosen ones.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from shopdesk.domain.order_rules import OF_BUYER, OF_LINES, Deed, Rule, RuleFacts
from shopdesk.domain.orders import SHIPPED, OrderState
from shopdesk.storage.queries.import_attention import BUYER
from shopdesk.storage.queries.import_run import Run

_PAGE = 10_000
_WAITS = frozenset({OrderState.IMPORTED, OrderState.TO_REVIEW, OrderState.EXCEPTION})
_GONE = frozenset({*SHIPPED, OrderState.CANCELLED, OrderState.RETURN_OPEN, OrderState.RETURNED})
_PARCEL = "(SELECT x.id FROM shipment x WHERE x.order_id = o.id ORDER BY x.parcel_no, x.id LIMIT 1)"
_COLUMNS = (
    "o.id, o.external_no, o.state, o.channel_id, o.ship_country, o.currency, o.total_minor, o.unit_count, o.tags, "
    "o.buyer_note, o.ship_service, o.attention, o.payment_state, o.warehouse_id, o.seller_note, o.placed_at, p.id, "
    "coalesce(p.carrier, ''), coalesce(p.service, ''), coalesce(p.waybill, '') <> '' OR p.label_printed_at IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class RuledOrder:
    """An order as rules see it. ``parcel_id``: its first parcel, ``None`` while it has none."""

    id: int
    order_no: str
    parcel_id: int | None
    facts: RuleFacts


@dataclass(slots=True)
class _Lines:
    """What is known of an order's lines. ``weight_g`` is ``None`` as soon as a SKU has no weight."""

    skus: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    gifts: list[str] = field(default_factory=list)
    weight_g: int | None = 0


def ruled_orders(
    run: Run,
    rules: Sequence[Rule],
    where: str,
    /,
    *,
    shop_country: str,
    as_new: bool,
    has_gifts: bool = True,
    **params: Any,
) -> Iterator[RuledOrder]:
    """The orders for which ``where`` (SQL over ``o``) holds, by id. ``as_new``: as if they had just come in; otherwise
    only what their state still allows may be done to them. ``has_gifts``: they may hold gifts of an earlier run.
    """
    subjects = {condition.subject for rule in rules for condition in rule.conditions}
    deeds = {action.deed for rule in rules for action in rule.actions}
    after = 0
    query = (
        f"SELECT {_COLUMNS} FROM orders o LEFT JOIN shipment p ON p.id = {_PARCEL} WHERE o.id > :after AND ({where}) "
        f"ORDER BY o.id LIMIT {_PAGE}"
    )
    while rows := run.rows(query, after=after, **params):
        ids = json.dumps([row[0] for row in rows])
        lines = _lines(run, ids) if subjects & OF_LINES or (has_gifts and Deed.GIFT in deeds) else {}
        repeats = _repeats(run, ids) if subjects & OF_BUYER else {}
        for row in rows:
            yield _order(row, lines.get(row[0], _Lines(weight_g=None)), repeats, shop_country, as_new)
        after = rows[-1][0]


def _order(row: tuple[Any, ...], lines: _Lines, repeats: dict[int, bool], country: str, as_new: bool) -> RuledOrder:
    (
        order_id, order_no, state, channel_id, ship_country, currency, total, pieces, tags, note, service, attention,
        payment, warehouse_id, seller_note, _, parcel_id, carrier, carrier_service, is_labelled,
    ) = row  # fmt: skip
    facts = RuleFacts(
        channel=str(channel_id),
        country=ship_country,
        is_abroad=ship_country.upper() != country.upper() if ship_country and country else None,
        currency=currency,
        total_minor=total,
        weight_g=lines.weight_g,
        pieces=pieces,
        skus=tuple(lines.skus),
        titles=tuple(lines.titles),
        tags=tags,
        note=note,
        service=service,
        is_repeat=repeats.get(order_id),
        attention=attention,
        payment=payment,
        carrier=carrier,
        carrier_service=carrier_service,
        warehouse_id=warehouse_id,
        gifts=tuple(lines.gifts),
        packer_note=seller_note,
        allowed=frozenset(Deed) if as_new else _allowed(state, bool(is_labelled)),
    )
    return RuledOrder(order_id, order_no, parcel_id, facts)


@cache
def _allowed(state: str, is_labelled: bool) -> frozenset[Deed]:
    """What may still be done: an order that has left is only tagged, a labelled parcel keeps its carrier."""
    if state in _GONE:
        return frozenset({Deed.TAG})
    never = {Deed.HOLD} if state not in _WAITS else set()
    return frozenset(Deed) - never - ({Deed.CARRIER} if is_labelled else set())


def _lines(run: Run, ids: str) -> dict[int, _Lines]:
    found: dict[int, _Lines] = defaultdict(_Lines)
    rows = run.rows(
        "SELECT l.order_id, l.sku_code, l.title || ' ' || l.options, l.quantity, k.weight_g, l.is_gift "
        "FROM json_each(:ids) j JOIN order_line l ON l.order_id = j.value LEFT JOIN sku k ON k.id = l.sku_id "
        "ORDER BY l.order_id, l.line_no, l.id",
        ids=ids,
    )
    for order_id, sku, title, quantity, weight_g, is_gift in rows:
        lines = found[order_id]
        if is_gift:
            lines.gifts.append(sku)
            continue
        lines.skus.append(sku)
        lines.titles.append(title)
        known = lines.weight_g is not None and weight_g is not None
        lines.weight_g = lines.weight_g + weight_g * quantity if known else None
    return found


def _repeats(run: Run, ids: str) -> dict[int, bool]:
    """Whether the buyer of each order had bought before it; masked and nameless buyers are left out."""
    rows = run.rows(
        f"WITH mine AS MATERIALIZED (SELECT o.id, {BUYER} AS buyer, o.placed_at FROM json_each(:ids) j "
        f"JOIN orders o ON o.id = j.value WHERE {BUYER} IS NOT NULL AND instr({BUYER}, '*') = 0), "
        f"firsts AS MATERIALIZED (SELECT {BUYER} AS buyer, min(o.placed_at) AS placed_at FROM orders o "
        f"WHERE {BUYER} IN (SELECT buyer FROM mine) AND o.state <> '{OrderState.CANCELLED}' GROUP BY 1) "
        "SELECT m.id, f.placed_at < m.placed_at FROM mine m LEFT JOIN firsts f ON f.buyer = m.buyer",
        ids=ids,
    )
    return {order_id: bool(is_repeat) for order_id, is_repeat in rows}
