"""The targets of an import behind one door: match, verdicts, counts, apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shopdesk.importing.staging import ENTITY_TABLES
from shopdesk.storage.queries import (
    import_catalogue,
    import_customers,
    import_lines,
    import_merge,
    import_orders,
    import_stock,
    import_tracking,
)
from shopdesk.storage.queries.import_catalogue import PRODUCT_ROWS, STOCK_ROWS, Rows
from shopdesk.storage.queries.import_foreign import VERDICT as FOREIGN
from shopdesk.storage.queries.import_merge import Field
from shopdesk.storage.queries.import_run import ImportContext, Run

#: Verdicts by rank: a source row counts as the most that became of any staged row made from it.
VERDICTS = ("duplicate", "same", "kept", "changed", "new")


@dataclass(frozen=True, slots=True)
class Target:
    """How one target is matched and applied; ``merges``: the tables it may change and the fields that count."""

    match: Callable[[Run, ImportContext], None]
    apply: Callable[[Run, ImportContext], dict[str, int]]
    merges: Callable[[ImportContext], dict[str, list[Field]]]


def _match_sku_rows(run: Run, ctx: ImportContext, rows: Rows) -> list[str]:
    """Match SKU rows; SQL conditions over ``r`` under which a row changes something."""
    import_catalogue.match_rows(run, rows)
    import_catalogue.merge_rows(run, rows)
    conditions = [f"r.id IN ({import_merge.changed_stage_ids('sku', import_catalogue.sku_fields(rows))})"]
    if rows is PRODUCT_ROWS:
        import_catalogue.match_listings(run, ctx)
        for table, fields in (
            ("product", import_catalogue.product_fields()),
            ("listing", import_catalogue.listing_fields()),
        ):
            conditions.append(f"r.id IN ({import_merge.changed_stage_ids(table, fields)})")
        conditions.append("(r.listing_first AND r.listing_id IS NULL)")
    import_stock.match_balances(run, ctx, rows.table)
    conditions.append(f"r.id IN ({import_stock.rows_with(import_stock.changed_balances())})")
    if rows is PRODUCT_ROWS:
        conditions.append(f"r.id IN ({import_stock.rows_with('b.balance_id IS NULL')})")
    return conditions


def _match_products(run: Run, ctx: ImportContext) -> None:
    conditions = _match_sku_rows(run, ctx, PRODUCT_ROWS)
    _judge(run, "NOT r.is_first AND NOT r.listing_first", "r.sku_id IS NULL", conditions)


def _match_stock(run: Run, ctx: ImportContext) -> None:
    conditions = _match_sku_rows(run, ctx, STOCK_ROWS)
    fresh = f"r.sku_id IS NULL OR r.id IN ({import_stock.rows_with('b.balance_id IS NULL')})"
    _judge(run, "0", fresh, conditions)


def _judge(run: Run, repeated: str, fresh: str, conditions: list[str]) -> None:
    run.do(
        "CREATE TEMP TABLE m_entity AS SELECT r.id, r.sku_id AS target, "
        f"CASE WHEN {fresh} THEN 'new' WHEN {' OR '.join(conditions)} THEN 'changed' ELSE 'same' END AS verdict FROM "
        "temp.x_row r"
    )
    run.do(
        f"UPDATE temp.m_entity SET verdict = 'duplicate' WHERE verdict <> 'changed' AND id IN (SELECT id FROM "
        f"temp.x_row r WHERE {repeated})"
    )
    run.do("CREATE UNIQUE INDEX temp.m_entity_id ON m_entity (id)")


def _apply_products(run: Run, ctx: ImportContext) -> dict[str, int]:
    counts = import_catalogue.apply_rows(run, ctx, PRODUCT_ROWS)
    run.report(0.4, "listings")
    counts |= import_catalogue.apply_listings(run, ctx)
    counts |= import_stock.apply_balances(run, ctx)
    run.report(0.6, "lines")
    return counts | {"lines_linked": import_catalogue.link_lines(run, ctx)}


def _apply_stock(run: Run, ctx: ImportContext) -> dict[str, int]:
    counts = import_catalogue.apply_rows(run, ctx, STOCK_ROWS)
    run.report(0.4, "stock")
    counts |= import_stock.apply_balances(run, ctx)
    return counts | {"lines_linked": import_catalogue.link_lines(run, ctx)}


def _order_merges(ctx: ImportContext) -> dict[str, list[Field]]:
    return {"orders": import_orders.fields(ctx), "order_line": import_lines.fields(ctx)}


def _product_merges(_ctx: ImportContext) -> dict[str, list[Field]]:
    return {
        "product": import_catalogue.product_fields(),
        "sku": import_catalogue.sku_fields(PRODUCT_ROWS),
        "listing": import_catalogue.listing_fields(),
        "stock_balance": import_stock.FIELDS,
    }


TARGETS = {
    "orders": Target(import_orders.match, import_orders.apply, _order_merges),
    "products": Target(_match_products, _apply_products, _product_merges),
    "stock": Target(
        _match_stock,
        _apply_stock,
        lambda _: {"sku": import_catalogue.sku_fields(STOCK_ROWS), "stock_balance": import_stock.FIELDS},
    ),
    "customers": Target(
        import_customers.match, import_customers.apply, lambda _: {"customer": import_customers.fields()}
    ),
    "tracking": Target(import_tracking.match, import_tracking.apply, import_tracking.merges),
}


def row_counts(run: Run, target: str) -> dict[str, int]:
    """Source rows by verdict (:data:`VERDICTS`); together they are the rows that were not rejected."""
    ranks = " ".join(f"WHEN '{verdict}' THEN {rank}" for rank, verdict in enumerate(VERDICTS))
    found = run.rows(
        f"SELECT rank, sum(n) FROM (SELECT max(CASE m.verdict {ranks} END) AS rank, sum(s.row_count) AS n "
        f"FROM {ENTITY_TABLES[target]} s JOIN temp.m_entity m ON m.id = s.id WHERE m.verdict <> '{FOREIGN}' "
        "GROUP BY s.row) GROUP BY rank"
    )
    return {VERDICTS[rank]: int(n) for rank, n in found if n}


def entity_counts(run: Run) -> dict[str, int]:
    """Staged entities (orders, SKU rows …) by verdict."""
    found = run.rows("SELECT verdict, count(*) FROM temp.m_entity GROUP BY verdict")
    return {verdict: int(n) for verdict, n in found if verdict != FOREIGN}


def changed_fields(run: Run, ctx: ImportContext) -> dict[str, int]:
    """Cells that change, by ``table.column``."""
    return {
        f"{table}.{column}": n
        for table, fields in TARGETS[ctx.target].merges(ctx).items()
        for column, n in import_merge.field_counts(run, table, fields).items()
    }


def kept_edits(run: Run, ctx: ImportContext) -> int:
    """Cells that stay as the owner typed them although the file says otherwise."""
    return sum(import_merge.kept_count(run, table) for table in TARGETS[ctx.target].merges(ctx))


def store_verdicts(run: Run, target: str) -> None:
    """Write each staged row's verdict and the shop row it meets into the staging file, for the preview list."""
    table = ENTITY_TABLES[target]
    run.do(f"UPDATE {table} SET verdict = m.verdict, match_id = m.target FROM temp.m_entity m WHERE m.id = {table}.id")
