"""Importing what carriers say: parcels move on, orders are delivered, strange waybills are refused, all is undone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shopdesk.domain.parcels import ParcelState
from shopdesk.domain.tracking import TRACKED, tracked_state
from shopdesk.services import imports
from shopdesk.services.import_undo import undo
from shopdesk.storage.tables import Carrier, ImportProblem, Order, Shipment, TrackingEvent
from shopdesk.storage.types import utc_text
from tests.services.order_rows import add_orders
from tests.services.staging_files import stage as write_staging


def event(waybill: str, at: str, status: str = "", text: str = "", **more: Any) -> dict[str, Any]:
    return {"waybill": waybill, "at": f"2026-11-{at}:00Z", "status": status, "text": text or status, **more}


def parcel(shop, waybill: str = "W1", carrier: str = "DHL", *, order_state: str = "shipped", **fields: Any) -> int:
    with shop.write() as session:
        (order_id,) = add_orders(session, state=order_state)
        known = {"state": "handed_over", "carrier": carrier, "waybill": waybill}
        row = Shipment(order_id=order_id, **(known | fields))
        session.add(row)
        session.flush()
        return row.id


def seen(shop, parcel_id: int) -> tuple[str, str, str, str, str]:
    """State of parcel and order, first scan, last news, delivery (day and hour)."""
    with shop.read() as session:
        row = session.get(Shipment, parcel_id)
        order = session.get(Order, row.order_id)
        times = (row.first_scan_at, row.last_event_at, row.delivered_at)
        return row.state, order.state, *(utc_text(at)[8:13] if at else "" for at in times)


def track(shop, stage, *rows: dict[str, Any], **more: Any):
    return imports.apply(shop, stage("tracking", rows, channel="", **more))


def test_events_move_the_parcel_on_and_deliver_the_order(shop, stage, noon):
    parcel_id = parcel(shop)
    result = track(
        shop, stage, event("W1", "20T09:00", "handed_over"), event("W1", "22T10:00", "delivered"),
        event("W1", "21T09:00", "in_transit"),
    )  # fmt: skip
    assert (result.imported, result.rejected_rows) == (3, 0)
    assert result.counts == {"tracking_new": 3, "parcels_changed": 1, "orders_changed": 1}
    assert seen(shop, parcel_id) == ("delivered", "delivered", "20T09", "22T10", "22T10")


def test_the_same_file_again_changes_nothing(shop, stage, noon):
    parcel_id = parcel(shop)
    rows = (event("W1", "20T09:00", "handed_over"), event("W1", "21T09:00", "in_transit"))
    track(shop, stage, *rows)
    before = seen(shop, parcel_id)
    again = track(shop, stage, *rows, event("W1", "21T09:00", "in_transit"))
    assert (again.imported, again.unchanged, again.rejected_rows) == (0, 3, 0)
    assert seen(shop, parcel_id) == before


def test_an_unknown_waybill_is_a_rejected_row_with_its_reason_and_the_rest_is_in(shop, stage, noon):
    parcel(shop)
    cells = '["W9", "in transit"]'
    preview = imports.prepare(shop, stage("tracking", [event("W9", "21T09:00"), event("W1", "21T09:00")], channel=""))
    assert preview.counts["rejected"] == 1 and preview.reject_reasons == {"tracking_unknown_waybill": 1}
    result = track(shop, stage, event("W9", "21T09:00", cells=cells), event("W1", "21T09:00", "in_transit"))
    assert (result.imported, result.rejected_rows) == (1, 1)
    (refused,) = result.rejected
    assert (refused.code, refused.params["waybill"]) == ("tracking_unknown_waybill", "W9")
    with shop.read() as session:
        (problem,) = session.scalars(select(ImportProblem))
        assert problem.cells == ["W9", "in transit"]


def test_a_file_of_strange_waybills_alone_makes_no_batch(shop, stage, noon):
    parcel(shop)
    result = track(shop, stage, event("W9", "21T09:00"), event("W8", "21T09:00"))
    assert (result.batch, result.rejected_rows) == (None, 2)


def test_two_parcels_of_one_number_are_told_apart_by_their_carrier(shop, stage, noon):
    dhl, ups = parcel(shop, "W1", "DHL"), parcel(shop, "W1", "UPS")
    result = track(
        shop, stage, event("W1", "21T09:00", "in_transit", carrier="ups"), event("W1", "21T10:00", "delivered")
    )
    assert [refused.code for refused in result.rejected] == ["tracking_two_parcels"]
    assert (seen(shop, dhl)[0], seen(shop, ups)[0]) == ("handed_over", "in_transit")


def test_a_carrier_may_be_called_by_another_name(shop, stage, noon):
    parcel_id, other = parcel(shop, "W1", "DHL"), parcel(shop, "W1", "UPS")
    with shop.write() as session:
        session.add(Carrier(name="DHL", aliases="Deutsche Post DHL\nDHL Paket"))
    track(shop, stage, event("W1", "21T09:00", "in_transit", carrier="dhl paket"))
    assert (seen(shop, parcel_id)[0], seen(shop, other)[0]) == ("in_transit", "handed_over")


def test_a_carrier_in_other_words_is_no_obstacle_where_the_number_is_unmistakable(shop, stage, noon):
    parcel_id = parcel(shop)
    track(shop, stage, event("W1", "21T09:00", "in_transit", carrier="Deutsche Post"))
    assert seen(shop, parcel_id)[0] == "in_transit"


def test_an_order_is_delivered_with_its_last_parcel_and_shipped_with_its_last_scan(shop, stage, noon):
    first = parcel(shop, order_state="packed", state="packed")
    with shop.write() as session:
        order_id = session.get(Shipment, first).order_id
        session.add(Shipment(order_id=order_id, parcel_no=2, state="packed", carrier="DHL", waybill="W2"))
    track(shop, stage, event("W1", "21T09:00", "delivered"))
    assert seen(shop, first)[:2] == ("delivered", "packed")
    track(shop, stage, event("W2", "21T10:00"))
    assert seen(shop, first)[:2] == ("delivered", "shipped")
    track(shop, stage, event("W2", "22T10:00", "delivered"))
    assert seen(shop, first)[:2] == ("delivered", "delivered")


def test_what_travels_in_another_parcel_is_delivered_with_it(shop, stage, noon):
    carrying = parcel(shop)
    carried = parcel(shop, "", "", state="packed", merged_into_id=carrying)
    track(shop, stage, event("W1", "21T09:00", "delivered"))
    assert seen(shop, carried)[1] == "delivered"


@pytest.mark.parametrize("state", ["cancelled", "to_review", "completed", "return_open"])
def test_news_leave_orders_alone_that_are_elsewhere(shop, stage, noon, state):
    parcel_id = parcel(shop, order_state=state)
    track(shop, stage, event("W1", "21T09:00", "delivered"))
    assert seen(shop, parcel_id)[:2] == ("delivered", state)


def test_an_older_file_after_a_newer_one_takes_nothing_back(shop, stage, noon):
    parcel_id = parcel(shop)
    track(shop, stage, event("W1", "22T09:00", "out_for_delivery"))
    track(shop, stage, event("W1", "20T09:00", "handed_over"))
    assert seen(shop, parcel_id) == ("out_for_delivery", "shipped", "20T09", "22T09", "")


def test_undo_takes_the_events_away_and_puts_parcel_and_order_back(shop, stage, noon):
    parcel_id = parcel(shop)
    before = seen(shop, parcel_id)
    result = track(shop, stage, event("W1", "20T09:00"), event("W1", "22T10:00", "delivered"))
    undone = undo(shop, result.batch)
    assert undone.done and not undone.kept
    assert seen(shop, parcel_id) == before
    with shop.read() as session:
        assert not list(session.scalars(select(TrackingEvent)))


def test_undoing_the_orders_keeps_a_parcel_of_which_the_carrier_has_spoken(shop, stage, noon):
    from tests.services.staging_files import order

    made = imports.apply(shop, stage("orders", [order("1", state="shipped", carrier="DHL", waybill="W1")]))
    track(shop, stage, event("W1", "22T10:00", "delivered"))
    undone = undo(shop, made.batch)
    assert undone.kept
    with shop.read() as session:
        assert len(list(session.scalars(select(TrackingEvent)))) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    state=st.sampled_from(ParcelState),
    words=st.lists(st.sampled_from(["", *TRACKED]), min_size=1, max_size=4),
    split=st.integers(0, 3),
)
def test_the_statements_do_what_the_rule_says(shop, tmp_path, state, words, split):
    """In one file or in two, in time's order: the newest word counts, as ``domain.tracking`` says."""
    with shop.write() as session:
        count = session.query(Shipment).count()
    waybill = f"P{count}"
    parcel_id = parcel(shop, waybill, state=str(state))
    rows = [event(waybill, f"20T{hour:02d}:00", word, text=str(hour)) for hour, word in enumerate(words)]
    expected = str(state)
    for part in (rows[:split], rows[split:]):
        if part:
            path = tmp_path / f"{waybill}-{len(part)}-{part[0]['text']}.sqlite"
            imports.apply(shop, write_staging(path, "tracking", part, channel=""))
            known = [row["status"] for row in rows[: rows.index(part[-1]) + 1] if row["status"]]
            expected = tracked_state(expected, known[-1] if known else "")
    assert seen(shop, parcel_id)[0] == expected
