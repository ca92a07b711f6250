"""Telling a marketplace what was shipped: which parcels, never twice unasked, merged and split orders, undone."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.services import batch_ship, changes, orders
from shopdesk.services.order_detail import detail
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Channel, Order, OrderLine, Shipment, ShipmentLine
from tests.services.order_rows import add_orders

NAME = {"en": "Amazon", "zh_CN": "亚马逊"}


def _told(session: Session, kind: str = "amazon", key: str = "amazon", **more: object) -> list[tuple[str, str]]:
    found = batch_ship.gather(session, key, kind, **more)  # type: ignore[arg-type]
    return [(parcel.order_no, parcel.waybill) for parcel in found.parcels]


def _remember(session: Session, key: str = "amazon") -> changes.Change:
    return batch_ship.remember(session, key, NAME, "a.txt", batch_ship.gather(session, key, "amazon").parcels)


def test_shipped_orders_are_told_once(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_orders(session, 2, state="confirmed")
        orders.mark_shipped(session, [first], carrier="DHL", waybill="111")
        assert _told(session) == [("303-0001", "111")]
        change = _remember(session)
        assert change.code == "batch_ship_done"
        assert _told(session) == []
        assert batch_ship.gather(session, "amazon", "amazon").told_before == 1
        assert _told(session, again=True) == [("303-0001", "111")]
        assert _told(session, key="generic", kind="") == [("303-0001", "111")]
        orders.mark_shipped(session, [second], carrier="DHL", waybill="222")
        assert _told(session) == [("303-0002", "222")]
        event = detail(session, first).events[-1]
        assert (event.code, event.params["file"]) == ("batch_ship_exported", "a.txt")
        changes.undo(session, change.id or 0)
        assert _told(session) == [("303-0001", "111"), ("303-0002", "222")]


def test_a_corrected_waybill_is_told_again(shop: ShopFile) -> None:
    with shop.write() as session:
        (order,) = add_orders(session, state="confirmed")
        orders.mark_shipped(session, [order], carrier="DHL", waybill="111")
        _remember(session)
        orders.set_waybill(session, order, "DHL", "112")
        assert _told(session) == [("303-0001", "112")]


def test_other_channels_and_orders_that_came_in_as_shipped_are_not_told(shop: ShopFile) -> None:
    with shop.write() as session:
        (came,) = add_orders(session, state="shipped")
        session.add(Shipment(order_id=came, carrier="DHL", waybill="1", state="handed_over"))
        session.add(Channel(id=2, name="eBay", kind="ebay", currency="EUR"))
        (other,) = add_orders(session, state="confirmed")
        session.flush()
        session.get_one(Order, other).channel_id = 2
        orders.mark_shipped(session, [other], carrier="DHL", waybill="2")
        assert _told(session) == []
        assert _told(session, kind="ebay", key="ebay") == [("303-0002", "2")]
        assert _told(session, order_ids=[came]) == [("303-0001", "1")]


def test_what_lacks_a_waybill_is_named(shop: ShopFile) -> None:
    with shop.write() as session:
        bare, whole = add_orders(session, 2, state="confirmed")
        orders.mark_shipped(session, [bare, whole])
        found = batch_ship.gather(session, "amazon", "amazon")
        assert (found.parcels, found.incomplete) == ((), ("303-0001", "303-0002"))


def test_merged_orders_are_told_the_waybill_they_travel_with_and_split_ones_all_of_theirs(shop: ShopFile) -> None:
    with shop.write() as session:
        main, merged, split = add_orders(session, 3, state="confirmed")
        parcel = Shipment(order_id=main, carrier="DHL", waybill="1", service="Paket")
        session.add(parcel)
        session.flush()
        session.add(Shipment(order_id=merged, merged_into_id=parcel.id))
        parts = [Shipment(order_id=split, parcel_no=n, parcel_count=2, carrier="UPS", waybill=f"U{n}") for n in (1, 2)]
        session.add_all(parts)
        session.flush()
        line = session.scalars(select(OrderLine).where(OrderLine.order_id == split)).one()
        line.external_line_id = "L9"
        session.add(ShipmentLine(shipment_id=parts[0].id, order_line_id=line.id, quantity=1))
        session.flush()
        orders.mark_shipped(session, [main, merged, split], shipped_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
        assert _told(session) == [("303-0001", "1"), ("303-0002", "1"), ("303-0003", "U1"), ("303-0003", "U2")]
        parcels = batch_ship.gather(session, "amazon", "amazon").parcels
        assert parcels[2].lines == (("L9", 1),)
        assert str(parcels[0].shipped_on) == "2026-11-23"  # a day of the shop, in Berlin
