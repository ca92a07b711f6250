"""Lines of staged orders: inserted with new orders, merged into known ones.

A staged line meets a shop line by the platform's line id, else by SKU (or title) in the order they stand. Lines the
file no longer names go only when the file gives no line ids (then it gives the whole order) and no row of the order was
rejected. A line the owner typed into stays.
"""

from __future__ import annotations

from shopdesk.domain.orders import Attention
from shopdesk.storage.queries import import_foreign, import_merge
from shopdesk.storage.queries.import_attention import has
from shopdesk.storage.queries.import_merge import Field
from shopdesk.storage.queries.import_run import ImportContext, Run

_LINES_AT_A_TIME = 60_000
COLUMNS = ("order_id", "line_no", "external_line_id", "sku_id", "sku_code", "title", "options", "quantity",
           "unit_price_micros", "discount_minor", "tax_minor", "total_minor",
           "source_status", "source_row")  # fmt: skip
_AMOUNTS = ("unit_price_micros", "discount_minor", "tax_minor", "total_minor")

#: SQL over ``s`` and ``o``: a line that the file gives another SKU points to that one, or to none.
_SKU_OF = "(SELECT min(k.id) FROM sku k WHERE k.code <> '' AND lower(trim(k.code)) = lower(trim(s.sku_code)))"
_NEW_SKU = (
    "s.sku_code <> '' AND lower(trim(s.sku_code)) <> lower(trim(o.sku_code)) "
    f"AND NOT {import_merge.edited('order_line', 'sku_code')}"
)

#: SQL: the order {1} has one line in {0}, without SKU and line id: the items' own lines take its place.
_NAMELESS = "((SELECT count(*) = 1 AND max(l.sku_code || l.external_line_id) = '' FROM {0} l WHERE l.order_id = {1}))"

#: SQL: ids of shop orders of which a line is new, different or gone.
CHANGED_ORDERS = "SELECT order_id FROM temp.x_touched"


#: SQL: the lines of the shop that a file may speak of; what the shop put in itself stays.
_BOUGHT = "(SELECT * FROM order_line WHERE NOT is_gift)"


def fields(ctx: ImportContext) -> list[Field]:
    """The line columns that this file may change."""
    found = [import_merge.text(name) for name in ("external_line_id", "sku_code", "title", "options", "source_status")]
    found.append(Field("sku_id", _SKU_OF, _NEW_SKU, counts=False))
    if ctx.fills("line", "quantity"):
        found.append(import_merge.number("quantity"))
    found += [Field(name, f"s.{name}", f"s.{name} <> 0") for name in _AMOUNTS if ctx.fills("line", name)]
    return found


def match(run: Run, ctx: ImportContext) -> None:
    """Pair the lines of orders that may have changed: ``temp.x_pair``, the merge, ``x_added``, ``x_gone`` and
    ``x_touched``.
    """
    _list_both_sides(run)
    _leave_itemised_orders(run)
    run.do("CREATE TEMP TABLE x_pair (stage_id INTEGER PRIMARY KEY, line_id INTEGER NOT NULL UNIQUE)")
    run.do(
        "INSERT OR IGNORE INTO temp.x_pair SELECT a.id, b.id FROM temp.x_staged a "
        "JOIN temp.x_shop b ON b.order_id = a.order_id AND b.line_ref = a.line_ref WHERE a.line_ref <> ''"
    )
    run.do(
        "INSERT OR IGNORE INTO temp.x_pair SELECT a.id, b.id FROM temp.x_staged a "
        "JOIN temp.x_shop b ON b.order_id = a.order_id AND b.key = a.key AND b.nth = a.nth "
        "WHERE (a.line_ref = '' OR b.line_ref = '') AND a.id NOT IN (SELECT stage_id FROM temp.x_pair) "
        "AND b.id NOT IN (SELECT line_id FROM temp.x_pair)"
    )
    import_foreign.leave_out(run)
    import_merge.build(
        run, "order_line", fields(ctx),
        "FROM temp.x_pair p JOIN staged_line s ON s.id = p.stage_id JOIN order_line o ON o.id = p.line_id",
    )  # fmt: skip
    _list_differences(run, ctx)


