"""Undoing an import: take away what it made, put back what it changed, leave alone and name what was used since.

"Used since": the owner typed into it, a later step that still stands touched it, or something that is not of this
import hangs on it. Works from ``batch_id``, ``change_item`` and ``owner_edit`` alone, so it works after a restart. Must
not commit.
"""

from __future__ import annotations

from dataclasses import dataclass

from shopdesk.storage.queries.import_lines import COLUMNS as LINE_COLUMNS
from shopdesk.storage.queries.import_run import Run
from shopdesk.storage.tables import Base

#: What a kind of row is called by, over ``t``.
_NAMES = {
    "orders": "t.external_no",
    "order_line": "(SELECT o.external_no FROM orders o WHERE o.id = t.order_id) || ' ' || coalesce(nullif(t.sku_code, "
    "''), t.title)",
    "shipment": "coalesce(nullif(t.waybill, ''), (SELECT o.external_no FROM orders o WHERE o.id = t.order_id))",
    "product": "t.title",
    "sku": "t.code",
    "listing": "coalesce(nullif(t.title, ''), (SELECT k.code FROM sku k WHERE k.id = t.sku_id))",
    "stock_balance": "(SELECT k.code FROM sku k WHERE k.id = t.sku_id)",
    "customer": "coalesce(nullif(t.name, ''), t.key)",
    "warehouse": "t.name",
    "channel": "t.name",
    "wave": "t.number",
    "order_exception": "(SELECT o.external_no FROM orders o WHERE o.id = t.order_id)",
    "tracking_event": "(SELECT p.waybill FROM shipment p WHERE p.id = t.shipment_id) || ' ' || t.text",
}

#: Steps that nobody took: what a shop does by itself as time goes is no use of a row.
_OF_ITSELF = "'orders_completed', 'tasks_swept'"

#: A parcel that came with its order goes and stays with it.
_OF_KEPT_ORDER = "t.order_id IN (SELECT id FROM orders WHERE batch_id = :batch)"

#: What the owner began after the sale hangs on the order.
_FOLLOWED = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} f WHERE f.order_id = t.id)"
    for table in ("refund", "invoice_request", "installation", "order_exception")
)

#: Rows an import makes, those that hang on others first, and what of another origin keeps them (SQL over ``t``).
_CREATED = {
    "tracking_event": "0",
    "orders": (
        f"t.id IN (SELECT order_id FROM print_job_item) OR {_FOLLOWED} OR EXISTS (SELECT 1 FROM shipment p "
        "WHERE p.order_id = t.id "
        "AND (p.batch_id "
        "IS NOT :batch OR EXISTS (SELECT 1 FROM tracking_event e WHERE e.shipment_id = p.id AND e.batch_id IS NOT "
        ":batch) OR p.label_printed_at IS NOT NULL OR p.id IN (SELECT row_id FROM temp.x_used WHERE kind = "
        "'shipment'))) "
        "OR t.id IN (SELECT l.order_id FROM order_line l WHERE l.id IN "
        "(SELECT row_id FROM temp.x_used WHERE kind = 'order_line'))"
    ),
    "shipment": (
        f"t.label_printed_at IS NOT NULL OR {_OF_KEPT_ORDER} OR EXISTS (SELECT 1 FROM tracking_event e "
        "WHERE e.shipment_id = t.id AND e.batch_id IS NOT :batch)"
    ),
    "listing": "0",
    "stock_balance": "0",
    "sku": (
        "EXISTS (SELECT 1 FROM stock_balance b WHERE b.sku_id = t.id) OR EXISTS (SELECT 1 FROM listing l WHERE "
        "l.sku_id = t.id) "
        "OR EXISTS (SELECT 1 FROM bin_sku b WHERE b.sku_id = t.id)"
    ),
    "product": "EXISTS (SELECT 1 FROM sku k WHERE k.product_id = t.id)",
    "customer": "0",
    "warehouse": (
        "EXISTS (SELECT 1 FROM stock_balance b WHERE b.warehouse_id = t.id) OR EXISTS (SELECT 1 FROM bin b WHERE "
        "b.warehouse_id = t.id)"
    ),
}


@dataclass(frozen=True, slots=True)
class Undone:
    """Rows removed and restored by an undo; what was kept as (kind, id, name, fields); orders whose search text is
    stale. ``removed_by_kind``: of the rows that the import had made, by table.
    """

    removed: int
    restored: int
    kept: list[tuple[str, int, str, tuple[str, ...]]]
    orders: list[int]
    removed_by_kind: dict[str, int]


