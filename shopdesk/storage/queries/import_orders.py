"""Orders of a staging file into the shop: match by channel and number, merge field by field, insert the new ones.

The platform's states only push an order forward (shipped, cancelled, returned); what the shop itself did is never moved
back. Lines are in ``import_lines``, what needs the owner's look in ``import_attention``.
"""

from __future__ import annotations

from shopdesk.domain.orders import OrderState, PaymentState
from shopdesk.storage.queries import (
    import_attention,
    import_exceptions,
    import_lines,
    import_merge,
    import_rules,
    import_shipments,
    import_waves,
)
from shopdesk.storage.queries.import_merge import Field
from shopdesk.storage.queries.import_run import ImportContext, Run

_TEXTS = [
    "source_status",
    "payment_method",
    "buyer_name",
    "buyer_login",
    "buyer_ref",
    "buyer_email",
    "buyer_phone",
    "ship_name",
    "ship_company",
    "ship_phone",
    "ship_line1",
    "ship_line2",
    "ship_line3",
    "ship_district",
    "ship_city",
    "ship_region",
    "ship_postcode",
    "ship_country",
    "ship_service",
    "buyer_note",
    "seller_note",
    "tags",
]
_AMOUNTS = ["goods_minor", "discount_minor", "shipping_minor", "tax_minor", "total_minor", "refunded_minor"]
_TIMES = ["placed_at", "paid_at", "shipped_at", "cancelled_at"]
_STATE_FIELDS = frozenset(
    {"status", "payment_status", "line_status", "shipped_at", "cancelled_at", "refunded", "paid_at"}
)

_RANK = {
    state: rank
    for rank, states in enumerate(
        (("imported",), ("to_review", "exception"), ("confirmed",), ("allocated",), ("picking",), ("packed",),
         ("shipped",), ("delivered",), ("completed",), ("return_open", "returned", "cancelled"))
    )
    for state in states
}  # fmt: skip
_PAID_RANK = {state: rank for rank, state in enumerate(("unpaid", "paid", "disputed", "part_refunded", "refunded"))}


def _ranked(column: str, ranks: dict[str, int]) -> str:
    return f"CASE {column} " + " ".join(f"WHEN '{value}' THEN {rank}" for value, rank in ranks.items()) + " ELSE 0 END"


def _state() -> Field:
    mine, theirs = _ranked("o.state", _RANK), _ranked("s.state", _RANK)
    forward = (
        f"(s.state = '{OrderState.CANCELLED}' AND {mine} < {_RANK['shipped']})"
        f" OR (s.state = '{OrderState.RETURNED}' AND o.state IN ('shipped', 'delivered', 'completed', 'return_open'))"
        f" OR (s.state IN ('shipped', 'delivered', 'completed') AND {mine} < {theirs})"
        f" OR (o.state = '{OrderState.IMPORTED}' AND s.state = '{OrderState.TO_REVIEW}')"
    )
    return Field("state", "s.state", forward)


#: Texts that a rule of the owner may have written into, and the event that says so.
_BY_RULES = {"tags": "order_rule_tag", "seller_note": "order_rule_note"}


def _unless_by_rule(name: str) -> Field:
    """A text that follows the file until a rule has written into it."""
    said = f"SELECT 1 FROM order_event e WHERE e.order_id = o.id AND e.code = '{_BY_RULES[name]}'"
    return Field(name, f"s.{name}", f"s.{name} <> '' AND NOT EXISTS ({said})")


def _tells_states(ctx: ImportContext) -> bool:
    return bool(ctx.fields & _STATE_FIELDS) or not ctx.fields


def ship_by(ctx: ImportContext) -> str:
    """SQL over ``s``: the latest moment to ship, paid_at + the shop's hours when the file does not say (R-O4)."""
    paid = (
        f"CASE WHEN s.payment_state = '{PaymentState.UNPAID}' THEN s.paid_at ELSE coalesce(s.paid_at, s.placed_at) END"
    )
    return f"coalesce(s.ship_by, strftime('%Y-%m-%dT%H:%M:%SZ', {paid}, '+{int(ctx.ship_within_hours)} hours'))"


def fields(ctx: ImportContext) -> list[Field]:
    """The order columns that this file may change. An order of which a row was rejected keeps the amounts it has."""
    whole = "s.attention NOT LIKE '%incomplete%'"
    found = [_unless_by_rule(name) if name in _BY_RULES else import_merge.text(name) for name in _TEXTS]
    found += [import_merge.number(name) for name in _TIMES if ctx.fills("order", name)]
    found += [Field(name, f"s.{name}", f"s.{name} <> 0 AND {whole}") for name in _AMOUNTS if ctx.fills("order", name)]
    found.append(
        Field("ship_by", ship_by(ctx), f"s.ship_by IS NOT NULL OR (o.ship_by IS NULL AND {ship_by(ctx)} IS NOT NULL)")
    )
    if "currency" in ctx.fields:
        found.append(import_merge.text("currency"))
    if _tells_states(ctx):
        found.append(_state())
        ranks = f"{_ranked('s.payment_state', _PAID_RANK)} > {_ranked('o.payment_state', _PAID_RANK)}"
        found.append(Field("payment_state", "s.payment_state", ranks))
    found += [
        Field("attention", import_attention.merged(ctx), "1"),
        Field("verified", import_attention.still_verified(), "o.verified <> ''", counts=False),
        Field("line_count", "o.line_count", "0", counts=False),
        Field("unit_count", "o.unit_count", "0", counts=False),
        Field("items_summary", "o.items_summary", "0", counts=False),
        Field("source_hash", "s.source_hash", "1", counts=False),
    ]
    return found


