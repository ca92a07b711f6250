"""Tracking events of a staging file into the shop: met by waybill, kept once, and what they make of parcel and order.

An event of a parcel that the shop does not know, or that two carriers' parcels could mean, is a rejected row. The same
event again (parcel, time, text) is not taken twice. ``domain.tracking`` is the law for what a word does to a parcel,
``domain.parcels`` for what the parcels make of the order.
"""

from __future__ import annotations

import json

from shopdesk.domain.orders import TO_SHIP, OrderState
from shopdesk.domain.parcels import ARRIVED, LEFT, ParcelState
from shopdesk.storage.queries import import_merge, import_waves
from shopdesk.storage.queries.import_foreign import VERDICT as REFUSED
from shopdesk.storage.queries.import_merge import Field
from shopdesk.storage.queries.import_run import ImportContext, Run

_UNKNOWN, _TWO = "tracking_unknown_waybill", "tracking_two_parcels"


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


_ARRIVED, _LEFT = f"({_listed(ARRIVED)})", f"({_listed(LEFT)})"
_ON_ORDER = f"({_listed((*TO_SHIP, OrderState.SHIPPED))})"

#: ``domain.tracking.tracked_state`` over ``o``, the parcel, and ``s``, its news.
_STATE = (
    f"CASE WHEN o.state IN {_ARRIVED} THEN o.state WHEN s.status <> '' THEN s.status "
    f"WHEN o.state IN {_LEFT} THEN o.state ELSE '{ParcelState.IN_TRANSIT}' END"
)


def parcel_fields() -> list[Field]:
    """What news change of a parcel."""
    return [
        Field("state", _STATE, "1"),
        Field("handed_over_at", "s.first_at", "o.handed_over_at IS NULL"),
        Field("first_scan_at", "s.first_at", "o.first_scan_at IS NULL OR s.first_at < o.first_scan_at"),
        Field("last_event_at", "s.last_at", "o.last_event_at IS NULL OR s.last_at > o.last_event_at"),
        Field("delivered_at", "s.delivered_at", "s.delivered_at IS NOT NULL AND o.delivered_at IS NULL"),
    ]


def order_fields() -> list[Field]:
    """What news change of an order."""
    return [Field("state", "s.state", "1"), Field("shipped_at", "s.left_at", "o.shipped_at IS NULL")]


def merges(_ctx: ImportContext) -> dict[str, list[Field]]:
    """The tables that tracking may change."""
    return {"shipment": parcel_fields(), "orders": order_fields()}


def match(run: Run, _ctx: ImportContext) -> None:
    """Fill ``temp.m_entity``, refuse what belongs to no parcel, and build what becomes of parcels and orders."""
    _find_parcels(run)
    _judge(run)
    _refuse(run)
    _build_parcels(run)
    _build_orders(run)


def _find_parcels(run: Run) -> None:
    """``temp.x_found``: of each staged waybill the parcels it can mean."""
    run.do("CREATE TEMP TABLE x_waybill AS SELECT waybill, carrier FROM staged_tracking GROUP BY waybill, carrier")
    same_carrier = (
        "lower(p.carrier) = lower(w.carrier) OR EXISTS (SELECT 1 FROM carrier k WHERE "
        f"{_called('k', 'p.carrier')} AND {_called('k', 'w.carrier')})"
    )
    run.do(
        f"CREATE TEMP TABLE x_candidate AS SELECT w.waybill, w.carrier, p.id AS shipment_id, {same_carrier} AS fits "
        "FROM temp.x_waybill w CROSS JOIN shipment p ON p.waybill = w.waybill WHERE p.archived_at IS NULL"
    )
    run.do(
        "CREATE TEMP TABLE x_found AS SELECT waybill, carrier, min(shipment_id) AS shipment_id, count(*) AS n "
        "FROM temp.x_candidate a WHERE a.fits OR NOT EXISTS (SELECT 1 FROM temp.x_candidate b "
        "WHERE b.waybill = a.waybill AND b.carrier = a.carrier AND b.fits) GROUP BY waybill, carrier"
    )
    run.do("CREATE UNIQUE INDEX temp.x_found_key ON x_found (waybill, carrier)")


def _called(carrier: str, name: str) -> str:
    """SQL: the carrier is called so, by its name or by another spelling (one a line)."""
    lines = f"char(10) || lower({carrier}.aliases) || char(10)"
    return (
        f"(lower({carrier}.name) = lower({name}) OR ({name} <> '' AND "
        f"instr({lines}, char(10) || lower({name}) || char(10)) > 0))"
    )


def _judge(run: Run) -> None:
    run.do(
        "CREATE TEMP TABLE m_entity AS SELECT s.id, f.shipment_id AS target, CASE "
        f"WHEN f.n IS NULL OR f.n > 1 THEN '{REFUSED}' "
        "WHEN row_number() OVER (PARTITION BY f.shipment_id, s.at, s.text ORDER BY s.id) > 1 THEN 'duplicate' "
        "WHEN EXISTS (SELECT 1 FROM tracking_event e WHERE e.shipment_id = f.shipment_id AND e.at = s.at "
        "AND e.text = s.text) THEN 'same' ELSE 'new' END AS verdict "
        "FROM staged_tracking s LEFT JOIN temp.x_found f ON f.waybill = s.waybill AND f.carrier = s.carrier"
    )
    run.do("CREATE UNIQUE INDEX temp.m_entity_id ON m_entity (id)")


