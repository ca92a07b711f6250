"""Parcels: packed and handed over one by one, merged and split, on every paper (SM-SHIPMENT, partial shipments)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shopdesk.base.errors import UserError
from shopdesk.domain.paper import Document
from shopdesk.domain.waybill_entry import TypedWaybill
from shopdesk.services import changes, merging, orders, parcels, settings, splitting, waves, waybill_entry
from shopdesk.services.printing import (
    handover_sheets_for,
    label_items,
    labels_for,
    log_print,
    packing_notes_for,
    pick_list_for,
)
from shopdesk.storage.tables import Order, OrderEvent, OrderLine, Shipment, ShipmentLine
from tests.services.test_printing import PLACED, add_order, add_parcel, session

__all__ = ["session"]


def states(session):
    return dict(session.execute(select(Order.id, Order.state)).all())


def lines_of(session, order_id):
    return list(session.scalars(select(OrderLine.id).where(OrderLine.order_id == order_id).order_by(OrderLine.line_no)))


def shipments(session, order_id):
    query = select(Shipment).where(Shipment.order_id == order_id).order_by(Shipment.parcel_no)
    return list(session.scalars(query))


def rows(session):
    """Everything about parcels, to compare before and after an undo."""
    names = [column.key for column in Shipment.__table__.columns if column.key not in {"created_at", "updated_at"}]
    return (
        [
            tuple(getattr(row, name) for name in names)
            for row in session.scalars(select(Shipment).order_by(Shipment.id))
        ],
        session.execute(select(ShipmentLine.shipment_id, ShipmentLine.order_line_id, ShipmentLine.quantity)).all(),
        states(session),
        session.scalar(select(func.count()).select_from(OrderEvent)),
    )


def split_order(session):
    """Order 1: two kettles and a cup; a kettle goes first."""
    add_order(session, 1, ((1, 2), (2, 1)))
    add_parcel(session, 1, waybill="W1", weight_g=2700)
    kettle, cup = lines_of(session, 1)
    return kettle, cup, splitting.split(session, 1, [{kettle: 1}, {kettle: 1, cup: 1}])


# ---- splitting


def test_an_order_in_two_parcels_and_back(session):
    add_order(session, 1, ((1, 2), (2, 1)))
    add_parcel(session, 1, waybill="W1", weight_g=2700)
    before = rows(session)
    kettle, cup = lines_of(session, 1)
    change = splitting.split(session, 1, [{kettle: 1}, {kettle: 1, cup: 1}])
    assert (change.code, change.params["n"]) == ("order_split", 2)
    first, second = shipments(session, 1)
    told = [(row.parcel_no, row.parcel_count, row.carrier, row.waybill, row.weight_g) for row in (first, second)]
    assert told == [(1, 2, "DHL", "W1", None), (2, 2, "DHL", "", None)]
    after = rows(session)
    changes.undo(session, change.id)
    assert rows(session) == before
    changes.redo(session, change.id)
    assert rows(session) == after
    back = splitting.unsplit(session, 1)
    assert len(shipments(session, 1)) == 1 and shipments(session, 1)[0].parcel_count == 1
    assert session.scalar(select(func.count()).select_from(ShipmentLine)) == 0
    changes.undo(session, back.id)
    assert rows(session) == after


def test_a_split_can_be_dealt_out_anew(session):
    kettle, cup, _ = split_order(session)
    splitting.split(session, 1, [{kettle: 1}, {kettle: 1}, {cup: 1}])
    assert [each.parcel_count for each in shipments(session, 1)] == [3, 3, 3]
    splitting.split(session, 1, [{kettle: 2}, {cup: 1}])
    inside = session.execute(select(ShipmentLine.order_line_id, ShipmentLine.quantity)).all()
    assert sorted(inside) == sorted([(kettle, 2), (cup, 1)])


def test_what_cannot_be_split(session):
    kettle, cup, _ = split_order(session)
    for parts, code in (
        ([{kettle: 2, cup: 1}], "split_too_few"),
        ([{kettle: 2}, {}], "split_empty"),
        ([{kettle: 1}, {cup: 1}], "split_sum"),
    ):
        with pytest.raises(UserError, match=code):
            splitting.split(session, 1, parts)
    add_order(session, 2, state="to_review")
    with pytest.raises(UserError, match="order_state_refused"):
        splitting.split(session, 2, [{1: 1}, {2: 1}])
    with pytest.raises(UserError, match="order_unknown"):
        splitting.split(session, 9, [{1: 1}, {2: 1}])
    add_order(session, 3)
    with pytest.raises(UserError, match="split_one"):
        splitting.unsplit(session, 3)
    parcels.hand_over(session, [shipments(session, 1)[0].id])
    with pytest.raises(UserError, match="parcel_left"):
        splitting.unsplit(session, 1)


@pytest.mark.rule("D01")
@pytest.mark.rule("D05")
def test_the_papers_of_a_split_order(session):
    split_order(session)
    labels = labels_for(session, [1]).ready
    assert [(label.parcel_no, label.parcel_count, label.weight_g) for label in labels] == [(1, 2, 1200), (2, 2, 1500)]
    notes = packing_notes_for(session, [1])
    assert [(note.parcel_no, note.parcel_count, note.units, note.waybill) for note in notes] == [
        (1, 2, 1, "W1"), (2, 2, 2, ""),
    ]  # fmt: skip
    assert [[(line.sku_code, line.quantity) for line in note.lines] for note in notes] == [
        [("KET", 1)], [("KET", 1), ("CUP", 1)],
    ]  # fmt: skip


@pytest.mark.rule("SM-ORDER")
@pytest.mark.rule("R-O5")
def test_an_order_has_left_with_its_last_parcel(session):
    split_order(session)
    first, second = shipments(session, 1)
    change = parcels.hand_over(session, [first.id])
    assert (change.params["n"], change.params["orders"], states(session)[1]) == (1, 0, "confirmed")
    told = session.scalars(select(OrderEvent.params).where(OrderEvent.code == "parcel_handed_over_event")).all()
    assert told == [{"parcel": "1/2"}]
    (wave,) = pick_list_for(session, [1])  # the kettle that has left is not picked again
    assert sorted((line.sku_code, line.quantity) for line in wave.pick_list.lines) == [("CUP", 1), ("KET", 1)]
    assert [label.parcel_no for label in labels_for(session, [1]).ready] == [2]
    assert [note.parcel_no for note in packing_notes_for(session, [1])] == [2]
    assert parcels.hand_over(session, [first.id, second.id]).params == {"left": 1, "n": 1, "orders": 1}
    assert states(session)[1] == "shipped"
    with pytest.raises(UserError, match="parcels_none_possible"):
        parcels.hand_over(session, [first.id, second.id])


# ---- packing and handing over


@pytest.mark.rule("SM-ORDER")
def test_pack_says_what_it_left_out(session):
    for number, state in ((1, "picking"), (2, "confirmed"), (3, "to_review")):
        add_order(session, number, state=state)
    change = parcels.pack(session, [1, 2, 3])
    assert (change.code, change.params) == ("parcels_packed_some", {"n": 2, "left": 1})
    assert states(session) == {1: "packed", 2: "packed", 3: "to_review"}
    with pytest.raises(UserError, match="order_state_refused"):
        parcels.pack(session, [3])
    with pytest.raises(UserError, match="orders_none_possible"):
        parcels.pack(session, [1, 3])
    with pytest.raises(UserError, match="order_unknown"):
        parcels.pack(session, [77])


@pytest.mark.rule("R-O6")
@pytest.mark.rule("SM-SHIPMENT")
def test_what_may_not_be_handed_over(session):
    for number, state in ((1, "confirmed"), (2, "cancelled"), (3, "packed")):
        add_order(session, number, state=state)
        add_parcel(session, number, waybill=f"W{number}", **({"carrier": ""} if number == 3 else {}))
    settings.set_value(session, "label.waybill_required", True)
    every = [shipments(session, number)[0].id for number in (1, 2, 3)]
    change = parcels.hand_over(session, every)
    assert (change.code, change.params) == ("parcels_handed_over_some", {"left": 2, "n": 1, "orders": 1})
    assert states(session) == {1: "shipped", 2: "cancelled", 3: "packed"}
    changes.undo(session, change.id)
    assert states(session)[1] == "confirmed" and shipments(session, 1)[0].state == "created"


# ---- merging


def twins(session, count=2, **more):
    """Orders of one buyer to one address, an hour apart."""
    for number in range(1, count + 1):
        add_order(session, number, ((1, 1),), placed_at=PLACED + timedelta(hours=number), unit_count=1, **more)


def test_same_buyer_and_address_are_suggested_until_they_leave(session):
    twins(session, 3)
    add_order(session, 4, ship_line1="Elsewhere 1")
    (found,) = merging.suggestions(session)
    assert (found.order_ids, found.labels_saved, found.units, found.buyer) == ((1, 2, 3), 2, 3, "Emma Fischer")
    settings.set_value(session, "order.merge_window_hours", 1)
    assert [each.order_ids for each in merging.suggestions(session)] == [(1, 2)]
    orders.mark_shipped(session, [2])
    assert not merging.suggestions(session)


def test_two_orders_in_one_parcel_and_back(session):
    twins(session)
    add_parcel(session, 2, waybill="W2", weight_g=900)
    before = rows(session)
    change = merging.merge(session, [(1, 2)])
    assert (change.code, change.params) == ("parcels_merged", {"n": 2, "order_no": "A-2"})  # it has the waybill
    (guest,), (host,) = shipments(session, 1), shipments(session, 2)
    assert (guest.merged_into_id, guest.waybill, host.merged_into_id, host.waybill) == (host.id, "", None, "W2")
    assert not merging.suggestions(session)
    after = rows(session)
    changes.undo(session, change.id)
    assert rows(session) == before
    changes.redo(session, change.id)
    assert rows(session) == after
    merging.unmerge(session, 2)  # the one with the label: its guest travels alone
    assert shipments(session, 1)[0].merged_into_id is None
    with pytest.raises(UserError, match="merge_not_merged"):
        merging.unmerge(session, 1)


@pytest.mark.rule("D01")
@pytest.mark.rule("D05")
@pytest.mark.rule("R-O5")
def test_the_papers_of_a_common_parcel(session):
    twins(session)
    add_order(session, 3, ((2, 1),))
    add_parcel(session, 1, waybill="W1")
    merging.merge(session, [(1, 2)])
    for asked in ([1, 2, 3], [2, 3]):
        labels = labels_for(session, asked).ready
        assert sorted((label.order_no, label.also, label.weight_g) for label in labels) == [
            ("A-1", ("A-2",), 2400), ("A-3", (), 300),
        ]  # fmt: skip
    assert not labels_for(session, [1, 2, 3]).refused
    notes = {note.order_no: note for note in packing_notes_for(session, [1, 2])}
    assert (notes["A-1"].together, notes["A-2"].together) == (("A-2",), ("A-1",))
    assert notes["A-2"].waybill == "W1"
    assert sum(wave.pick_list.picked for wave in pick_list_for(session, [1, 2, 3])) == 3
    walk = [note.order_no for note in packing_notes_for(session, [1, 3, 2])]
    assert abs(walk.index("A-1") - walk.index("A-2")) == 1  # they lie side by side


@pytest.mark.rule("R-O6")
@pytest.mark.rule("SM-ORDER")
def test_what_travels_together_is_picked_packed_and_leaves_together(session):
    twins(session)
    merging.merge(session, [(1, 2)])
    assert waves.start(session, [2]).params["n"] == 2
    parcels.pack(session, [1])
    assert set(states(session).values()) == {"packed"}
    orders.set_waybill(session, 2, "DHL", "W9")  # on the parcel that has the label
    assert [(row.carrier, row.waybill) for row in (*shipments(session, 1), *shipments(session, 2))] == [
        ("DHL", "W9"),
        ("", ""),
    ]
    settings.set_value(session, "label.waybill_required", True)
    change = parcels.hand_over(session, [shipments(session, 2)[0].id])
    assert (change.params["n"], change.params["orders"]) == (1, 2)
    assert set(states(session).values()) == {"shipped"}
    changes.undo(session, change.id)
    assert orders.mark_shipped(session, [2]).params == {"n": 2}
    assert {row.state for row in session.scalars(select(Shipment))} == {"handed_over"}


@pytest.mark.rule("R-O6")
def test_a_list_of_waybills_ships_what_travels_along(session):
    twins(session)
    merging.merge(session, [(1, 2)])
    change, check = waybill_entry.apply(
        session, [TypedWaybill(1, "A-1", "W1", "DHL"), TypedWaybill(2, "A-2", "W2", "DHL")], ship=True
    )
    assert [verdict.code for verdict in check.verdicts] == ["", "waybill_row_merged"]
    assert set(states(session).values()) == {"shipped"}
    changes.undo(session, change.id)
    assert set(states(session).values()) == {"confirmed"}


def test_what_cannot_be_merged(session):
    twins(session, 4)
    session.get(Order, 3).ship_line1 = "Elsewhere 1"
    session.get(Order, 4).state = "to_review"
    for group, code in (
        ((1,), "merge_too_few"),
        ((1, 1), "merge_too_few"),
        ((1, 9), "order_unknown"),
        ((1, 3), "merge_addresses_differ"),
        ((1, 4), "order_state_refused"),
    ):
        with pytest.raises(UserError, match=code):
            merging.merge(session, [group])
    for number in (1, 2):
        add_parcel(session, number, waybill=f"W{number}")
    parcels.hand_over(session, [shipments(session, 2)[0].id])
    session.get(Order, 2).state = "packed"
    with pytest.raises(UserError, match="parcel_left"):
        merging.merge(session, [(1, 2)])


def test_split_and_merged_exclude_each_other(session):
    twins(session)
    session.add(OrderLine(order_id=1, line_no=2, sku_code="CUP", sku_id=2, title="Cup", quantity=1))
    session.flush()
    kettle, cup = lines_of(session, 1)
    splitting.split(session, 1, [{kettle: 1}, {cup: 1}])
    with pytest.raises(UserError, match="merge_split_order"):
        merging.merge(session, [(1, 2)])
    splitting.unsplit(session, 1)
    merging.merge(session, [(1, 2)])
    for order_id in (1, 2):
        with pytest.raises(UserError, match="split_merged_order"):
            splitting.split(session, order_id, [{kettle: 1}, {cup: 1}])


def test_a_third_order_joins_a_common_parcel(session):
    twins(session, 3)
    merging.merge(session, [(2, 3)])
    merging.merge(session, [(1, 2)])
    (host,) = shipments(session, 1)
    assert {row.merged_into_id for row in (*shipments(session, 2), *shipments(session, 3))} == {host.id}
    (label,) = labels_for(session, [3]).ready
    assert (label.order_no, label.also) == ("A-1", ("A-2", "A-3"))


# ---- the hand-over sheet


def test_a_sheet_for_each_carrier_of_what_waits_to_be_handed_over(session):
    twins(session)
    for number in (3, 4, 5):
        add_order(session, number, ship_city="Wien", ship_postcode="1070", ship_country="AT")
        add_parcel(session, number, carrier="UPS" if number == 4 else "DHL", waybill=f"W{number}")
    add_parcel(session, 1, waybill="W1")
    merging.merge(session, [(1, 2)])
    assert not handover_sheets_for(session, [1, 2, 3, 4, 5])  # no label is printed yet
    log_print(session, Document.LABEL, label_items(labels_for(session, [1, 3, 4]).ready))
    dhl, ups = handover_sheets_for(session, [1, 2, 3, 4, 5])
    assert [(sheet.carrier, [line.waybill for line in sheet.lines]) for sheet in (dhl, ups)] == [
        ("DHL", ["W1", "W3"]), ("UPS", ["W4"]),
    ]  # fmt: skip
    assert dhl.lines[0].order_nos == ("A-1", "A-2")
    assert (dhl.lines[1].place, dhl.lines[1].country) == ("1070 Wien", "Austria")
    assert (dhl.number, ups.number) == ("H20261122-1300-1", "H20261122-1300-2")
