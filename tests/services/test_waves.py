"""Waves (R-O5): started, picked, short, packed, handed over; each step undone."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from shopdesk.base.errors import UserError
from shopdesk.domain.order_exceptions import Resolution
from shopdesk.services import changes, exceptions, orders, parcels, settings, waves
from shopdesk.services.printing import labels_for, pick_list_for
from shopdesk.services.waves import Goods
from shopdesk.storage.tables import Order, OrderEvent, OrderException, Shipment, Warehouse, Wave
from tests.services.test_printing import add_order, add_parcel, session

__all__ = ["session"]


def states(session):
    return dict(session.execute(select(Order.id, Order.state)).all())


def wave_of(session, number="20261122-1"):
    return waves.wave_called(session, number)


def started(session, *quantities):
    """A wave of orders for KET (SKU 1), one for each quantity."""
    for number, quantity in enumerate(quantities, 1):
        add_order(session, number, ((1, quantity),))
        add_parcel(session, number, waybill=f"WB{number}")
    waves.start(session, range(1, len(quantities) + 1))
    return wave_of(session)


@pytest.mark.rule("R-O5")
def test_a_wave_for_each_warehouse_and_carrier(session):
    session.get(Warehouse, 1).country = "DE"
    session.add(Warehouse(id=2, name="Hangzhou", country="CN"))
    for number in range(1, 6):
        add_order(session, number)
    session.get(Order, 5).warehouse_id = 2  # chosen by hand or by a rule: before everything else
    for number, carrier in ((1, "DHL"), (2, "UPS"), (3, "DHL"), (5, "DHL")):
        add_parcel(session, number, carrier=carrier, waybill=f"W{number}")
    change = waves.start(session, [1, 2, 3, 4, 5])
    assert (change.code, change.params["n"], change.params["waves"]) == ("waves_started", 5, 4)
    found = session.execute(select(Wave.number, Wave.warehouse_id, Wave.carrier, Wave.state).order_by(Wave.id)).all()
    assert found == [
        ("20261122-1", 1, "", "open"), ("20261122-2", 1, "DHL", "open"), ("20261122-3", 1, "UPS", "open"),
        ("20261122-4", 2, "DHL", "open"),
    ]  # fmt: skip
    assert set(states(session).values()) == {"picking"}
    assert waves.orders_of(session, wave_of(session, "20261122-2")) == [1, 3]
    changes.undo(session, change.id)
    assert set(states(session).values()) == {"confirmed"}
    assert session.scalar(select(func.count()).select_from(Wave)) == 0
    assert session.scalar(select(func.count()).select_from(OrderEvent)) == 0


@pytest.mark.rule("R-O5")
def test_only_confirmed_orders_are_picked_and_none_twice(session):
    for number, state in ((1, "confirmed"), (2, "to_review"), (3, "packed"), (4, "cancelled")):
        add_order(session, number, state=state)
    change = waves.start(session, [1, 2, 3, 4])
    assert (change.code, change.params["n"], change.params["left"]) == ("wave_started_some", 1, 3)
    with pytest.raises(UserError, match="wave_nothing_to_pick"):
        waves.start(session, [1, 2])
    assert states(session) == {1: "picking", 2: "to_review", 3: "packed", 4: "cancelled"}


@pytest.mark.rule("R-O5")
def test_waves_are_numbered_on_within_the_day(session, stop_clock):
    started(session, 1)
    add_order(session, 2)
    assert waves.start(session, [2]).params["number"] == "20261122-2"
    stop_clock("2026-11-22T23:30:00+00:00")  # in Berlin it is the 23rd
    add_order(session, 3)
    assert waves.start(session, [3]).params["number"] == "20261123-1"
    with pytest.raises(UserError, match="wave_unknown"):
        waves.wave_called(session, "20261122-9")


@pytest.mark.rule("R-O5")
@pytest.mark.rule("D04")
def test_the_papers_name_the_wave_and_its_sum_is_what_was_ordered(session):
    started(session, 2, 3, 1)
    (wave,) = pick_list_for(session, [3, 1, 2])
    assert (wave.pick_list.number, wave.pick_list.wave, wave.pick_list.order_count) == ("P20261122-1", 1, 3)
    assert wave.pick_list.picked == 6
    assert [(label.wave, label.place_in_wave, label.wave_size) for label in labels_for(session, [1, 2, 3]).ready] == [
        (1, 1, 3), (1, 2, 3), (1, 3, 3),
    ]  # fmt: skip
    assert [(label.wave, label.wave_size) for label in labels_for(session, [2]).ready] == [(1, 0)]  # its place: unknown
    add_order(session, 4)
    assert [paper.pick_list.wave for paper in pick_list_for(session, [4, 1])] == [2, 1]


@pytest.mark.rule("R-O5")
@pytest.mark.rule("R-O3")
def test_a_shortage_returns_the_last_orders_to_exception(session):
    wave = started(session, 2, 2, 1)
    change = waves.record_shortage(session, wave, Goods("KET"), 3)
    assert (change.code, change.params["missing"], change.params["n"]) == ("wave_short", 2, 1)
    assert states(session) == {1: "picking", 2: "exception", 3: "picking"}
    assert session.get(Order, 2).wave_id is None
    found = session.execute(select(OrderException.order_id, OrderException.kind, OrderException.note)).all()
    assert found == [(2, "out_of_stock", "KET × 1")]
    assert session.scalars(select(OrderException.proposal)).one()
    assert session.scalars(select(OrderEvent.params).where(OrderEvent.code == "order_short")).all() == [
        {"pieces": "KET × 1"}
    ]
    assert sum(paper.pick_list.picked for paper in pick_list_for(session, waves.orders_of(session, wave))) == 3
    changes.undo(session, change.id)
    assert set(states(session).values()) == {"picking"} and session.get(Order, 2).wave_id == wave
    assert session.scalar(select(func.count()).select_from(OrderException)) == 0


@pytest.mark.rule("R-O5")
@pytest.mark.parametrize(("found", "short"), [(0, {1, 2, 3}), (1, {1, 2}), (4, {3})])
def test_who_is_served_with_what_was_found(session, found, short):
    wave = started(session, 2, 2, 1)
    waves.record_shortage(session, wave, Goods("KET"), found)
    assert {order for order, state in states(session).items() if state == "exception"} == short


@pytest.mark.rule("R-O5")
@pytest.mark.parametrize(
    ("goods", "found", "code"),
    [
        (Goods("KET"), 5, "wave_found_wrong"),
        (Goods("KET"), -1, "wave_found_wrong"),
        (Goods("XXX"), 0, "wave_line_unknown"),
        (Goods("", "Thing 1"), 0, "wave_line_unknown"),
    ],
)
def test_a_shortage_that_is_none_is_refused(session, goods, found, code):
    wave = started(session, 2, 2, 1)
    with pytest.raises(UserError, match=code):
        waves.record_shortage(session, wave, goods, found)
    assert set(states(session).values()) == {"picking"}


@pytest.mark.rule("R-O5")
def test_goods_without_a_sku_are_known_by_their_title(session):
    add_order(session, 1, ((0, 2), (1, 1)))
    waves.start(session, [1])
    change = waves.record_shortage(session, wave_of(session), Goods("", "Thing 0"), 1)
    assert (change.params["sku"], change.params["missing"]) == ("Thing 0", 1)


@pytest.mark.rule("R-O5")
@pytest.mark.rule("SM-ORDER")
@pytest.mark.rule("SM-SHIPMENT")
def test_picked_packed_handed_over(session):
    wave = started(session, 1, 1)
    session.delete(session.scalars(select(Shipment).where(Shipment.order_id == 2)).one())
    session.flush()
    picked = waves.pick(session, wave, picker="Anna")
    assert (picked.code, picked.params["n"]) == ("wave_picked", 2)
    with pytest.raises(UserError, match="wave_state_refused"):
        waves.pick(session, wave)
    with pytest.raises(UserError, match="wave_nothing_packed"):
        waves.hand_over(session, wave)
    assert parcels.pack(session, [1]).code == "parcels_packed_one"
    packed = waves.pack(session, wave)
    assert (packed.code, packed.params["n"], set(states(session).values())) == ("wave_packed", 1, {"packed"})
    assert session.scalars(select(Shipment.state)).all() == ["packed", "packed"]
    with pytest.raises(UserError, match="wave_nothing_to_pack"):
        waves.pack(session, wave)
    gone = waves.hand_over(session, wave)
    assert (gone.code, gone.params["n"], set(states(session).values())) == ("wave_handed_over", 2, {"shipped"})
    row = session.get(Wave, wave)
    assert (row.state, row.picker, row.handed_over_at is not None) == ("handed_over", "Anna", True)
    for change in (gone, packed):
        changes.undo(session, change.id)
    assert states(session) == {1: "packed", 2: "picking"} and session.get(Wave, wave).state == "picked"
    assert session.scalars(select(Shipment.state)).all() == ["packed"]


@pytest.mark.rule("R-O5")
def test_a_wave_of_which_all_is_packed_was_picked(session):
    wave = started(session, 1, 1)
    parcels.pack(session, [1])
    assert session.get(Wave, wave).state == "open"
    parcels.pack(session, [2])
    assert session.get(Wave, wave).state == "picked"


@pytest.mark.rule("R-O6")
def test_parcels_without_waybill_stay_where_the_shop_asks_for_one(session):
    wave = started(session, 1, 1)
    session.scalars(select(Shipment).where(Shipment.order_id == 2)).one().waybill = ""
    settings.set_value(session, "label.waybill_required", True)
    waves.pack(session, wave)
    change = waves.hand_over(session, wave)
    assert (change.code, change.params["n"], change.params["left"]) == ("wave_handed_over_some", 1, 1)
    assert states(session) == {1: "shipped", 2: "packed"} and session.get(Wave, wave).state == "picked"
    with pytest.raises(UserError, match="wave_nothing_to_hand_over"):
        waves.hand_over(session, wave)


def test_an_order_that_leaves_otherwise_ends_its_wave(session):
    wave = started(session, 1, 1)
    orders.cancel(session, [1])
    orders.mark_shipped(session, [2])
    assert session.get(Wave, wave).state == "handed_over"


def test_an_order_taken_out_and_confirmed_again_goes_into_a_new_wave(session):
    wave = started(session, 1, 1)
    orders.mark_exception(session, [1])
    exceptions.resolve(session, session.scalars(select(OrderException.id)).one(), Resolution.WAIT)
    orders.confirm(session, [1])
    assert waves.orders_of(session, wave) == [2]
    assert waves.start(session, [1]).params["number"] == "20261122-2"


def test_steps_of_a_wave_that_is_gone(session):
    for step in (waves.pick, waves.pack, waves.hand_over):
        with pytest.raises(UserError, match="wave_gone"):
            step(session, 99)
