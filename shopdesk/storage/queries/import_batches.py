"""The record of an import: its batch, its undoable step, its rejected rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shopdesk.domain.orders import OrderKind, OrderState
from shopdesk.storage.queries.import_merge import log_created
from shopdesk.storage.queries.import_run import ImportContext, Run

#: What the step of an import is called, by target.
CHANGE_CODES = {
    "orders": "import_applied_orders",
    "products": "import_applied_products",
    "stock": "import_applied_stock",
    "customers": "import_applied_customers",
    "tracking": "import_applied_tracking",
}

_CATALOGUE = ("product", "sku", "stock_balance", "warehouse", "orders", "order_line")

#: The tables an import of a target may touch, itself or when it is undone.
TOUCHED = {
    "orders": ("orders", "order_line", "shipment", "wave", "order_exception", "channel"),
    "products": (*_CATALOGUE, "listing", "channel"),
    "stock": _CATALOGUE,
    "customers": ("customer", "channel"),
    "tracking": ("tracking_event", "shipment", "orders", "wave"),
}


def open_batch(
    run: Run, ctx: ImportContext, *, rows: int, headers: Sequence[str], meta: Mapping[str, Any]
) -> ImportContext:
    """Write the batch and its step, still without a summary; the context with their ids."""
    batch = run.value(
        "INSERT INTO import_batch (at, file_name, file_sha256, format_key, target, channel_id, rows, summary, headers) "
        "VALUES (:now, :name, :sha, :format, :target, :channel, :rows, '{}', :headers) RETURNING id",
        now=ctx.now,
        name=str(meta.get("source_name", "")),
        sha=str(meta.get("sha256", "")),
        format=str(meta.get("format") or ""),
        target=ctx.target,
        channel=ctx.channel_id,
        rows=rows,
        headers=json.dumps(list(headers), ensure_ascii=False),
    )
    change = run.value(
        "INSERT INTO change_log (at, code, params, batch_id, undoable) VALUES (:now, :code, '{}', :batch, 1) "
        "RETURNING id",
        now=ctx.now,
        code=CHANGE_CODES[ctx.target],
        batch=batch,
    )
    if ctx.is_new_channel:
        log_created(run, replace(ctx, change=change), "channel", f"SELECT {int(ctx.channel_id or 0)} AS id")
    return replace(ctx, batch=int(batch), change=int(change))


def close_batch(
    run: Run, ctx: ImportContext, summary: Mapping[str, Any], params: Mapping[str, Any], *, undoable: bool
) -> None:
    """Write what became of it."""
    run.do(
        "UPDATE import_batch SET summary = :summary WHERE id = :batch",
        summary=json.dumps(summary, ensure_ascii=False),
        batch=ctx.batch,
    )
    run.do(
        "UPDATE change_log SET params = :params, undoable = :undoable WHERE id = :change",
        params=json.dumps(params, ensure_ascii=False),
        undoable=undoable,
        change=ctx.change,
    )


def drop_unused_channel(run: Run, ctx: ImportContext) -> None:
    """A channel made for this import on which nothing stands in the end was not needed."""
    if not ctx.is_new_channel:
        return
    used = " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE channel_id = :channel" for table in ("orders", "listing", "customer")
    )
    if run.value(f"SELECT EXISTS ({used})", channel=ctx.channel_id):
        return
    run.do("DELETE FROM change_item WHERE change_id = :change AND kind = 'channel'", change=ctx.change)
    run.do("UPDATE import_batch SET channel_id = NULL WHERE id = :batch", batch=ctx.batch)
    run.do("DELETE FROM channel WHERE id = :channel", channel=ctx.channel_id)


def copy_problems(run: Run, ctx: ImportContext) -> None:
    """Keep the rejected rows and remarks in the shop: the staging file goes away."""
    run.do(
        "INSERT INTO import_problem (batch_id, row, severity, code, field, params, cells) "
        "SELECT :batch, row, severity, code, field, params, cells FROM problem ORDER BY id",
        batch=ctx.batch,
    )


def rejected_rows(run: Run, limit: int) -> list[tuple[int, str, dict[str, Any]]]:
    """The first ``limit`` rejected rows of the staging file: row, code, params."""
    found = run.rows(
        "SELECT row, code, params FROM problem WHERE severity = 'rejected' ORDER BY row, id LIMIT :limit", limit=limit
    )
    return [(row, code, json.loads(params)) for row, code, params in found]


def reject_reasons(run: Run) -> dict[str, int]:
    """Rejected rows by reason, most frequent first."""
    return dict(
        run.rows("SELECT code, count(*) FROM problem WHERE severity = 'rejected' GROUP BY code ORDER BY 2 DESC, 1")
    )


def new_totals(run: Run) -> dict[str, int]:
    """Sum of the new orders' totals by currency, in minor units."""
    return dict(
        run.rows(
            "SELECT s.currency, sum(s.total_minor) FROM staged_order s JOIN temp.m_entity m ON m.id = s.id "
            "WHERE m.verdict = 'new' GROUP BY s.currency ORDER BY s.currency"
        )
    )


def shop_totals(run: Run) -> dict[str, tuple[int, int]]:
    """The shop's orders by currency: how many, and the sum of their totals in minor units."""
    found = run.rows("SELECT currency, count(*), sum(total_minor) FROM orders GROUP BY currency ORDER BY currency")
    return {currency: (int(count), int(total)) for currency, count, total in found}


def changed_totals(run: Run, ctx: ImportContext) -> dict[str, int]:
    """By how much the totals of known orders change, by currency, in minor units."""
    if not ctx.fills("order", "total_minor"):
        return {}
    return dict(
        run.rows(
            "SELECT o.currency, sum(g.total_minor - o.total_minor) FROM temp.g_orders g JOIN orders o ON o.id = "
            "g.row_id "
            "JOIN temp.m_entity m ON m.id = g.stage_id WHERE m.verdict = 'changed' GROUP BY o.currency"
        )
    )


def touched_orders(run: Run) -> list[int]:
    """Ids of the orders this import made or changed."""
    return [
        row[0]
        for row in run.rows("SELECT target FROM temp.m_entity WHERE verdict IN ('new', 'changed') ORDER BY target")
    ]


def new_to_review(run: Run) -> int:
    """How many of the new orders wait for the owner's review."""
    return int(
        run.value(
            "SELECT count(*) FROM temp.m_entity m JOIN orders o ON o.id = m.target "
            "WHERE m.verdict = 'new' AND o.state = :state",
            state=str(OrderState.TO_REVIEW),
        )
    )


def new_closed_by_age(run: Run) -> int:
    """How many new orders of a file that gives them no status count as completed because they are old.

    Without a status nothing but its age completes an order (``domain.intake``); a credit note is never open.
    """
    return int(
        run.value(
            "SELECT count(*) FROM temp.m_entity m JOIN staged_order s ON s.id = m.id WHERE m.verdict = 'new' "
            "AND s.state = :state AND s.source_status = '' AND s.kind <> :credit",
            state=str(OrderState.COMPLETED),
            credit=str(OrderKind.CREDIT),
        )
    )
