"""Exceptions of orders that a file says have left, were cancelled or sent back: nothing is left to resolve (R-O3)."""

from __future__ import annotations

from shopdesk.domain.orders import OPEN
from shopdesk.storage.queries.import_run import ImportContext, Run

_OPEN = ", ".join(f"'{state}'" for state in OPEN)


def close(run: Run, ctx: ImportContext) -> None:
    """To run when the orders of ``temp.g_orders`` are written. Undone with the import."""
    run.do(
        "CREATE TEMP TABLE x_closed AS SELECT e.id FROM temp.g_orders g JOIN orders o ON o.id = g.row_id "
        f"JOIN order_exception e ON e.order_id = o.id WHERE e.closed_at IS NULL AND o.state NOT IN ({_OPEN})"
    )
    run.do(
        "INSERT INTO change_item (change_id, kind, row_id, before, after) SELECT :change, 'order_exception', id, "
        "json_object('closed_at', NULL), json_object('closed_at', :now) FROM temp.x_closed",
        change=ctx.change,
        now=ctx.now,
    )
    run.do("UPDATE order_exception SET closed_at = :now WHERE id IN (SELECT id FROM temp.x_closed)", now=ctx.now)