def _refuse(run: Run) -> None:
    """A rejected row for each event without a parcel, with what stood in the row."""
    run.do("DELETE FROM problem WHERE code IN (:unknown, :two)", unknown=_UNKNOWN, two=_TWO)
    found = run.rows(
        "SELECT s.row, s.waybill, f.n, s.cells, s.row_count FROM temp.m_entity m JOIN staged_tracking s ON s.id = m.id "
        "LEFT JOIN temp.x_found f ON f.waybill = s.waybill AND f.carrier = s.carrier "
        f"WHERE m.verdict = '{REFUSED}' ORDER BY s.row"
    )
    problems = []
    for row, waybill, parcels, cells, count in found:
        params = json.dumps({"waybill": waybill}, ensure_ascii=False)
        problems += [(row, _TWO if parcels else _UNKNOWN, params, cells)] * count
    run.many(
        "INSERT INTO problem (row, severity, code, field, params, cells) VALUES (?, 'rejected', ?, 'waybill', ?, ?)",
        problems,
    )


def _build_parcels(run: Run) -> None:
    """``temp.x_news``: first, last and newest word of every parcel that the file names, with what the shop knew."""
    run.do(
        "CREATE TEMP TABLE x_event AS SELECT m.id AS stage_id, m.target AS shipment_id, s.at, s.status "
        "FROM temp.m_entity m JOIN staged_tracking s ON s.id = m.id WHERE m.verdict = 'new'"
    )
    run.do(
        "INSERT INTO temp.x_event SELECT 0, e.shipment_id, e.at, e.status FROM tracking_event e "
        "WHERE e.shipment_id IN (SELECT shipment_id FROM temp.x_event)"
    )
    run.do("CREATE INDEX temp.x_event_parcel ON x_event (shipment_id, at)")
    run.do(
        "CREATE TEMP TABLE x_news AS SELECT max(v.stage_id) AS id, v.shipment_id, min(v.at) AS first_at, "
        "max(v.at) AS last_at, min(CASE WHEN v.status = 'delivered' THEN v.at END) AS delivered_at, "
        "coalesce((SELECT w.status FROM temp.x_event w WHERE w.shipment_id = v.shipment_id AND w.status <> '' "
        "ORDER BY w.at DESC, w.stage_id DESC LIMIT 1), '') AS status FROM temp.x_event v GROUP BY v.shipment_id"
    )
    import_merge.build(run, "shipment", parcel_fields(), "FROM temp.x_news s JOIN shipment o ON o.id = s.shipment_id")


def _build_orders(run: Run) -> None:
    """``temp.g_orders``: orders all of whose parcels have left or arrived by now; what travels in another parcel is
    where that one is.
    """
    state = "coalesce(g.state, t.state, p.state)"
    left = "coalesce(g.handed_over_at, t.handed_over_at, p.handed_over_at)"
    run.do(
        f"CREATE TEMP TABLE x_order AS SELECT p.order_id, max(g.stage_id) AS id, max({left}) AS left_at, "
        f"CASE WHEN min({state} IN {_ARRIVED}) THEN '{OrderState.DELIVERED}' "
        f"WHEN min({state} IN {_LEFT}) THEN '{OrderState.SHIPPED}' END AS state "
        "FROM shipment p LEFT JOIN shipment t ON t.id = p.merged_into_id "
        "LEFT JOIN temp.g_shipment g ON g.row_id = coalesce(t.id, p.id) "
        "WHERE p.archived_at IS NULL AND p.order_id IN (SELECT q.order_id FROM shipment q WHERE q.id IN "
        "(SELECT row_id FROM temp.g_shipment) UNION SELECT q.order_id FROM shipment q WHERE q.merged_into_id IN "
        "(SELECT row_id FROM temp.g_shipment)) GROUP BY p.order_id"
    )
    import_merge.build(
        run, "orders", order_fields(),
        "FROM temp.x_order s JOIN orders o ON o.id = s.order_id "
        f"WHERE s.state IS NOT NULL AND o.state IN {_ON_ORDER} AND NOT (s.state = 'shipped' AND o.state = 'shipped')",
    )  # fmt: skip


def apply(run: Run, ctx: ImportContext) -> dict[str, int]:
    """Insert the events, move parcels and orders. Counts: tracking_new, parcels_changed, orders_changed."""
    new = run.do(
        "INSERT INTO tracking_event (shipment_id, at, status, place, text, batch_id) SELECT m.target, s.at, s.status, "
        "s.place, s.text, :batch FROM temp.m_entity m JOIN staged_tracking s ON s.id = m.id WHERE m.verdict = 'new' "
        "ORDER BY s.id",
        batch=ctx.batch,
    )
    parcels = import_merge.write(run, ctx, "shipment", parcel_fields())
    orders = import_merge.write(run, ctx, "orders", order_fields())
    import_waves.finish(run, ctx)
    return {"tracking_new": new, "parcels_changed": parcels, "orders_changed": orders}
