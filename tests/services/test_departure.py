"""Every way to ship an order says the same of it and its parcel, and takes all of it back (SM-ORDER, SM-SHIPMENT)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from shopdesk.base.errors import UserError
from shopdesk.domain.waybill_entry import TypedWaybill
from shopdesk.services import changes, merging, orders, parcels, tracking, waves, waybill_entry
from shopdesk.storage.tables import Carrier, CarrierService, Order, OrderEvent, Shipment, Wave
from tests.services.test_printing import add_order, add_parcel, session

__all__ = ["session"]


def mark(session):
    return orders.mark_shipped(session, [1])


def hand_over_parcel(session):
    return parcels.hand_over(session, [1])


def hand_over_wave(session):
    waves.start(session, [1])
    waves.pack(session, 1)
    return waves.hand_over(session, 1)


def list_of_waybills(session):
    return waybill_entry.apply(session, [TypedWaybill(1, "A-1", "RR123456785CN", "DHL")], ship=True)[0]


WAYS = pytest.mark.parametrize("ship", [mark, hand_over_parcel, hand_over_wave, list_of_waybills])


def service(session, days):
    session.add(Carrier(id=1, name="DHL"))
    session.flush()
    session.add(CarrierService(id=1, carrier_id=1, name="Paket", transit_days=days))
    session.flush()


@pytest.mark.rule("R-O8")
@WAYS
def test_every_way_to_ship_says_the_same(session, ship):
    service(session, 4)
    add_order(session, 1)
    add_parcel(session, 1, service_id=1, service="Paket", fee_quoted_minor=499)
    change = ship(session)
    order, parcel = session.get(Order, 1), session.get(Shipment, 1)
    assert (order.state, parcel.state) == ("shipped", "handed_over")
    assert order.shipped_at is not None and order.shipped_at == parcel.handed_over_at
    assert parcel.expected_on == date(2026, 11, 26)  # handed over on 22 November, four days
    assert (parcel.service_id, parcel.service, parcel.fee_quoted_minor) == (1, "Paket", 499)
    assert session.scalars(select(OrderEvent.code)).all().count("order_shipped") == 1
    changes.undo(session, change.id)
    session.expire_all()
    assert session.get(Order, 1).state in {"confirmed", "packed"} and session.get(Order, 1).shipped_at is None
    undone = session.get(Shipment, 1)
    assert undone.state in {"created", "packed"} and undone.handed_over_at is None and undone.expected_on is None
    changes.redo(session, change.id)
    session.expire_all()
    assert session.get(Shipment, 1).expected_on == date(2026, 11, 26)


@pytest.mark.rule("R-O8")
@pytest.mark.parametrize(
    ("country", "day"), [("DE", date(2026, 11, 25)), ("US", date(2026, 12, 2)), ("", date(2026, 11, 25))]
)
def test_without_a_service_the_usual_days_are_expected(session, country, day):
    add_order(session, 1, ship_country=country)
    orders.mark_shipped(session, [1])
    assert session.scalars(select(Shipment.expected_on)).all() == [day]


def test_a_guest_is_expected_with_its_host(session):
    service(session, 6)
    for number in (1, 2):
        add_order(session, number)
    add_parcel(session, 1, service_id=1)
    merging.merge(session, [[1, 2]])
    orders.mark_shipped(session, [2])
    assert session.scalars(select(Shipment.expected_on)).all() == [date(2026, 11, 28)] * 2


@pytest.mark.rule("R-O6")
def test_a_waybill_that_is_taken_at_the_parcels_own_carrier_is_refused(session):
    add_order(session, 1)
    add_parcel(session, 1, waybill="")
    add_order(session, 2)
    add_parcel(session, 2, waybill="4711")
    with pytest.raises(UserError, match="waybill_taken"):
        orders.mark_shipped(session, [1], waybill="4711")
    assert session.get(Order, 1).state == "confirmed"


@pytest.mark.rule("R-O6")
def test_a_waybill_goes_with_the_carrier_it_was_typed_with(session):
    service(session, 4)
    add_order(session, 1)
    add_parcel(session, 1, waybill="", service_id=1, service="Paket", fee_quoted_minor=499)
    orders.mark_shipped(session, [1], carrier="UPS", waybill="1Z999")
    parcel = session.get(Shipment, 1)
    assert (parcel.carrier, parcel.waybill) == ("UPS", "1Z999")
    assert (parcel.service_id, parcel.service, parcel.fee_quoted_minor) == (None, "", None)


@pytest.mark.rule("R-O6")
def test_a_list_knows_a_carrier_however_it_is_written(session):
    service(session, 4)
    for number, carrier, waybill in ((1, "DHL Paket 2 kg", "4711"), (2, "DHL", ""), (3, "DHL", "")):
        add_order(session, number)
        add_parcel(session, number, carrier=carrier, waybill=waybill, service_id=1)
    rows = [
        TypedWaybill(1, "A-2", "4711", "dhl"), TypedWaybill(2, "A-2", "1", "DHL Express"),
        TypedWaybill(3, "A-3", "1", "DHL"), TypedWaybill(4, "A-3", "2", "UPS"),
    ]  # fmt: skip
    _, check = waybill_entry.apply(session, rows)
    assert [verdict.code for verdict in check.verdicts] == ["waybill_row_taken", "", "waybill_row_repeated", ""]
    moved = session.scalars(select(Shipment).where(Shipment.order_id == 3)).one()
    assert (moved.carrier, moved.waybill, moved.service_id) == ("UPS", "2", None)


@pytest.mark.parametrize("stopped", [1, 2])
@pytest.mark.parametrize("stop", [orders.cancel, orders.mark_exception])
def test_what_shares_a_parcel_with_a_stopped_order_leaves_without_it(session, stop, stopped):
    for number in (1, 2):
        add_order(session, number)
    add_parcel(session, 1)
    merging.merge(session, [[1, 2]])
    change = stop(session, [stopped])
    assert session.scalars(select(Shipment.merged_into_id)).all() == [None, None]
    left = 3 - stopped
    parcels.hand_over(session, session.scalars(select(Shipment.id).where(Shipment.order_id == left)).all())
    states = dict(session.execute(select(Order.id, Order.state)).all())
    assert states[left] == "shipped" and states[stopped] != "shipped"
    changes.undo(session, change.id)
    session.expire_all()
    assert session.get(Order, stopped).state == "confirmed"


def test_orders_cancelled_together_stay_in_their_parcel(session):
    for number in (1, 2):
        add_order(session, number)
    add_parcel(session, 1)
    merging.merge(session, [[1, 2]])
    orders.cancel(session, [1, 2])
    assert session.scalars(select(Shipment.merged_into_id).order_by(Shipment.id)).all() == [None, 1]


@pytest.mark.rule("R-O5")
@pytest.mark.parametrize("stop", [orders.cancel, orders.mark_exception])
def test_a_wave_does_not_wait_for_an_order_that_was_stopped(session, stop):
    for number in (1, 2, 3):
        add_order(session, number)
        add_parcel(session, number, waybill=f"W{number}")
    waves.start(session, [1, 2, 3])
    orders.mark_shipped(session, [1])
    stop(session, [2])
    assert session.get(Wave, 1).state != "handed_over"
    change = stop(session, [3])
    assert session.get(Wave, 1).state == "handed_over"
    changes.undo(session, change.id)
    session.expire_all()
    assert session.get(Wave, 1).state != "handed_over"


def test_a_wave_that_nothing_of_has_left_is_not_handed_over(session):
    add_order(session, 1)
    waves.start(session, [1])
    orders.cancel(session, [1])
    assert session.get(Wave, 1).state == "open"


@pytest.mark.parametrize(("status", "state"), [("delivered", "delivered"), ("in_transit", "shipped"), ("", "shipped")])
@pytest.mark.parametrize("noted_of", [1, 2])
def test_news_that_are_typed_move_every_order_of_the_parcel(session, status, state, noted_of):
    for number in (1, 2):
        add_order(session, number)
    add_parcel(session, 1)
    merging.merge(session, [[1, 2]])
    waves.start(session, [1, 2])
    change = tracking.note_news(session, noted_of, status, text="scanned")
    assert {row.state for row in session.scalars(select(Order))} == {state}
    assert all(row.shipped_at is not None for row in session.scalars(select(Order)))
    assert session.get(Wave, 1).state == "handed_over"
    assert [point.text for point in tracking.events(session, 2)] == ["scanned"]
    changes.undo(session, change.id)
    session.expire_all()
    assert {row.state for row in session.scalars(select(Order))} == {"picking"}


def test_the_buyer_gets_the_link_of_a_carrier_however_it_is_written(session):
    session.add(Carrier(name="DHL", aliases="Deutsche Post", tracking_url="https://dhl.example/{waybill}"))
    add_order(session, 1)
    add_parcel(session, 1, carrier="Deutsche Post Paket", waybill="4711")
    orders.mark_shipped(session, [1])
    assert "https://dhl.example/4711" in tracking.tracking_message(session, 1)


def test_an_order_is_where_its_last_parcel_is(session):
    add_order(session, 1, state="shipped")
    for number in (1, 2):
        add_parcel(session, 1, parcel_no=number, parcel_count=2, waybill=f"W{number}", state="handed_over")
    tracking.note_news(session, 1, "delivered")
    assert session.get(Order, 1).state == "shipped"
    tracking.note_news(session, 2, "delivered")
    assert session.get(Order, 1).state == "delivered"
