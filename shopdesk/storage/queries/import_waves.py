"""Waves of which a file shipped or cancelled the last order are handed over (R-O5), as ``services.departure`` does by
hand.
"""

from __future__ import annotations

from shopdesk.domain.orders import SHIPPED, OrderState
from shopdesk.domain.waves import WaveState
from shopdesk.storage.queries.import_run import ImportContext, Run

_HERE = f"('{OrderState.PICKING}', '{OrderState.PACKED}')"
_GONE = "(" + ", ".join(f"'{state}'" for state in SHIPPED) + ")"


def finish(run: Run, ctx: ImportContext) -> None:
    """To run when the orders of ``temp.g_orders`` are written. Undone with the import."""
    run.do(
        "CREATE TEMP TABLE x_wave AS SELECT DISTINCT w.id, w.state, w.handed_over_at FROM temp.g_orders g "
        "JOIN orders o ON o.id = g.row_id JOIN wave w ON w.id = o.wave_id "
        f"WHERE w.state <> '{WaveState.HANDED_OVER}' "
        f"AND EXISTS (SELECT 1 FROM orders h WHERE h.wave_id = w.id AND h.state IN {_GONE}) "
        f"AND NOT EXISTS (SELECT 1 FROM orders h WHERE h.wave_id = w.id AND h.state IN {_HERE})"
    )
    values = {"state": str(WaveState.HANDED_OVER), "now": ctx.now}
    run.do(
        "INSERT INTO change_item (change_id, kind, row_id, before, after) SELECT :change, 'wave', id, "
        "json_object('state', state, 'handed_over_at', handed_over_at), "
        "json_object('state', :state, 'handed_over_at', :now) FROM temp.x_wave",
        change=ctx.change, **values,
    )  # fmt: skip
    run.do(
        "UPDATE wave SET state = :state, handed_over_at = :now, updated_at = :now "
        "WHERE id IN (SELECT id FROM temp.x_wave)",
        **values,
    )
