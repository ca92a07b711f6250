"""Parcels an order file knows of: carrier and waybill become a shipment (R-O6), once per waybill; what it calls shipped
or delivered has left the house.
"""

from __future__ import annotations

from shopdesk.domain.orders import OrderState
from shopdesk.domain.parcels import ON_THE_WAY, WAITING, ParcelState
from shopdesk.storage.queries.import_run import ImportContext, Run

#: SQL: ids of known orders for which the file names a waybill that the shop does not have.
CHANGED_ORDERS = "SELECT order_id FROM temp.x_parcel"

_STATE = (
    "CASE WHEN s.state IN ('delivered', 'completed') THEN 'delivered' "
    "WHEN s.state = 'shipped' THEN 'handed_over' ELSE 'created' END"
)


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


_HERE, _UNDER_WAY = _listed(WAITING), _listed((*ON_THE_WAY, ParcelState.STALLED))
_CANCELLED = OrderState.CANCELLED
_CAME = _listed((OrderState.DELIVERED, OrderState.COMPLETED))


def match(run: Run) -> None:
    """Fill ``temp.x_parcel``: waybills of known orders that no shipment carries yet."""
    run.do(
        "CREATE TEMP TABLE x_parcel AS SELECT s.id AS stage_id, m.target AS order_id, (SELECT min(p.id) FROM shipment "
        "p "
        "WHERE p.order_id = m.target AND p.waybill = '' AND p.merged_into_id IS NULL AND p.archived_at IS NULL) "
        "AS blank_id "
        "FROM temp.m_entity m JOIN staged_order s ON s.id = m.id WHERE m.verdict = 'check' AND s.waybill <> '' "
        "AND NOT EXISTS (SELECT 1 FROM shipment p LEFT JOIN shipment h ON h.id = p.merged_into_id "
        "WHERE p.order_id = m.target AND s.waybill IN (p.waybill, h.waybill))"
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
    _forget_service(run, ctx)
    run.do(
        "INSERT INTO change_item (change_id, kind, row_id, before, after) SELECT :change, 'shipment', p.id, "
        "json_object('carrier', p.carrier, 'waybill', p.waybill), json_object('carrier', "
        "coalesce(nullif(s.carrier, ''), p.carrier), 'waybill', s.waybill) "
        "FROM temp.x_parcel x JOIN shipment p ON p.id = x.blank_id JOIN staged_order s ON s.id = x.stage_id",
        change=ctx.change,
    )
    run.do(
        "UPDATE shipment SET carrier = coalesce(nullif(s.carrier, ''), shipment.carrier), waybill = s.waybill, "
        "updated_at = :now FROM temp.x_parcel x, staged_order s "
        "WHERE shipment.id = x.blank_id AND s.id = x.stage_id",
        now=ctx.now,
    )


def _forget_service(run: Run, ctx: ImportContext) -> None:
    """A parcel that goes with another carrier than before has neither that one's service nor its price."""
    run.do(
        "CREATE TEMP TABLE x_other AS SELECT p.id FROM temp.x_parcel x JOIN shipment p ON p.id = x.blank_id "
        "JOIN staged_order s ON s.id = x.stage_id WHERE s.carrier <> '' AND p.carrier <> s.carrier "
        "AND (p.service <> '' OR p.service_id IS NOT NULL OR p.fee_quoted_minor IS NOT NULL)"
    )
    run.do(
        "INSERT INTO change_item (change_id, kind, row_id, before, after) SELECT :change, 'shipment', p.id, "
        "json_object('service', p.service, 'service_id', p.service_id, 'fee_quoted_minor', p.fee_quoted_minor), "
        "json_object('service', '', 'service_id', NULL, 'fee_quoted_minor', NULL) "
        "FROM temp.x_other x JOIN shipment p ON p.id = x.id",
        change=ctx.change,
    )
    run.do(
        "UPDATE shipment SET service = '', service_id = NULL, fee_quoted_minor = NULL "
        "WHERE id IN (SELECT id FROM temp.x_other)"
    )


def move_on(run: Run, ctx: ImportContext) -> None:
    """Parcels of known orders that the file calls shipped or delivered for the first time are where the order is. What
    came to an end of its own (lost, sent back, disputed) stays so. To run before these orders are written.
    """
    run.do(
        "CREATE TEMP TABLE x_moved AS SELECT p.id, p.state, p.handed_over_at, coalesce(p.handed_over_at, s.shipped_at) "
        f"AS left_at, CASE WHEN g.state IN ({_CAME}) THEN '{ParcelState.DELIVERED}' "
        f"ELSE '{ParcelState.HANDED_OVER}' END AS now_state FROM temp.g_orders g JOIN orders o ON o.id = g.row_id "
        "JOIN staged_order s ON s.id = g.stage_id JOIN shipment p ON p.order_id = o.id WHERE g.state <> o.state "
        f"AND p.archived_at IS NULL AND p.batch_id IS NOT :batch AND (g.state IN ({_CAME}) AND p.state IN "
        f"({_HERE}, {_UNDER_WAY}) OR g.state = '{OrderState.SHIPPED}' AND p.state IN ({_HERE}))",
        batch=ctx.batch,
    )
    run.do(
        "INSERT INTO change_item (change_id, kind, row_id, before, after) SELECT :change, 'shipment', id, "
        "json_object('state', state, 'handed_over_at', handed_over_at), "
        "json_object('state', now_state, 'handed_over_at', left_at) FROM temp.x_moved",
        change=ctx.change,
    )
    run.do(
        "UPDATE shipment SET state = m.now_state, handed_over_at = m.left_at, updated_at = :now FROM temp.x_moved m "
        "WHERE shipment.id = m.id",
        now=ctx.now,
    )


def part_ways(run: Run, ctx: ImportContext) -> None:
    """What shared a parcel with an order that the file cancelled travels without it, as ``services.merging`` does it by
    hand. To run when the orders of ``temp.g_orders`` are written.
    """
    gone = f"SELECT g.row_id FROM temp.g_orders g JOIN orders o ON o.id = g.row_id WHERE o.state = '{_CANCELLED}'"
    run.do(
        "CREATE TEMP TABLE x_parted AS SELECT p.id, p.merged_into_id FROM shipment p JOIN shipment h "
        "ON h.id = p.merged_into_id JOIN orders o ON o.id = p.order_id JOIN orders t ON t.id = h.order_id "
        f"WHERE (p.order_id IN ({gone}) OR h.order_id IN ({gone})) AND p.merged_into_id IS NOT NULL "
        f"AND p.state IN ({_HERE}) AND (o.state = '{_CANCELLED}') <> (t.state = '{_CANCELLED}')"
    )
    run.do(
        "INSERT INTO change_item (change_id, kind, row_id, before, after) SELECT :change, 'shipment', id, "
        "json_object('merged_into_id', merged_into_id), json_object('merged_into_id', NULL) FROM temp.x_parted",
        change=ctx.change,
    )
    run.do("UPDATE shipment SET merged_into_id = NULL WHERE id IN (SELECT id FROM temp.x_parted)")