def _list_both_sides(run: Run) -> None:
    """Each line with its order, the platform's line id, its key and the how-manieth of that key it is."""
    shaky = has("o", Attention.INCOMPLETE)
    run.do(
        "CREATE TEMP TABLE x_check AS SELECT m.target AS order_id, m.id AS stage_id, "
        f"{has('s', Attention.INCOMPLETE)} AS partial, {shaky} AS shaky, s.is_lump, "
        f"{_NAMELESS.format(_BOUGHT, 'm.target')} AS was_lump, "
        f"{_NAMELESS.format('staged_line', 'm.id')} AS nameless "
        "FROM temp.m_entity m JOIN staged_order s ON s.id = m.id JOIN orders o ON o.id = m.target WHERE m.verdict = "
        "'check'"
    )
    run.do("CREATE INDEX temp.x_check_stage ON x_check (stage_id)")
    run.do("CREATE INDEX temp.x_check_order ON x_check (order_id)")
    key = (
        "lower(trim(coalesce(nullif(l.sku_code, ''), l.title))) "
        "|| CASE WHEN c.shaky THEN '/' || l.quantity || '/' || l.unit_price_micros ELSE '' END"
    )
    for name, source in (
        ("x_staged", "staged_line l JOIN temp.x_check c ON c.stage_id = l.order_id"),
        ("x_shop", f"{_BOUGHT} l JOIN temp.x_check c ON c.order_id = l.order_id"),
    ):
        run.do(
            f"CREATE TEMP TABLE {name} AS SELECT l.id, c.order_id, l.external_line_id AS line_ref, {key} AS key, "
            f"row_number() OVER (PARTITION BY c.order_id, {key} ORDER BY l.line_no, l.id) AS nth, c.partial OR "
            "c.shaky AS lasting "
            f"FROM {source}"
        )
        run.do(f"CREATE INDEX temp.{name}_key ON {name} (order_id, key, nth)")
        run.do(f"CREATE INDEX temp.{name}_ref ON {name} (order_id, line_ref)")


def _leave_itemised_orders(run: Run) -> None:
    """A report that names several items in one line says nothing about the lines of an order whose items are known."""
    itemised = "SELECT order_id FROM temp.x_check WHERE is_lump AND NOT was_lump"
    for table in ("x_staged", "x_shop"):
        run.do(
            f"DELETE FROM temp.{table} WHERE order_id IN ({itemised}) AND order_id IN (SELECT order_id FROM order_line)"
        )


def _list_differences(run: Run, ctx: ImportContext) -> None:
    run.do(
        "CREATE TEMP TABLE x_added AS SELECT a.id AS stage_id, a.order_id FROM temp.x_staged a "
        "WHERE a.id NOT IN (SELECT stage_id FROM temp.x_pair)"
    )
    run.do(
        "CREATE TEMP TABLE x_gone AS SELECT b.id, b.order_id FROM temp.x_shop b WHERE NOT b.lasting "
        "AND b.id NOT IN (SELECT line_id FROM temp.x_pair) "
        "AND (b.order_id IN (SELECT order_id FROM temp.x_staged GROUP BY order_id HAVING max(line_ref) = '') "
        "OR b.order_id IN (SELECT order_id FROM temp.x_check WHERE was_lump AND NOT nameless "
        "AND stage_id IN (SELECT order_id FROM staged_line))) "
        "AND b.id NOT IN (SELECT row_id FROM owner_edit WHERE kind = 'order_line')"
    )
    changed = import_merge.changed_stage_ids("order_line", fields(ctx))
    run.do(
        "CREATE TEMP TABLE x_touched AS SELECT order_id FROM temp.x_added UNION SELECT order_id FROM temp.x_gone "
        f"UNION SELECT order_id FROM temp.x_staged WHERE id IN ({changed})"
    )


def look_up_skus(run: Run) -> None:
    """Fill ``temp.x_sku``: each SKU code of the file → the shop's SKU, whatever the case and the blanks around it."""
    run.do("CREATE TEMP TABLE x_sku (code TEXT PRIMARY KEY, sku_id INTEGER NOT NULL) WITHOUT ROWID")
    if not run.value("SELECT EXISTS (SELECT 1 FROM sku)"):
        return
    run.do("CREATE TEMP TABLE x_key (key TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID")
    run.do("INSERT INTO temp.x_key SELECT lower(trim(code)), min(id) FROM sku WHERE code <> '' GROUP BY 1")
    run.do(
        "INSERT INTO temp.x_sku SELECT d.code, k.id FROM (SELECT DISTINCT sku_code AS code FROM staged_line WHERE "
        "sku_code <> '') d "
        "JOIN temp.x_key k ON k.key = lower(trim(d.code))"
    )


