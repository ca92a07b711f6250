"""Why an imported order waits for the owner: codes of ``domain.orders.Attention`` in ``orders.attention``.

What needs no shop is decided by the reader; unknown SKUs and duplicate orders (R-O2) need the shop and are decided
here. A problem the owner has cleared does not come back unless the cells behind it changed.
"""

from __future__ import annotations

from shopdesk.domain.orders import OPEN, Attention, OrderState
from shopdesk.domain.parcels import WAITING
from shopdesk.domain.verification import Tick
from shopdesk.storage.queries import import_merge
from shopdesk.storage.queries.import_run import ImportContext, Run

#: Which fields a file must have to judge a problem, and the shop columns whose change may bring it back.
_JUDGED_BY = {
    Attention.TOTALS: ("total", ("goods_minor", "discount_minor", "shipping_minor", "tax_minor", "total_minor")),
    Attention.ADDRESS: (
        "ship_",
        ("ship_line1", "ship_line2", "ship_city", "ship_region", "ship_postcode", "ship_country"),
    ),
    Attention.PHONE: ("_phone", ("ship_phone", "buyer_phone")),
    Attention.QUANTITY: ("quantity", ("unit_count", "line_count")),
}

#: The same buyer, as well as a file can say it. Masked ones (``张**``) prove nothing.
BUYER = (
    "coalesce(nullif(o.buyer_ref, ''), nullif(o.buyer_login, ''), nullif(o.buyer_email, ''), "
    "nullif(o.ship_phone, ''), nullif(o.buyer_phone, ''))"
)


def has(alias: str, code: str) -> str:
    """SQL: the order ``alias`` has this open problem."""
    return f"instr(' ' || {alias}.attention || ' ', ' {code} ') > 0"


def without(expression: str, code: str) -> str:
    """SQL: ``expression`` (codes) with one taken away."""
    return f"trim(replace(' ' || {expression} || ' ', ' {code} ', ' '))"


def merged(ctx: ImportContext) -> str:
    """SQL over ``s`` and ``o``: the open problems of an order that a file mentions again."""
    parts = [_part(code, _kept_when(ctx, code)) for code in Attention]
    return "trim(" + " || ".join(parts) + ")"


def _part(code: str, condition: str) -> str:
    return f"CASE WHEN {condition} THEN '{code} ' ELSE '' END"


def _kept_when(ctx: ImportContext, code: Attention) -> str:
    here, there = has("o", code), has("s", code)
    if code is Attention.PARCEL_TO_STOP:
        return f"({here} OR {_stopped()})"
    if code is Attention.INCOMPLETE:
        return f"({here} AND {there})"
    if code is Attention.NOT_ITEMISED:
        return f"(({here} AND (s.is_lump OR s.line_count = 0)) OR ({there} AND o.line_count = 0))"
    if code not in _JUDGED_BY:
        return here
    field, columns = _JUDGED_BY[code]
    if ctx.fields and not any(field in name for name in ctx.fields):
        return here
    moved = " OR ".join(
        f"(s.{column} <> o.{column} AND NOT {import_merge.edited('orders', column)})" for column in columns
    )
    return f"({there} AND ({here} OR {moved}))"


def _stopped() -> str:
    """SQL over ``s`` and ``o``: the file cancels an order whose label is printed and whose parcel has not left."""
    before, parcels = (", ".join(f"'{state}'" for state in states) for states in (OPEN, WAITING))
    return (
        f"(s.state = '{OrderState.CANCELLED}' AND o.state IN ({before}) AND EXISTS (SELECT 1 FROM shipment p WHERE "
        f"p.order_id = o.id AND p.label_printed_at IS NOT NULL AND p.state IN ({parcels})))"
    )


#: The cells behind each tick that was set by hand (R-O2): when a file changes one, somebody has to look again.
_TICKED = {
    Tick.GOODS: ("goods_minor", "line_count"),
    Tick.QUANTITY: ("unit_count",),
    Tick.CONSIGNEE: ("ship_name",),
    Tick.PHONE: ("ship_phone", "buyer_phone"),
    Tick.ADDRESS: tuple(f"ship_{part}" for part in ("line1", "line2", "line3", "district", "city", "region", "postcode",
                                                   "country")),
}  # fmt: skip


def still_verified() -> str:
    """SQL over ``s`` and ``o``: the ticks of an order that a file mentions again and leaves as it was."""
    return "trim(" + " || ".join(_still(tick, columns) for tick, columns in _TICKED.items()) + ")"


def _still(tick: Tick, columns: tuple[str, ...]) -> str:
    moved = " OR ".join(
        f"(s.{column} NOT IN ('', 0) AND s.{column} <> o.{column} AND NOT {import_merge.edited('orders', column)})"
        for column in columns
    )
    return f"CASE WHEN instr(' ' || o.verified || ' ', ' {tick} ') > 0 AND NOT ({moved}) THEN '{tick} ' ELSE '' END"