def undo(run: Run, batch: int, change: int) -> Undone:
    """Undo the import ``batch`` whose logged step is ``change``."""
    orders = _orders_of(run, batch, change)
    _list_used(run, change)
    restored, kept = _restore_fields(run, change)
    removed = _remove_lines(run, change)
    restored += _bring_lines_back(run, change)
    gone: dict[str, int] = {}
    for kind, used_by_others in _CREATED.items():
        gone[kind], left = _remove(run, kind, used_by_others, batch)
        kept += left
    _remove_channel(run, change)
    run.drop_temporary()
    return Undone(removed + sum(gone.values()), restored, _merged(kept), orders, gone)


def _orders_of(run: Run, batch: int, change: int) -> list[int]:
    found = run.rows(
        "SELECT id FROM orders WHERE batch_id = :batch UNION SELECT row_id FROM change_item WHERE change_id = :change "
        "AND kind = 'orders' "
        "UNION SELECT order_id FROM shipment WHERE batch_id = :batch",
        batch=batch,
        change=change,
    )
    return [row[0] for row in found]


def _list_used(run: Run, change: int) -> None:
    """``temp.x_used``: rows the owner or a later step that still stands has touched, by field where that is known."""
    run.do("CREATE TEMP TABLE x_used (kind TEXT NOT NULL, row_id INTEGER NOT NULL, field TEXT)")
    run.do(
        "INSERT INTO temp.x_used SELECT i.kind, i.row_id, j.key FROM change_log c JOIN change_item i ON i.change_id = "
        "c.id "
        "LEFT JOIN json_each(coalesce(i.after, '{}')) j WHERE c.id > :change AND c.undone_at IS NULL "
        f"AND c.code NOT IN ({_OF_ITSELF})",
        change=change,
    )
    run.do("INSERT INTO temp.x_used SELECT kind, row_id, field FROM owner_edit")
    run.do("CREATE INDEX temp.x_used_row ON x_used (kind, row_id, field)")


_Kept = list[tuple[str, int, str, tuple[str, ...]]]


def _restore_fields(run: Run, change: int) -> tuple[int, _Kept]:
    kinds = run.rows(
        "SELECT DISTINCT kind FROM change_item WHERE change_id = :change AND before IS NOT NULL AND after IS NOT NULL",
        change=change,
    )
    restored, kept = 0, []
    for (kind,) in kinds:
        count, left = _restore_kind(run, kind, change)
        restored += count
        kept += left
    return restored, kept


def _restore_kind(run: Run, kind: str, change: int) -> tuple[int, _Kept]:
    """Put back each field of a kind that still says what the import wrote."""
    table = Base.metadata.tables[kind].name  # a name of ours, or KeyError
    known = {column.name for column in Base.metadata.tables[kind].columns}
    keys = run.rows(
        "SELECT DISTINCT j.key FROM change_item i, json_each(i.after) j WHERE i.change_id = :change AND i.kind = :kind "
        "AND i.before IS NOT NULL",
        change=change,
        kind=kind,
    )
    run.do(
        "CREATE TEMP TABLE x_back (row_id INTEGER NOT NULL, field TEXT NOT NULL, PRIMARY KEY (row_id, field)) WITHOUT "
        "ROWID"
    )
    kept: _Kept = []
    for column in sorted({key for (key,) in keys} & known):
        kept += _restore_column(run, kind, table, column, change)
    restored = run.value("SELECT count(DISTINCT row_id) FROM temp.x_back")
    run.do("DROP TABLE temp.x_back")
    return int(restored), kept


