"""Orders of a file that carry the number of a known order but are another one: a second shop of the same marketplace.

Platforms count orders per shop (#1002). An order with another currency, placed on another day, without one line in
common is not changed by the file: its rows are rejected, so that neither order is lost.
"""

from __future__ import annotations

import json

from shopdesk.importing.staging import ENTITY_TABLES
from shopdesk.storage.queries.import_run import Run

CODE = "other_shop"
VERDICT = "foreign"
_DAYS_APART = 2  # the same moment in two time zones, or the day of payment for that of the order


def leave_out(run: Run) -> None:
    """Mark such orders among those to check, once their lines are paired, and take them out of every merge."""
    run.do("DELETE FROM problem WHERE code = :code", code=CODE)
    run.do(
        "CREATE TEMP TABLE x_foreign AS SELECT c.stage_id, c.order_id FROM temp.x_check c "
        "JOIN staged_order s ON s.id = c.stage_id JOIN orders o ON o.id = c.order_id "
        "WHERE s.currency <> o.currency AND abs(julianday(s.placed_at) - julianday(o.placed_at)) > :days "
        "AND NOT EXISTS (SELECT 1 FROM staged_line l JOIN temp.x_pair p ON p.stage_id = l.id WHERE l.order_id = s.id)",
        days=_DAYS_APART,
    )
    if not run.value("SELECT EXISTS (SELECT 1 FROM temp.x_foreign)"):
        return
    run.do(f"UPDATE temp.m_entity SET verdict = '{VERDICT}' WHERE id IN (SELECT stage_id FROM temp.x_foreign)")
    run.do("DELETE FROM temp.g_orders WHERE stage_id IN (SELECT stage_id FROM temp.x_foreign)")
    for table in ("x_check", "x_staged", "x_shop"):
        run.do(f"DELETE FROM temp.{table} WHERE order_id IN (SELECT order_id FROM temp.x_foreign)")
    _reject(run)


def _reject(run: Run) -> None:
    """One rejected row for each row of the file that such an order was made of."""
    found = run.rows(
        "SELECT s.order_no, s.row, s.row_count, (SELECT json_group_array(DISTINCT l.row) FROM staged_line l "
        "WHERE l.order_id = s.id) FROM temp.x_foreign f JOIN staged_order s ON s.id = f.stage_id ORDER BY s.row"
    )
    problems = []
    for order_no, first, count, lines in found:
        rows = sorted(set(json.loads(lines)))[:count]
        params = json.dumps({"order_no": order_no}, ensure_ascii=False)
        problems += [(row, CODE, params) for row in [*[first] * (count - len(rows)), *rows]]
    run.many("INSERT INTO problem (row, severity, code, params, cells) VALUES (?, 'rejected', ?, ?, '[]')", problems)


def count(run: Run, target: str) -> tuple[int, int]:
    """Such orders, and the rows of the file that the shop refuses: theirs, or those of what belongs to nothing here."""
    found, rows = run.rows(
        f"SELECT count(*), coalesce(sum(s.row_count), 0) FROM temp.m_entity m JOIN {ENTITY_TABLES[target]} s "
        f"ON s.id = m.id WHERE m.verdict = '{VERDICT}'"
    )[0]
    return (int(found) if target == "orders" else 0), int(rows)