#: SQL: orders the owner typed into. Looked at even when the file says what it said before, to name what is kept.
_EDITED = (
    "SELECT row_id FROM owner_edit WHERE kind = 'orders' UNION SELECT l.order_id FROM owner_edit e "
    "JOIN order_line l ON l.id = e.row_id WHERE e.kind = 'order_line'"
)


def match(run: Run, ctx: ImportContext) -> None:
    """Fill ``temp.m_entity`` (id, target, verdict) and, for orders that may have changed, merge and line pairs."""
    run.do("CREATE TEMP TABLE m_entity (id INTEGER PRIMARY KEY, target INTEGER, verdict TEXT NOT NULL)")
    if ctx.channel_id is None or not run.value(
        "SELECT 1 FROM orders WHERE channel_id = :channel LIMIT 1", channel=ctx.channel_id
    ):
        run.do("INSERT INTO m_entity SELECT id, NULL, 'new' FROM staged_order")
    else:
        run.do(
            "INSERT INTO m_entity SELECT s.id, o.id, CASE WHEN o.id IS NULL THEN 'new' WHEN o.source_hash = "
            f"s.source_hash AND o.id NOT IN ({_EDITED}) THEN 'same' "
            "ELSE 'check' END FROM staged_order s LEFT JOIN orders o ON o.channel_id = :channel AND o.external_no = "
            "s.order_no",
            channel=ctx.channel_id,
        )
    _mark_repeats(run)
    source = (
        "FROM temp.m_entity m JOIN staged_order s ON s.id = m.id JOIN orders o ON o.id = m.target "
        "WHERE m.verdict = 'check'"
    )
    import_merge.build(run, "orders", fields(ctx), source)
    import_lines.match(run, ctx)
    import_shipments.match(run)
    changed = import_merge.changed_stage_ids("orders", fields(ctx))
    lines, parcels = import_lines.CHANGED_ORDERS, import_shipments.CHANGED_ORDERS
    run.do(
        f"UPDATE temp.m_entity SET verdict = 'changed' WHERE verdict = 'check' AND (id IN ({changed}) OR target IN "
        f"({lines}) OR target IN ({parcels}))"
    )
    run.do("UPDATE temp.m_entity SET verdict = 'same' WHERE verdict = 'check'")


def _mark_repeats(run: Run) -> None:
    """The same number twice in one file should not happen; if it does, the first counts."""
    if run.value("SELECT count(*) - count(DISTINCT order_no) FROM staged_order"):
        run.do(
            "UPDATE temp.m_entity SET verdict = 'duplicate' WHERE id NOT IN (SELECT min(id) FROM staged_order GROUP "
            "BY order_no)"
        )


def apply(run: Run, ctx: ImportContext) -> dict[str, int]:
    """Write new and changed orders with their lines and parcels; the owner's rules run on the new ones. Counts:
    orders_new, orders_changed, lines_new, and orders_ruled where a rule is on.
    """
    base = import_merge.next_id(run, "orders") - 1
    run.do(
        "UPDATE temp.m_entity SET target = :base + 1 + id - (SELECT min(id) FROM temp.m_entity) WHERE verdict = 'new'",
        base=base,
    )
    new = _insert(run, ctx)
    run.report(0.15, "lines")
    import_lines.look_up_skus(run)
    lines_new = import_lines.insert_new(run, ctx)
    run.report(0.7, "changes")
    lines_new += import_lines.apply_changes(run, ctx)
    import_shipments.apply(run, ctx)
    if _tells_states(ctx):
        import_shipments.move_on(run, ctx)
    import_attention.mark_new(run, ctx, base)
    changed = _write_changed(run, ctx)
    import_shipments.part_ways(run, ctx)
    import_waves.finish(run, ctx)
    import_exceptions.close(run, ctx)
    ruled = import_rules.apply(run, ctx, base)
    if not ctx.review_required:
        _confirm_clean(run, ctx)
    counts = {"orders_new": new, "orders_changed": changed, "lines_new": lines_new}
    return counts | ({"orders_ruled": ruled} if ctx.rules else {})


def _insert(run: Run, ctx: ImportContext) -> int:
    same = ("kind", "state", "payment_state", "attention", "currency", *_TEXTS, *_AMOUNTS, "paid_at", "shipped_at",
            "cancelled_at", "line_count", "unit_count", "items_summary", "source_hash")  # fmt: skip
    return run.do(
        f"INSERT INTO orders (id, channel_id, external_no, placed_at, ship_by, imported_at, created_at, updated_at, "
        "batch_id, source_row, "
        f"{', '.join(same)}) SELECT m.target, :channel, s.order_no, coalesce(s.placed_at, :now), {ship_by(ctx)}, "
        ":now, :now, :now, :batch, "
        f"s.row, {', '.join(f's.{name}' for name in same)} FROM temp.m_entity m JOIN staged_order s ON s.id = m.id "
        f"WHERE m.verdict = 'new' ORDER BY m.id",
        channel=ctx.channel_id,
        now=ctx.now,
        batch=ctx.batch,
    )


def _write_changed(run: Run, ctx: ImportContext) -> int:
    import_lines.recount(run, ctx)
    import_attention.refresh_changed(run)
    touched = "g.stage_id IN (SELECT id FROM temp.m_entity WHERE verdict = 'changed')"
    return import_merge.write(run, ctx, "orders", fields(ctx), where=touched)


def _confirm_clean(run: Run, ctx: ImportContext) -> None:
    """With ``order.review_required`` off, an order without an open problem needs no look (S1-4.1.1.2-VERIFY)."""
    run.do(
        f"UPDATE orders SET state = '{OrderState.CONFIRMED}' WHERE batch_id = :batch AND attention = '' "
        f"AND state = '{OrderState.TO_REVIEW}'",
        batch=ctx.batch,
    )
