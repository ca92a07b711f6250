"""What a prepared import would change, cell by cell, kept in the staging file for the preview.

``store_changes`` runs at the end of matching, while the temporary merges are there: what is shown is what would be
written.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from shopdesk.storage.queries import import_merge, import_targets
from shopdesk.storage.queries.import_merge import Field
from shopdesk.storage.queries.import_run import ImportContext, Run

_CHANGES = (
    "CREATE TABLE preview_change (entity_id INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, "
    "field TEXT NOT NULL, "
    "before, after, kept_at TEXT)"
)

#: Staged entity of a merged row, the staged row it was merged from, and what to call it, by table.
_STAGED = {
    "orders": ("g.stage_id", "staged_order", "''"),
    "order_line": ("s.order_id", "staged_line", "coalesce(nullif(o.sku_code, ''), o.title)"),
    "product": ("g.stage_id", "staged_sku", "''"),
    "sku": ("g.stage_id", "", "''"),
    "listing": ("g.stage_id", "staged_sku", "''"),
    "stock_balance": ("g.stage_id", "temp.x_balance", "s.warehouse"),
    "customer": ("g.stage_id", "staged_customer", "''"),
    "shipment": ("g.stage_id", "staged_tracking", "o.waybill"),
}


def store_changes(run: Run, ctx: ImportContext) -> None:
    """Write every cell that would change, or that the owner's edit keeps, into the staging file."""
    run.do("DROP TABLE IF EXISTS preview_change")
    run.do(_CHANGES)
    for table, fields in import_targets.TARGETS[ctx.target].merges(ctx).items():
        changed = import_merge.field_counts(run, table, fields)
        kept = import_merge.kept_count(run, table)
        for field in fields:
            if field.column in changed:
                _store(run, ctx, table, field, f"g.{field.column}", f"g.{field.column} IS NOT o.{field.column}", "NULL")
            if kept and field.counts:
                edited = f"({field.differs()}) AND {import_merge.edited(table, field.column)}"
                moment = (
                    f"(SELECT e.at FROM owner_edit e WHERE e.kind = '{table}' "
                    f"AND e.row_id = o.id AND e.field = '{field.column}')"
                )
                _store(run, ctx, table, field, field.value, edited, moment)
    if ctx.target == "orders":
        _store_lines(run)
    run.do("CREATE INDEX preview_change_entity ON preview_change (entity_id)")


def mark_kept(run: Run) -> None:
    """A row that would change, had the owner not typed into it, is ``kept``: the same, and yet not what the file
    says. After :func:`store_changes`.
    """
    run.do(
        "UPDATE temp.m_entity SET verdict = 'kept' WHERE verdict = 'same' "
        "AND id IN (SELECT entity_id FROM preview_change WHERE kept_at IS NOT NULL)"
    )


def _store(run: Run, ctx: ImportContext, table: str, field: Field, after: str, where: str, kept_at: str) -> None:
    entity, staged, name = _STAGED[table]
    staged = staged or ("staged_stock" if ctx.target == "stock" else "staged_sku")
    rows = " JOIN temp.x_row r ON r.id = g.stage_id" if table in {"product", "sku", "listing"} else ""
    run.do(
        f"INSERT INTO preview_change SELECT {entity}, '{table}', {name}, '{field.column}', "
        f"o.{field.column}, {after}, {kept_at} "
        f"FROM temp.g_{table} g JOIN {table} o ON o.id = g.row_id JOIN {staged} s "
        f"ON s.id = g.stage_id{rows} WHERE {where}"
    )


def _store_lines(run: Run) -> None:
    """Lines that come and lines that go, as one cell each."""
    said = "{0}.quantity || ' × ' || coalesce(nullif({0}.sku_code, ''), {0}.title)"
    run.do(
        f"INSERT INTO preview_change SELECT l.order_id, 'order_line', l.sku_code, 'line', NULL, "
        f"{said.format('l')}, NULL "
        "FROM temp.x_added a JOIN staged_line l ON l.id = a.stage_id"
    )
    run.do(
        f"INSERT INTO preview_change SELECT c.stage_id, 'order_line', l.sku_code, 'line', "
        f"{said.format('l')}, NULL, NULL "
        "FROM temp.x_gone x JOIN order_line l ON l.id = x.id JOIN temp.x_check c ON c.order_id = x.order_id"
    )


def changes(connection: sqlite3.Connection, entity_id: int) -> list[tuple[Any, ...]]:
    """What changes in one staged entity: (kind, name, field, before, after, kept_at)."""
    return connection.execute(
        "SELECT kind, name, field, before, after, kept_at FROM preview_change WHERE entity_id = ? ORDER BY rowid",
        (entity_id,),
    ).fetchall()