def stopped_parcels(run: Run, limit: int) -> tuple[int, list[str]]:
    """How many matched orders a file cancels after their label was printed, and the first of their numbers. To ask
    before the rows are applied.
    """
    if not run.value("SELECT 1 FROM sqlite_temp_master WHERE name = 'g_orders'"):
        return 0, []
    code = Attention.PARCEL_TO_STOP
    found = run.rows(
        "SELECT o.external_no FROM temp.g_orders g JOIN orders o ON o.id = g.row_id WHERE "
        f"{has('g', code)} AND NOT {has('o', code)} ORDER BY o.id"
    )
    return len(found), [number for (number,) in found[:limit]]


def shop_has_skus(run: Run) -> bool:
    """Without a catalogue every SKU would be unknown: then none is said to be."""
    return bool(run.value("SELECT EXISTS (SELECT 1 FROM sku)"))


def mark_new(run: Run, ctx: ImportContext, base: int) -> None:
    """Mark the orders above id ``base`` that name an unknown SKU or look like a second click (R-O2)."""
    if shop_has_skus(run):
        run.do(
            f"UPDATE orders SET attention = trim(attention || ' {Attention.UNKNOWN_SKU}') WHERE id > :base AND kind "
            "<> 'credit' "
            f"AND state NOT IN ('{OrderState.CANCELLED}', '{OrderState.RETURNED}') "
            "AND id IN (SELECT order_id FROM order_line WHERE order_id > :base AND sku_id IS NULL AND sku_code <> '')",
            base=base,
        )
    if ctx.fills("order", "placed_at"):
        _mark_duplicates(run, base)


def _mark_duplicates(run: Run, base: int) -> None:
    """R-O2: the same buyer ordered the same SKU within 24 h; the later order is marked while it is still open."""
    open_states = ", ".join(f"'{state}'" for state in OPEN)
    first, last = run.rows(
        f"SELECT min(placed_at), max(placed_at) FROM orders WHERE id > :base AND state IN ({open_states})", base=base
    )[0]
    if first is None:
        return
    run.do(
        f"CREATE TEMP TABLE x_buyer AS SELECT o.id, {BUYER} AS buyer, o.placed_at, o.id > :base AS fresh, "
        f"o.state IN ({open_states}) AS is_open, {_shifted('o.placed_at', '-24')} AS since, "
        f"{_shifted('o.placed_at', '+24')} AS until "
        f"FROM orders o WHERE o.placed_at BETWEEN {_shifted(':first', '-24')} AND {_shifted(':last', '+24')} "
        f"AND o.state NOT IN ('{OrderState.CANCELLED}', '{OrderState.RETURNED}') AND o.kind = 'b2c' "
        f"AND {BUYER} IS NOT NULL AND instr({BUYER}, '*') = 0",
        base=base,
        first=first,
        last=last,
    )
    run.do("CREATE INDEX temp.x_buyer_key ON x_buyer (buyer, placed_at)")
    run.do(
        f"UPDATE orders SET attention = trim(attention || ' {Attention.DUPLICATE}') WHERE id IN (SELECT a.id FROM "
        "temp.x_buyer a "
        "JOIN temp.x_buyer b ON b.buyer = a.buyer AND b.placed_at BETWEEN a.since AND a.until AND b.id <> a.id "
        "WHERE a.fresh AND a.is_open AND (NOT b.fresh OR b.placed_at < a.placed_at OR (b.placed_at = a.placed_at AND "
        "b.id < a.id)) "
        "AND EXISTS (SELECT 1 FROM order_line x JOIN order_line y ON y.sku_code = x.sku_code "
        "WHERE x.order_id = a.id AND y.order_id = b.id AND x.sku_code <> ''))"
    )


def _shifted(moment: str, hours: str) -> str:
    return f"strftime('%Y-%m-%dT%H:%M:%SZ', {moment}, '{hours} hours')"


def refresh_changed(run: Run) -> None:
    """Set or clear "unknown SKU" in ``temp.g_orders`` after the lines of changed orders were merged."""
    unknown = (
        "EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = g_orders.row_id AND l.sku_id IS NULL "
        "AND l.sku_code <> '')"
    )
    code = Attention.UNKNOWN_SKU
    run.do(
        f"UPDATE temp.g_orders SET attention = {without('attention', code)} WHERE {has('g_orders', code)} AND NOT "
        f"{unknown}"
    )
    if shop_has_skus(run):
        run.do(
            f"UPDATE temp.g_orders SET attention = trim(attention || ' {code}') WHERE NOT {has('g_orders', code)} AND "
            f"{unknown} "
            "AND row_id IN (SELECT order_id FROM temp.x_touched)"
        )
