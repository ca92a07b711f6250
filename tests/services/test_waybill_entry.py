"""Lists of waybills into the shop: every line applied or refused with a reason, several parcels, one undoable step."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.waybill_entry import TypedWaybill
from shopdesk.services import changes, waybill_entry
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Carrier, Channel, Order, OrderEvent, OwnerEdit, Shipment
from tests.services.order_rows import add_orders


def _rows(*lines: tuple[str, str, str]) -> list[TypedWaybill]:
    return [TypedWaybill(number, order, waybill, carrier) for number, (order, carrier, waybill) in enumerate(lines, 2)]


def _parcels(session: Session) -> list[tuple[int, int, int, str, str, str]]:
    session.expire_all()
    query = select(Shipment).order_by(Shipment.order_id, Shipment.parcel_no)
    return [(p.order_id, p.parcel_no, p.parcel_count, p.carrier, p.waybill, p.state) for p in session.scalars(query)]


@pytest.mark.rule("R-O6")
def test_a_list_ships_orders_in_one_step(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_orders(session, 2, state="confirmed")
        session.add(Shipment(order_id=second, carrier="UPS"))
        session.flush()
        rows = _rows(("303-0001", "DHL", "111"), ("303-0002", "", "222"))
        change, check = waybill_entry.apply(session, rows, ship=True)
        assert (change.code, change.params) == ("waybills_shipped_many", {"n": 2, "left": 0})
        assert not check.refused
        assert _parcels(session) == [
            (first, 1, 1, "DHL", "111", "handed_over"),
            (second, 1, 1, "UPS", "222", "handed_over"),
        ]
        assert set(session.scalars(select(Order.state))) == {"shipped"}
        assert list(session.scalars(select(OrderEvent.code))) == ["order_shipped"] * 2
        assert change.id is not None
        changes.undo(session, change.id)
        assert _parcels(session) == [(second, 1, 1, "UPS", "", "created")]
        assert set(session.scalars(select(Order.state))) == {"confirmed"}
        assert not session.scalars(select(OwnerEdit)).all()


@pytest.mark.rule("R-O6")
def test_every_line_is_applied_or_says_why_not(shop: ShopFile) -> None:
    with shop.write() as session:
        add_orders(session, 2, state="confirmed")
        for state in ("cancelled", "to_review", "returned"):
            add_orders(session, state=state)
        (other,) = add_orders(session, state="shipped")
        session.add(Shipment(order_id=other, carrier="DHL", waybill="900", state="handed_over"))
        session.flush()
        rows = _rows(
            ("303-0001", "DHL", "111"),
            ("303-0002", "DHL", "111"),
            ("303-0002", "DHL", "900"),
            ("303-0002", "", "222"),
            ("303-0002", "DHL", ""),
            ("", "DHL", "333"),
            ("999", "DHL", "444"),
            ("303-0003", "DHL", "555"),
            ("303-0004", "DHL", "666"),
            ("303-0005", "DHL", "777"),
            ("303-0006", "DHL", "888"),
        )
        change, check = waybill_entry.apply(session, rows, ship=True)
        assert [verdict.code for verdict in check.verdicts] == [
            "", "waybill_row_repeated", "waybill_row_taken", "waybill_row_without_carrier", "waybill_row_empty",
            "waybill_row_without_order", "waybill_row_order_unknown", "waybill_row_cancelled", "waybill_row_not_ready",
            "waybill_row_closed", "waybill_row_has_left",
        ]  # fmt: skip
        assert all(verdict.reason() and "{" not in verdict.reason() for verdict in check.refused)
        assert change.code == "waybills_shipped_some"
        assert _parcels(session) == [
            (1, 1, 1, "DHL", "111", "handed_over"),
            (other, 1, 1, "DHL", "900", "handed_over"),
        ]


def test_nothing_to_apply_is_no_step(shop: ShopFile) -> None:
    with shop.write() as session:
        change, check = waybill_entry.apply(session, _rows(("999", "DHL", "1")))
        assert (change.id, change.code, change.undoable) == (None, "waybills_none", False)
        assert len(check.refused) == 1
        assert changes.last_undoable(session) is None


@pytest.mark.rule("R-O6")
def test_two_waybills_of_an_order_are_two_parcels(shop: ShopFile) -> None:
    with shop.write() as session:
        (order,) = add_orders(session, state="confirmed")
        session.add(Shipment(order_id=order, carrier="DHL"))
        session.flush()
        rows = _rows(("303-0001", "", "111"), ("303-0001", "DHL", "222"))
        change, check = waybill_entry.apply(session, rows)
        assert not check.refused
        assert _parcels(session) == [(order, 1, 2, "DHL", "111", "created"), (order, 2, 2, "DHL", "222", "created")]
        again, check = waybill_entry.apply(session, rows)
        assert again.id is None  # nothing was different
        assert all(verdict.is_known for verdict in check.verdicts)
        changes.undo(session, change.id or 0)
        assert _parcels(session) == [(order, 1, 1, "DHL", "", "created")]


def test_an_order_leaves_when_all_of_its_parcels_have(shop: ShopFile) -> None:
    with shop.write() as session:
        (order,) = add_orders(session, state="packed")
        session.add_all([Shipment(order_id=order, parcel_no=n, parcel_count=2, carrier="DHL") for n in (1, 2)])
        session.flush()
        waybill_entry.apply(session, _rows(("303-0001", "", "111")), ship=True)
        assert session.get_one(Order, order).state == "packed"
        waybill_entry.apply(session, _rows(("303-0001", "", "222")), ship=True)
        assert session.get_one(Order, order).state == "shipped"


def test_what_is_doubtful_is_applied_and_said(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_orders(session, 2, state="confirmed")
        session.add(Carrier(name="DHL Paket", aliases="DHL\nDeutsche Post DHL"))
        session.add(Shipment(order_id=first, carrier="DHL Paket", waybill="OLD"))
        session.flush()
        rows = _rows(("303-0001", "dhl", "RR123456784CN"), ("303-0002", "Hermes", "H1"))
        _, check = waybill_entry.apply(session, rows)
        assert [[code for code, _ in verdict.warnings] for verdict in check.verdicts] == [
            ["waybill_check_digit", "waybill_row_replaced"], ["waybill_pattern", "waybill_row_carrier_unknown"],
        ]  # fmt: skip
        assert [(carrier, waybill) for _, _, _, carrier, waybill, _ in _parcels(session)] == [
            ("DHL Paket", "RR123456784CN"), ("Hermes", "H1"),
        ]  # fmt: skip
        assert session.get(OwnerEdit, ("shipment", 1, "waybill")) is not None
        assert second


@pytest.mark.rule("R-O6")
def test_a_mistyped_carrier_is_named_with_the_nearest_and_hides_no_number_that_is_taken(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second, third = add_orders(session, 3, state="confirmed")
        session.add_all([Carrier(name="Pigeon"), Carrier(name="DHL")])
        session.add(Shipment(order_id=first, carrier="Pigeon", waybill="P1"))
        session.add(Shipment(order_id=second, carrier="Pidgeon", waybill="P2"))
        session.flush()
        rows = _rows(
            ("303-0003", "Pidgeon", "P3"), ("303-0003", "Pidgeon", "P1"), ("303-0003", "Pigeon", "P2"),
            ("303-0003", "DHL", "P1"), ("303-0002", "Pidgeon", "P2"),
        )  # fmt: skip
        taken, *doubtful, of_another, own = waybill_entry.check(session, rows).verdicts
        assert taken.is_applied and "Did you mean Pigeon?" in taken.reason()
        assert [verdict.code for verdict in doubtful] == ["waybill_row_taken_in_doubt"] * 2
        assert all("303-0003" in verdict.reason() for verdict in doubtful)
        assert "303-0001" in doubtful[0].reason() and "303-0002" in doubtful[1].reason()
        assert of_another.is_applied and own.is_applied  # two known carriers may have the same number
        assert third


def test_an_order_number_of_two_channels_is_not_guessed(shop: ShopFile) -> None:
    with shop.write() as session:
        add_orders(session, state="confirmed")
        session.add(Channel(id=2, name="eBay", kind="ebay", currency="EUR"))
        session.flush()
        twin = session.get_one(Order, 1)
        session.add(
            Order(channel_id=2, external_no=twin.external_no, state="confirmed", placed_at=twin.placed_at,
                  currency="EUR")
        )  # fmt: skip
        session.flush()
        check = waybill_entry.check(session, _rows(("303-0001", "DHL", "1")))
        assert check.verdicts[0].code == "waybill_row_order_twice"


def test_goods_in_another_orders_parcel_take_no_waybill(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_orders(session, 2, state="confirmed")
        main = Shipment(order_id=first, carrier="DHL")
        session.add(main)
        session.flush()
        session.add(Shipment(order_id=second, merged_into_id=main.id))
        session.flush()
        check = waybill_entry.check(session, _rows(("303-0002", "DHL", "1")))
        assert check.verdicts[0].code == "waybill_row_merged"
