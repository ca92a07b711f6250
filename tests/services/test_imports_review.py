"""What an import does to reviews: ticks of changed cells, parcels of cancelled orders (R-O2, R-O3)."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.services import changes, import_undo, imports, orders
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order, OwnerEdit, Shipment
from tests.services.conftest import Stage
from tests.services.staging_files import line, order

ALL = "goods quantity consignee phone address"
TO = {"ship_name": "Emma", "ship_phone": "+49 30 1234567", "ship_line1": "Lindenstraße 14", "ship_city": "Berlin"}


def _only(session: Session) -> Order:
    return session.scalars(select(Order)).one()


def _verified(shop: ShopFile, stage: Stage, **again: object) -> str:
    imports.apply(shop, stage("orders", [order("1", line("A", 2), **TO)]))
    with shop.write() as session:
        _only(session).verified = ALL
    lines = again.pop("lines", (line("A", 2),))
    imports.apply(shop, stage("orders", [order("1", *lines, **TO | again)]))  # type: ignore[misc]
    with shop.read() as session:
        return _only(session).verified


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(
    ("again", "gone"),
    [
        ({"buyer_note": "please hurry"}, ""), ({"ship_phone": "+49 30 7654321"}, "phone"),
        ({"ship_name": "Emma Fischer"}, "consignee"), ({"ship_city": "Bonn"}, "address"), ({"ship_city": ""}, ""),
        ({"lines": (line("A", 3),)}, "goods quantity"),
    ],
)  # fmt: skip
def test_ticks_follow_the_cells_a_file_changes(
    shop: ShopFile, stage: Stage, again: dict[str, object], gone: str
) -> None:
    assert set(ALL.split()) - set(_verified(shop, stage, **again).split()) == set(gone.split())


@pytest.mark.rule("R-O2")
def test_a_cell_the_owner_typed_keeps_its_tick(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", **TO)]))
    with shop.write() as session:
        row = _only(session)
        row.verified = ALL
        session.add(OwnerEdit(kind="orders", row_id=row.id, field="ship_city"))
    imports.apply(shop, stage("orders", [order("1", **TO | {"ship_city": "Bonn"})]))
    with shop.read() as session:
        assert _only(session).verified == ALL


def _labelled(shop: ShopFile, stage: Stage, parcel_state: str = "label_printed") -> None:
    imports.apply(shop, stage("orders", [order("1", **TO)]))
    with shop.write() as session:
        row = _only(session)
        row.state = "packed"
        session.add(Shipment(order_id=row.id, waybill="W1", state=parcel_state, label_printed_at=now()))


@pytest.mark.rule("R-O3")
def test_an_order_cancelled_after_its_label_was_printed(shop: ShopFile, stage: Stage) -> None:
    _labelled(shop, stage)
    staged = stage("orders", [order("1", **TO, state="cancelled")])
    (warned,) = imports.prepare(shop, staged).notes
    result = imports.apply(shop, staged)
    (told,) = result.notes
    assert (warned.code, dict(told.params)) == ("import_cancels_labelled", {"n": 1, "orders": "1"})
    assert "void their waybills" in told.text()
    with shop.write() as session:
        row = _only(session)
        assert (row.state, row.attention) == ("cancelled", "parcel_to_stop")
        assert session.scalars(select(Shipment.waybill)).one() == "W1", "the parcel and its waybill are still known"
        assert orders.detail(session, row.id).shipments[0].label_printed_at is not None
        orders.mark_fine(session, [row.id])
    again = imports.apply(shop, stage("orders", [order("1", **TO, state="cancelled", buyer_note="x")]))
    assert again.notes == ()
    with shop.read() as session:
        assert _only(session).attention == "", "what the owner has dealt with does not come back"


@pytest.mark.rule("R-O3")
def test_undoing_that_import_takes_the_warning_back(shop: ShopFile, stage: Stage) -> None:
    _labelled(shop, stage)
    result = imports.apply(shop, stage("orders", [order("1", **TO, state="cancelled")]))
    import_undo.undo(shop, result.batch or 0)
    with shop.read() as session:
        row = _only(session)
        assert (row.state, row.attention) == ("packed", "")


@pytest.mark.parametrize("parcel_state", ["handed_over", "delivered"])
def test_a_parcel_that_has_left_is_not_to_stop(shop: ShopFile, stage: Stage, parcel_state: str) -> None:
    _labelled(shop, stage, parcel_state)
    result = imports.apply(shop, stage("orders", [order("1", **TO, state="cancelled")]))
    assert result.notes == ()


def test_an_order_without_a_label_is_just_cancelled(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", **TO)]))
    result = imports.apply(shop, stage("orders", [order("1", **TO, state="cancelled")]))
    assert result.notes == ()
    with shop.read() as session:
        change = changes.last_undoable(session)
        assert (_only(session).attention, change is not None) == ("", True)
