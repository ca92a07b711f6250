"""Stock counts of a staging file into the shop's balances: one a SKU, warehouse and partition; rows that name the same
are added up.
"""

from __future__ import annotations

from shopdesk.storage.queries import import_merge
from shopdesk.storage.queries.import_merge import Field
from shopdesk.storage.queries.import_run import ImportContext, Run

FIELDS = [Field("quantity", "s.quantity", "1")]


def match_balances(run: Run, ctx: ImportContext, table: str) -> None:
    """Fill ``temp.x_balance`` (one a SKU, warehouse, partition) and ``temp.x_counted`` (which staged row belongs to
    it).
    """
    partition = "coalesce(nullif(s.partition, ''), 'normal')" if table == "staged_stock" else "'normal'"
    run.do(
        f"CREATE TEMP TABLE x_counted AS SELECT s.id AS stage_id, r.key, {partition} AS part, s.quantity, "
        f"coalesce(nullif(trim(s.warehouse), ''), :warehouse) AS warehouse FROM {table} s JOIN temp.x_row r ON r.id = "
        "s.id "
        f"WHERE s.quantity IS NOT NULL",
        warehouse=ctx.default_warehouse,
    )
    run.do("CREATE INDEX temp.x_counted_key ON x_counted (key, warehouse, part)")
    run.do(
        "CREATE TEMP TABLE x_balance AS SELECT min(c.stage_id) AS id, c.key, min(c.warehouse) AS warehouse, c.part, "
        "sum(c.quantity) AS quantity, r.sku_id, w.id AS warehouse_id, b.id AS balance_id FROM temp.x_counted c "
        "JOIN temp.x_row r ON r.id = c.stage_id LEFT JOIN warehouse w ON lower(w.name) = lower(c.warehouse) "
        "LEFT JOIN stock_balance b ON b.sku_id = r.sku_id AND b.warehouse_id = w.id AND b.partition = c.part "
        "GROUP BY c.key, lower(c.warehouse), c.part"
    )
    run.do("CREATE INDEX temp.x_balance_key ON x_balance (key)")
    import_merge.build(
        run, "stock_balance", FIELDS,
        "FROM temp.x_balance s JOIN stock_balance o ON o.id = s.balance_id",
    )  # fmt: skip


def rows_with(condition: str) -> str:
    """SQL: ids of staged rows counted into those balances ``b`` that meet ``condition``."""
    return (
        "SELECT c.stage_id FROM temp.x_counted c JOIN temp.x_balance b ON b.key = c.key AND lower(b.warehouse) = "
        "lower(c.warehouse) "
        f"AND b.part = c.part WHERE {condition}"
    )


def changed_balances() -> str:
    """SQL over ``b``: the balance becomes another."""
    return f"b.id IN ({import_merge.changed_stage_ids('stock_balance', FIELDS)})"


def apply_balances(run: Run, ctx: ImportContext) -> dict[str, int]:
    """Make missing warehouses, insert and update balances. Counts: stock_new, stock_changed, warehouses_new."""
    warehouses = run.do(
        "INSERT INTO warehouse (name, kind, country, address, pooled, created_at, updated_at, batch_id) "
        "SELECT min(warehouse), 'own', '', '', 1, :now, :now, :batch FROM temp.x_balance WHERE warehouse_id IS NULL "
        "GROUP BY lower(warehouse) ORDER BY min(warehouse) <> :first, min(id)",
        first=ctx.default_warehouse,  # so that it is the default the next time, too
        now=ctx.now,
        batch=ctx.batch,
    )
    new = run.do(
        "INSERT INTO stock_balance (sku_id, warehouse_id, partition, quantity, batch_id) "
        "SELECT k.id, w.id, b.part, b.quantity, :batch FROM temp.x_balance b JOIN temp.x_key k ON k.key = b.key "
        "JOIN warehouse w ON lower(w.name) = lower(b.warehouse) WHERE b.balance_id IS NULL ORDER BY b.id",
        batch=ctx.batch,
    )
    changed = import_merge.write(run, ctx, "stock_balance", FIELDS, stamped=False)
    return {"stock_new": new, "stock_changed": changed, "warehouses_new": warehouses}