def _restore_column(run: Run, kind: str, table: str, column: str, change: int) -> _Kept:
    before, after = f"json_extract(i.before, '$.{column}')", f"json_extract(i.after, '$.{column}')"
    items = (
        f"change_item i JOIN {table} t ON t.id = i.row_id WHERE i.change_id = :change AND i.kind = :kind "
        f"AND i.before IS NOT NULL AND json_type(i.after, '$.{column}') IS NOT NULL"
    )
    used = "EXISTS (SELECT 1 FROM temp.x_used u WHERE u.kind = i.kind AND u.row_id = i.row_id AND u.field = :column)"
    run.do(
        f"INSERT INTO temp.x_back SELECT i.row_id, :column FROM {items} AND t.{column} IS {after} AND NOT {used}",
        change=change,
        kind=kind,
        column=column,
    )
    kept = run.rows(
        f"SELECT i.row_id, {_NAMES[kind]} FROM {items} AND t.{column} IS NOT {before} "
        "AND NOT EXISTS (SELECT 1 FROM temp.x_back b WHERE b.row_id = i.row_id AND b.field = :column)",
        change=change,
        kind=kind,
        column=column,
    )
    run.do(
        f"UPDATE {table} SET {column} = {before} FROM change_item i WHERE i.change_id = :change AND i.kind = :kind "
        f"AND json_type(i.after, '$.{column}') IS NOT NULL "  # a row may stand there twice, with other columns
        f"AND i.row_id = {table}.id AND {table}.id IN (SELECT row_id FROM temp.x_back WHERE field = :column)",
        change=change,
        kind=kind,
        column=column,
    )
    return [(kind, row_id, str(name), (column,)) for row_id, name in kept]


def _remove_lines(run: Run, change: int) -> int:
    """Take away lines that the import added to orders the shop had."""
    return run.do(
        "DELETE FROM order_line WHERE id IN (SELECT row_id FROM change_item WHERE change_id = :change AND kind = "
        "'order_line' "
        "AND before IS NULL) AND id NOT IN (SELECT row_id FROM temp.x_used WHERE kind = 'order_line')",
        change=change,
    )


def _bring_lines_back(run: Run, change: int) -> int:
    """Put back lines that the import took away."""
    values = ", ".join(f"json_extract(i.before, '$.{column}')" for column in LINE_COLUMNS)
    return run.do(
        f"INSERT OR IGNORE INTO order_line (id, {', '.join(LINE_COLUMNS)}) SELECT i.row_id, {values} FROM change_item "
        "i "
        "WHERE i.change_id = :change AND i.kind = 'order_line' AND i.after IS NULL "
        "AND json_extract(i.before, '$.order_id') IN (SELECT id FROM orders)",
        change=change,
    )


def _remove(run: Run, kind: str, used_by_others: str, batch: int) -> tuple[int, _Kept]:
    """Remove the rows of ``kind`` that the import made and nobody used since; the others, named."""
    run.do(
        f"CREATE TEMP TABLE x_gone AS SELECT t.id FROM {kind} t WHERE t.batch_id = :batch AND NOT ({used_by_others}) "
        f"AND t.id NOT IN (SELECT row_id FROM temp.x_used WHERE kind = '{kind}')",
        batch=batch,
    )
    if kind == "sku":
        run.do("UPDATE order_line SET sku_id = NULL WHERE sku_id IN (SELECT id FROM temp.x_gone)")
    removed = run.do(f"DELETE FROM {kind} WHERE id IN (SELECT id FROM temp.x_gone)")
    run.do("DROP TABLE temp.x_gone")
    named = f"AND NOT ({_OF_KEPT_ORDER})" if kind == "shipment" else ""
    left = run.rows(
        f"SELECT t.id, {_NAMES[kind]} FROM {kind} t WHERE t.batch_id = :batch {named} ORDER BY t.id", batch=batch
    )
    return removed, [(kind, row_id, str(name), ()) for row_id, name in left]


def _remove_channel(run: Run, change: int) -> int:
    """Remove the channel that the import made, unless something is on it."""
    return run.do(
        "DELETE FROM channel WHERE id IN (SELECT row_id FROM change_item WHERE change_id = :change AND kind = "
        "'channel' "
        "AND before IS NULL) AND id NOT IN (SELECT channel_id FROM orders) AND id NOT IN (SELECT channel_id FROM "
        "listing) "
        "AND id NOT IN (SELECT channel_id FROM customer WHERE channel_id IS NOT NULL) "
        "AND id NOT IN (SELECT row_id FROM temp.x_used WHERE kind = 'channel')",
        change=change,
    )


def _merged(kept: _Kept) -> _Kept:
    """One entry a row, its fields together; rows kept whole first named so. Hashes and counts are nobody's edits."""
    rows: dict[tuple[str, int], tuple[str, set[str]]] = {}
    for kind, row_id, name, fields in kept:
        _, known = rows.setdefault((kind, row_id), (name, set()))
        known.update(fields)
    return [(kind, row_id, name, tuple(sorted(fields))) for (kind, row_id), (name, fields) in rows.items()]
