"""Parcels an order file knows of: carrier and waybill become a shipment (R-O6), once per waybill."""

from __future__ import annotations

from shopdesk.storage.queries.import_run import ImportContext, Run

#: SQL: ids of known orders for which the file names a waybill that the shop does not have.
CHANGED_ORDERS = "SELECT order_id FROM temp.x_parcel"

_STATE = (
    "CASE WHEN s.state IN ('delivered', 'completed') THEN 'delivered' "
    "WHEN s.state = 'shipped' THEN 'handed_over' ELSE 'created' END"
)


def match(run: Run) -> None:
    """Fill ``temp.x_parcel``: waybills of known orders that no shipment carries yet."""
    run.do(
        "CREATE TEMP TABLE x_parcel AS SELECT s.id AS stage_id, m.target AS order_id, (SELECT min(p.id) FROM shipment "
        "p "
        "WHERE p.order_id = m.target AND p.waybill = '' AND p.archived_at IS NULL) AS blank_id "
        "FROM temp.m_entity m JOIN staged_order s ON s.id = m.id WHERE m.verdict = 'check' AND s.waybill <> '' "
        "AND NOT EXISTS (SELECT 1 FROM shipment p WHERE p.order_id = m.target AND p.waybill = s.waybill)"
    )


def carriers(run: Run) -> list[str]:
    """The carriers that the file names, most parcels first."""
    found = run.rows("SELECT carrier FROM staged_order WHERE carrier <> '' GROUP BY carrier ORDER BY count(*) DESC, 1")
    return [str(name) for (name,) in found]


def apply(run: Run, ctx: ImportContext) -> None:
    """Insert the parcels of new orders, complete or add those of known ones."""
    _insert(
        run,
        ctx,
        "temp.m_entity m JOIN staged_order s ON s.id = m.id WHERE m.verdict = 'new' AND s.waybill || s.carrier <> ''",
    )
    _complete(run, ctx)
    _insert(
        run, ctx,
        "(SELECT stage_id AS id, order_id AS target FROM temp.x_parcel WHERE blank_id IS NULL) m JOIN staged_order s "
        "ON s.id = m.id WHERE 1",
    )  # fmt: skip


def _insert(run: Run, ctx: ImportContext, source: str) -> None:
    run.do(
        "INSERT INTO shipment (order_id, parcel_no, parcel_count, carrier, service, waybill, state, handed_over_at, "
        "created_at, updated_at, "
        "batch_id) SELECT m.target, 1 + (SELECT count(*) FROM shipment p WHERE p.order_id = m.target), "
        "1 + (SELECT count(*) FROM shipment p WHERE p.order_id = m.target), s.carrier, s.ship_service, s.waybill, "
        f"{_STATE}, s.shipped_at, :now, :now, :batch FROM {source}",
        now=ctx.now,
        batch=ctx.batch,
    )


def _complete(run: Run, ctx: ImportContext) -> None:
    """A parcel that was waiting for its number gets it."""
    run.do(
        "INSERT INTO change_item (change_id, kind, row_id, before, after) SELECT :change, 'shipment', p.id, "
        "json_object('carrier', p.carrier, 'waybill', p.waybill), json_object('carrier', s.carrier, 'waybill', "
        "s.waybill) "
        "FROM temp.x_parcel x JOIN shipment p ON p.id = x.blank_id JOIN staged_order s ON s.id = x.stage_id",
        change=ctx.change,
    )
    run.do(
        "UPDATE shipment SET carrier = s.carrier, waybill = s.waybill, updated_at = :now FROM temp.x_parcel x, "
        "staged_order s "
        "WHERE shipment.id = x.blank_id AND s.id = x.stage_id",
        now=ctx.now,
    )
