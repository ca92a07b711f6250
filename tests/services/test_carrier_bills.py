"""Quoted against billed: the lines of a bill and the sums of carriers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.importing.bill_rows import BillLine
from shopdesk.lists.spec import Money
from shopdesk.services import carrier_bills, changes, orders
from shopdesk.services.carrier_bills import CarrierCosts
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Shipment
from tests.services.carrier_rows import add_service, orders_to_send


def _line(waybill: str, amount: str | None = "7.40", **more: str) -> BillLine:
    return BillLine(2, waybill, Decimal(amount) if amount else None, amount or "free", **more)


def _parcels(session: Session, *parcels: tuple[str, str, int | None]) -> None:
    ids = orders_to_send(session, len(parcels))
    for order_id, (carrier, waybill, fee) in zip(ids, parcels, strict=True):
        currency = "EUR" if fee is not None else ""
        session.add(
            Shipment(order_id=order_id, carrier=carrier, waybill=waybill, fee_quoted_minor=fee, fee_currency=currency)
        )
    session.flush()


def _billed(session: Session) -> list[tuple[int | None, str, str]]:
    rows = session.execute(select(Shipment.fee_billed_minor, Shipment.fee_currency, Shipment.billed_ref))
    return [(minor, currency, ref) for minor, currency, ref in rows]


def test_lines_find_their_parcels_and_are_added_up(shop: ShopFile) -> None:
    with shop.write() as session:
        add_service(session, aliases="DHL Paket")
        _parcels(session, ("DHL", "A1", 690), ("DHL Paket", "A2", 490), ("DPD", "B1", None))
        lines = [_line("A1"), _line("A1", "0.50"), _line("A2", "4.90"), _line("B1", "6.66")]
        change, verdicts = carrier_bills.take_bill(session, lines, bill="4711")
        assert (change.code, change.params) == ("carrier_bill_taken", {"bill": "4711", "n": 3, "left": 0})
        assert [verdict.order_no for verdict in verdicts] == ["303-0001", "303-0001", "303-0002", "303-0003"]
        assert _billed(session) == [(790, "EUR", "4711"), (490, "EUR", "4711"), (666, "EUR", "4711")]
        dhl, dpd = carrier_bills.costs(session)
        assert dhl == CarrierCosts("DHL", 2, Money(1180, "EUR"), Money(1280, "EUR"), 0)
        assert dhl.difference == Money(100, "EUR")
        assert dpd == CarrierCosts("DPD", 1, Money(0, "EUR"), Money(0, "EUR"), 1)
        again, _ = carrier_bills.take_bill(session, lines, bill="4711")
        assert again.id is None
        changes.undo(session, change.id or 0)
        assert _billed(session) == [(None, "EUR", ""), (None, "EUR", ""), (None, "", "")]
        assert carrier_bills.costs(session) == []


def test_lines_that_cannot_be_taken_say_why(shop: ShopFile) -> None:
    with shop.write() as session:
        _parcels(session, ("DHL", "A1", 690), ("DHL", "SAME", 1), ("DPD", "SAME", 1))
        lines = [
            _line("A1", "7.00"),
            _line(""),
            _line("A1", None),
            _line("NOBODY"),
            _line("SAME"),
            _line("A1", currency="CNY"),
            _line("A1", carrier="UPS"),
        ]
        change, verdicts = carrier_bills.take_bill(session, lines, bill="1")
        assert [verdict.code for verdict in verdicts] == [
            "",
            "bill_row_no_waybill",
            "bill_row_no_amount",
            "bill_row_unknown",
            "bill_row_several",
            "bill_row_currency",
            "bill_row_unknown",
        ]
        assert all(verdict.reason() != verdict.code for verdict in verdicts[1:])
        assert change.params == {"bill": "1", "n": 1, "left": 6}
        change, _ = carrier_bills.take_bill(session, [_line("SAME")], bill="2", carrier="dpd")
        assert change.params["n"] == 1
        with pytest.raises(UserError, match="bill_none"):
            carrier_bills.take_bill(session, lines[1:], bill="3")


def test_a_number_of_a_cancelled_order_does_not_confuse(shop: ShopFile) -> None:
    with shop.write() as session:
        _parcels(session, ("DHL", "A1", 690), ("DHL", "A1", 690))
        orders.cancel(session, [1])
        carrier_bills.take_bill(session, [_line("A1")], bill="1")
        assert [minor for minor, _, _ in _billed(session)] == [None, 740]