def insert_new(run: Run, ctx: ImportContext) -> int:
    """Insert the lines of new orders, some thousands at a time; how many."""
    first, last = run.rows("SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM staged_line")[0]
    known = bool(run.value("SELECT EXISTS (SELECT 1 FROM temp.x_sku)"))
    sku, join = ("k.sku_id", "LEFT JOIN temp.x_sku k ON k.code = l.sku_code") if known else ("NULL", "")
    base = import_merge.next_id(run, "order_line") - first
    count = 0
    for start in range(first, last + 1, _LINES_AT_A_TIME):
        count += run.do(
            f"INSERT INTO order_line (id, {', '.join(COLUMNS)}) SELECT :base + l.id, m.target, l.line_no, "
            f"l.external_line_id, {sku}, l.sku_code, l.title, "
            "l.options, l.quantity, l.unit_price_micros, l.discount_minor, l.tax_minor, l.total_minor, "
            "l.source_status, l.row "
            f"FROM staged_line l JOIN temp.m_entity m ON m.id = l.order_id {join} "
            "WHERE l.id >= :start AND l.id < :end AND m.verdict = 'new'",
            base=base,
            start=start,
            end=start + _LINES_AT_A_TIME,
        )
        run.report(0.15 + 0.5 * min(1.0, (start + _LINES_AT_A_TIME - first) / (last + 1 - first)), "lines")
    return count


def apply_changes(run: Run, ctx: ImportContext) -> int:
    """Merge, add and take away lines of known orders; how many were added."""
    if not run.value("SELECT EXISTS (SELECT 1 FROM temp.x_touched)"):
        return 0
    merged = fields(ctx)
    import_merge.write(run, ctx, "order_line", merged, stamped=False)
    run.do(
        "INSERT INTO change_item (change_id, kind, row_id, before, after) "
        f"SELECT :change, 'order_line', o.id, {import_merge.json_row(COLUMNS, 'o')}, NULL FROM order_line o "
        "WHERE o.id IN (SELECT id FROM temp.x_gone)",
        change=ctx.change,
    )
    run.do("DELETE FROM order_line WHERE id IN (SELECT id FROM temp.x_gone)")
    base = import_merge.next_id(run, "order_line") - 1
    added = run.do(
        f"INSERT INTO order_line (id, {', '.join(COLUMNS)}) SELECT :base + row_number() OVER (ORDER BY l.id), "
        "a.order_id, "
        "l.line_no, l.external_line_id, k.sku_id, l.sku_code, l.title, l.options, l.quantity, l.unit_price_micros, "
        "l.discount_minor, "
        "l.tax_minor, l.total_minor, l.source_status, l.row FROM temp.x_added a JOIN staged_line l ON l.id = "
        "a.stage_id "
        "LEFT JOIN temp.x_sku k ON k.code = l.sku_code",
        base=base,
    )
    import_merge.log_created(run, ctx, "order_line", f"SELECT id FROM order_line WHERE id > {base}")
    return added


#: SQL over ``g_orders``: its first two lines and how many more, in the reader's own form (``importing.line_stage``).
_SUMMARY = """coalesce((SELECT group_concat(item, ', ') FROM (
  SELECT substr(coalesce(nullif(title, ''), sku_code), 1, 60) || ' × ' || quantity AS item FROM order_line
  WHERE order_id = g_orders.row_id AND sku_code || title <> '' ORDER BY line_no, id LIMIT 2)), '')
  || CASE WHEN line_count > 2 THEN ', +' || (line_count - 2) ELSE '' END"""


def recount(run: Run, ctx: ImportContext) -> None:
    """Counts, and what the summary says, of known orders whose lines changed: ``temp.g_orders`` follows the lines that
    the shop now has, those the file did not name among them.
    """
    run.do(
        "UPDATE temp.g_orders SET (line_count, unit_count) = (SELECT count(*), coalesce(sum(quantity), 0) FROM "
        f"order_line l WHERE l.order_id = g_orders.row_id) WHERE row_id IN ({CHANGED_ORDERS})"
    )
    run.do(f"UPDATE temp.g_orders SET items_summary = {_SUMMARY} WHERE row_id IN ({CHANGED_ORDERS})")
    amounts = ctx.fills("order", "goods_minor") and ctx.fills("order", "total_minor")
    if amounts and ctx.fields and "total" not in ctx.fields:
        _add_mended_lines(run)


def _add_mended_lines(run: Run) -> None:
    """A row that was rejected comes back alone, mended: its amount is added to the order it completes."""
    added = (
        "coalesce((SELECT sum(l.total_minor) FROM temp.x_added a JOIN staged_line l ON l.id = a.stage_id "
        "WHERE a.order_id = o.id), 0)"
    )
    run.do(
        f"UPDATE temp.g_orders SET goods_minor = o.goods_minor + {added}, total_minor = o.total_minor + {added} "
        f"FROM orders o WHERE o.id = g_orders.row_id AND o.id IN (SELECT order_id FROM temp.x_check WHERE shaky)"
    )
