"""The owner's if-then rules run on the new orders of an import, before anything is confirmed.

What they do belongs to the orders the import made, so undoing it takes it away with them. Costs nothing while no rule
is on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from shopdesk.domain.order_rules import Deed, Effect, RuleFacts, told
from shopdesk.domain.order_rules import run as run_rules
from shopdesk.domain.orders import OPEN, OrderKind
from shopdesk.storage.queries.import_run import ImportContext, Run
from shopdesk.storage.queries.order_rule_facts import RuledOrder, ruled_orders

_WRITE = "UPDATE orders SET tags = ?, attention = ?, warehouse_id = ?, seller_note = ? WHERE id = ?"


def apply(run: Run, ctx: ImportContext, base: int) -> int:
    """Run ``ctx.rules`` on the open orders above id ``base``; how many they did something to."""
    if not ctx.rules:
        return 0
    states = ", ".join(f"'{state}'" for state in OPEN)
    where = f"o.id > :base AND o.state IN ({states}) AND o.kind <> '{OrderKind.CREDIT}'"
    country = ctx.shop_country
    orders = ruled_orders(run, ctx.rules, where, shop_country=country, as_new=False, has_gifts=False, base=base)
    done = [(order, *run_rules(ctx.rules, order.facts)) for order in orders]
    done = [(order, after, effects) for order, after, effects in done if effects]
    if done:
        run.many(_WRITE, [_values(order, after) for order, after, _ in done])
        _write_carriers(run, ctx, done)
        _write_gifts(run, done)
        _write_events(run, ctx, done)
    return len(done)


_Done = Sequence[tuple[RuledOrder, RuleFacts, list[Effect]]]


def _values(order: RuledOrder, after: RuleFacts) -> tuple[Any, ...]:
    return after.tags, after.attention, after.warehouse_id, after.packer_note, order.id


def _write_carriers(run: Run, ctx: ImportContext, done: _Done) -> None:
    """The parcel gets the carrier, or the order a parcel for it."""
    moved = [(order, after) for order, after, _ in done if _carrier(after) != _carrier(order.facts)]
    known = [(*_carrier(after), order.parcel_id) for order, after in moved if order.parcel_id is not None]
    run.many("UPDATE shipment SET carrier = ?, service = ? WHERE id = ?", known)
    new = [
        (order.id, *_carrier(after), ctx.now, ctx.now, ctx.batch) for order, after in moved if order.parcel_id is None
    ]
    run.many(
        "INSERT INTO shipment (order_id, parcel_no, parcel_count, carrier, service, waybill, state, created_at, "
        "updated_at, batch_id) VALUES (?, 1, 1, ?, ?, '', 'created', ?, ?, ?)",
        new,
    )


def _carrier(facts: RuleFacts) -> tuple[str, str]:
    return facts.carrier, facts.carrier_service


def _write_gifts(run: Run, done: _Done) -> None:
    """A gift is a line of its own without a price; the order's counts follow."""
    gifts = [
        {"order": order.id, "sku": effect.action.text, "quantity": effect.action.number}
        for order, _, effects in done
        for effect in effects
        if effect.action.deed is Deed.GIFT
    ]
    if not gifts:
        return
    run.do(
        "INSERT INTO order_line (order_id, line_no, external_line_id, sku_id, sku_code, title, options, quantity, "
        "unit_price_micros, discount_minor, tax_minor, total_minor, source_status, is_gift) "
        "SELECT g.value ->> 'order', (SELECT coalesce(max(l.line_no), 0) FROM order_line l WHERE l.order_id = "
        "g.value ->> 'order') + row_number() OVER (PARTITION BY g.value ->> 'order' ORDER BY g.key), "
        "'', k.id, g.value ->> 'sku', coalesce(nullif(k.title, ''), t.title, ''), coalesce(k.options, ''), "
        "g.value ->> 'quantity', 0, 0, 0, 0, '', 1 FROM json_each(:gifts) g "
        "LEFT JOIN sku k ON k.code = g.value ->> 'sku' LEFT JOIN product t ON t.id = k.product_id",
        gifts=json.dumps(gifts),
    )
    run.do(
        "UPDATE orders SET (line_count, unit_count) = (SELECT count(*), coalesce(sum(quantity), 0) FROM order_line l "
        "WHERE l.order_id = orders.id) WHERE id IN (SELECT value ->> 'order' FROM json_each(:gifts))",
        gifts=json.dumps(gifts),
    )


def _write_events(run: Run, ctx: ImportContext, done: _Done) -> None:
    places = dict(run.rows("SELECT id, name FROM warehouse"))
    told_of = [(order.id, *told(effect, places)) for order, _, effects in done for effect in effects]
    rows = [(order_id, ctx.now, code, json.dumps(params, ensure_ascii=False)) for order_id, code, params in told_of]
    run.many("INSERT INTO order_event (order_id, at, code, params) VALUES (?, ?, ?, ?)", rows)
