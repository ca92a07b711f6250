"""What order files say of parcels: numbers for those that wait, those that left or came, waves that are done by it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from shopdesk.services import import_undo, imports, orders, upkeep
from shopdesk.storage.tables import Order, OrderException, Shipment, Wave
from tests.services.staging_files import order


def known(shop, stage, *numbers: str, state: str = "confirmed", wave: int | None = None) -> None:
    """Orders of an earlier file that are on their way out of the house by now."""
    imports.apply(shop, stage("orders", [order(number) for number in numbers]))
    with shop.write() as session:
        if wave is not None:
            session.add(Wave(id=wave, number="20261122-1", state="picked"))
        for row in session.scalars(select(Order)):
            row.state, row.wave_id = state, wave


def add(shop, order_id: int, **fields: Any) -> None:
    with shop.write() as session:
        session.add(Shipment(order_id=order_id, **fields))


def parcels(shop, *names: str) -> list[tuple[Any, ...]]:
    with shop.read() as session:
        rows = session.scalars(select(Shipment).order_by(Shipment.id))
        return [tuple(getattr(row, name) for name in names) for row in rows]


@pytest.mark.rule("R-O6")
def test_a_file_without_a_carrier_leaves_the_carrier_alone(shop, stage, noon):
    known(shop, stage, "1")
    add(shop, 1, carrier="DHL", service="Paket", service_id=1, fee_quoted_minor=499)
    imports.apply(shop, stage("orders", [order("1", waybill="W1")]))
    assert parcels(shop, "carrier", "waybill", "service", "service_id", "fee_quoted_minor") == [
        ("DHL", "W1", "Paket", 1, 499)
    ]


@pytest.mark.rule("R-O6")
def test_another_carrier_takes_its_service_and_price_with_it(shop, stage, noon):
    known(shop, stage, "1")
    add(shop, 1, carrier="DHL", service="Paket", service_id=1, fee_quoted_minor=499)
    result = imports.apply(shop, stage("orders", [order("1", carrier="UPS", waybill="W1")]))
    names = ("carrier", "waybill", "service", "service_id", "fee_quoted_minor")
    assert parcels(shop, *names) == [("UPS", "W1", "", None, None)]
    assert import_undo.undo(shop, result.batch).done
    assert parcels(shop, *names) == [("DHL", "", "Paket", 1, 499)]


def test_the_number_of_the_parcel_it_travels_in_is_known(shop, stage, noon):
    known(shop, stage, "1", "2")
    add(shop, 1, carrier="DHL", waybill="W1")
    add(shop, 2, merged_into_id=1)
    rows = [order("1", carrier="DHL", waybill="W1"), order("2", carrier="DHL", waybill="W1")]
    imports.apply(shop, stage("orders", rows))
    assert parcels(shop, "order_id", "waybill", "merged_into_id") == [(1, "W1", None), (2, "", 1)]


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        ("shipped", "packed", "handed_over"), ("shipped", "created", "handed_over"), ("shipped", "stalled", "stalled"),
        ("delivered", "label_printed", "delivered"), ("completed", "in_transit", "delivered"),
        ("delivered", "lost", "lost"),
    ],
)  # fmt: skip
def test_parcels_of_an_order_that_a_file_calls_shipped_have_left(shop, stage, noon, state, before, after):
    known(shop, stage, "1", state="shipped" if before in {"in_transit", "stalled", "lost"} else "packed")
    add(shop, 1, carrier="DHL", waybill="W1", state=before)
    left = "2026-11-21T09:00:00Z"
    result = imports.apply(shop, stage("orders", [order("1", state=state, shipped_at=left)]))
    assert parcels(shop, "state") == [(after,)]
    (at,) = parcels(shop, "handed_over_at")[0]
    assert (at is not None) == (before != after)
    if result.batch is not None:
        import_undo.undo(shop, result.batch)
    assert parcels(shop, "state", "handed_over_at") == [(before, None)]


@pytest.mark.rule("R-O5")
def test_a_wave_is_over_when_a_file_ships_the_last_of_it(shop, stage, noon):
    known(shop, stage, "1", "2", state="packed", wave=1)
    imports.apply(shop, stage("orders", [order("1", state="shipped")]))
    assert wave(shop) == "picked"
    result = imports.apply(shop, stage("orders", [order("2", state="shipped")]))
    assert wave(shop) == "handed_over"
    assert import_undo.undo(shop, result.batch).done
    assert wave(shop) == "picked"


@pytest.mark.rule("R-O5")
def test_a_wave_is_over_when_tracking_ships_the_last_of_it(shop, stage, noon):
    known(shop, stage, "1", state="packed", wave=1)
    add(shop, 1, carrier="DHL", waybill="W1", state="packed")
    news = {"waybill": "W1", "at": "2026-11-21T09:00:00Z", "status": "in_transit", "text": "on its way"}
    result = imports.apply(shop, stage("tracking", [news], channel=""))
    assert wave(shop) == "handed_over"
    assert import_undo.undo(shop, result.batch).done
    assert wave(shop) == "picked"


def wave(shop) -> str:
    with shop.read() as session:
        return session.get_one(Wave, 1).state


@pytest.mark.parametrize("cancelled", ["1", "2"])
def test_an_order_that_a_file_cancels_leaves_the_common_parcel(shop, stage, noon, cancelled):
    known(shop, stage, "1", "2")
    add(shop, 1, carrier="DHL", waybill="W1")
    add(shop, 2, merged_into_id=1)
    result = imports.apply(shop, stage("orders", [order(cancelled, state="cancelled")]))
    assert parcels(shop, "merged_into_id") == [(None,), (None,)]
    assert import_undo.undo(shop, result.batch).done
    assert parcels(shop, "merged_into_id") == [(None,), (1,)]


def test_orders_cancelled_together_stay_together(shop, stage, noon):
    known(shop, stage, "1", "2")
    add(shop, 1, carrier="DHL", waybill="W1")
    add(shop, 2, merged_into_id=1)
    imports.apply(shop, stage("orders", [order(number, state="cancelled") for number in ("1", "2")]))
    assert parcels(shop, "merged_into_id") == [(None,), (1,)]


def test_what_the_shop_completes_by_itself_does_not_keep_an_import(shop, stage, noon):
    old = {"placed_at": "2026-09-01T10:00:00Z", "shipped_at": "2026-09-02T10:00:00Z"}
    rows = [order("1", state="delivered", carrier="DHL", waybill="W1", **old), order("2")]
    result = imports.apply(shop, stage("orders", rows))
    with shop.write() as session:
        session.get_one(Shipment, 1).delivered_at = datetime(2026, 9, 4, tzinfo=UTC)
        session.flush()
        assert upkeep.keep_up(session).ids["orders"] == (1,)
    assert import_undo.undo(shop, result.batch).kept == ()
    with shop.read() as session:
        assert not session.scalars(select(Order)).all()


@pytest.mark.rule("R-O3")
@pytest.mark.parametrize(("state", "is_closed"), [("cancelled", True), ("shipped", True), ("to_review", False)])
def test_an_exception_is_over_when_a_file_ends_its_order(shop, stage, noon, state, is_closed):
    known(shop, stage, "1")
    with shop.write() as session:
        orders.mark_exception(session, [1], "no stock")

    def closed():
        with shop.read() as session:
            return session.scalars(select(OrderException.closed_at)).one() is not None

    result = imports.apply(shop, stage("orders", [order("1", state=state, buyer_note="hurry")]))
    assert closed() is is_closed
    import_undo.undo(shop, result.batch)
    assert not closed()
