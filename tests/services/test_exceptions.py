"""Exceptions of orders: proposed, talked over, resolved, undone (R-O3)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.order_exceptions import ContactMethod, ExceptionKind, Resolution
from shopdesk.services import changes, exceptions, orders
from shopdesk.services.goods_change import Goods
from shopdesk.storage.queries import stock_check
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import (
    ExceptionContact,
    Order,
    OrderEvent,
    OrderException,
    OrderLine,
    Product,
    Refund,
    Sku,
    StockBalance,
    Warehouse,
)
from tests.services.order_rows import add_orders


def stock(session: Session, **pieces: int) -> None:
    """Count stock of SKUs (``KET_17=3`` is KET-17)."""
    if session.get(Warehouse, 1) is None:
        session.add(Warehouse(id=1, name="Berlin"))
    for name, quantity in pieces.items():
        product = Product(handle=name, title=f"Product {name}")
        session.add(product)
        session.flush()
        sku = Sku(product_id=product.id, code=name.replace("_", "-"))
        session.add(sku)
        session.flush()
        session.add(StockBalance(sku_id=sku.id, warehouse_id=1, quantity=quantity))
        for line in session.scalars(select(OrderLine).where(OrderLine.sku_code == sku.code)):
            line.sku_id = sku.id
    session.flush()


def aside(session: Session, **fields: object) -> tuple[int, OrderException]:
    """An order that was set aside, with its exception."""
    (order_id,) = add_orders(session, **fields)
    orders.mark_exception(session, [order_id])
    return order_id, session.scalars(select(OrderException).where(OrderException.order_id == order_id)).one()


def talk(session: Session, case: OrderException) -> None:
    """A word with the customer."""
    exceptions.add_contact(session, case.id, ContactMethod.PHONE, "Called, agreed.")


@pytest.mark.rule("R-O3")
@pytest.mark.parametrize(
    ("fields", "kind", "proposal"),
    [
        ({"attention": "address"}, "address_error", "change_address"),
        ({"attention": "duplicate totals"}, "suspected_duplicate", "cancel"),
        ({"payment_state": "disputed"}, "payment_problem", "wait"),
        ({}, "other", "wait"),
    ],
)
def test_lint_and_payment_propose(shop: ShopFile, fields: dict[str, str], kind: str, proposal: str) -> None:
    with shop.write() as session:
        order_id, case = aside(session, **fields)
        assert (case.kind, case.proposal, case.resolution) == (kind, proposal, "")
        assert session.get_one(Order, order_id).state == "exception"


@pytest.mark.rule("R-O3")
@pytest.mark.rule("R-I2")
def test_stock_failure_proposes_other_goods(shop: ShopFile) -> None:
    with shop.write() as session:
        add_orders(session, 2, state="confirmed")
        (order_id,) = add_orders(session)
        stock(session, KET_17=3)
        assert stock_check.shortages(session, [order_id]) == {}
        add_orders(session, state="packed")
        for line in session.scalars(select(OrderLine).where(OrderLine.sku_id.is_(None))):
            line.sku_id = 1
        session.flush()
        short = stock_check.shortages(session, [order_id])
        assert short == {order_id: (stock_check.Shortage("KET-17", 1, 0),)}
        orders.mark_exception(session, [order_id])
        assert session.scalars(select(OrderException)).one().kind == "out_of_stock"


def test_a_sku_that_was_never_counted_is_not_short(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session)
        assert stock_check.shortages(session, [order_id]) == {}


@pytest.mark.rule("R-O3")
def test_confirmation_waits_for_a_resolution(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id, case = aside(session)
        for step in (orders.confirm, orders.put_back, orders.cancel):
            with pytest.raises(UserError, match="order_exception_unresolved"):
                step(session, [order_id])
        exceptions.resolve(session, case.id, Resolution.WAIT)
        assert session.get_one(Order, order_id).state == "exception"
        orders.confirm(session, [order_id])
        assert session.get_one(Order, order_id).state == "confirmed"
        assert case.closed_at is not None
        with pytest.raises(UserError, match="exception_resolved"):
            exceptions.resolve(session, case.id, Resolution.WAIT)


@pytest.mark.rule("R-O3")
def test_what_was_waited_for_may_be_resolved_otherwise(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id, case = aside(session)
        exceptions.resolve(session, case.id, Resolution.WAIT)
        with pytest.raises(UserError, match="exception_without_contact"):
            exceptions.resolve(session, case.id, Resolution.CANCEL)
        talk(session, case)
        exceptions.resolve(session, case.id, Resolution.CANCEL)
        assert session.get_one(Order, order_id).state == "cancelled"


@pytest.mark.rule("R-O3")
@pytest.mark.parametrize("resolution", [how for how in Resolution if how is not Resolution.WAIT])
def test_nothing_ends_without_a_word(shop: ShopFile, resolution: Resolution) -> None:
    with shop.write() as session:
        order_id, case = aside(session)
        with pytest.raises(UserError, match="exception_without_contact"):
            exceptions.resolve(session, case.id, resolution, amount_minor=100)
        assert session.get_one(Order, order_id).state == "exception"


@pytest.mark.rule("R-O3")
@pytest.mark.rule("R-O9")
def test_a_refund_becomes_a_record_with_its_own_clock(shop: ShopFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_NOW", "2026-11-24T10:00:00+00:00")
    with shop.write() as session:
        order_id, case = aside(session, refunded_minor=990)
        talk(session, case)
        change = exceptions.resolve(session, case.id, Resolution.REFUND)
        refund = session.scalars(select(Refund)).one()
        assert (refund.order_id, refund.amount_minor, refund.currency, refund.kind) == (
            order_id, 3000, "EUR", "cancellation",
        )  # fmt: skip
        assert refund.due_at.date() == datetime(2026, 11, 25, tzinfo=UTC).date()
        order = session.get_one(Order, order_id)
        assert (order.state, order.cancelled_at is not None) == ("cancelled", True)
        changes.undo(session, change.id or 0)
        order = session.get_one(Order, order_id)
        assert (order.state, order.cancelled_at) == ("exception", None)
        assert session.scalars(select(Refund)).all() == []
        assert (case.resolution, case.closed_at) == ("", None)


@pytest.mark.rule("R-O3")
def test_a_part_refund_leaves_the_rest_to_ship(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id, case = aside(session)
        talk(session, case)
        for amount, code in ((0, "refund_amount_zero"), (3991, "refund_too_high")):
            with pytest.raises(UserError, match=code):
                exceptions.resolve(session, case.id, Resolution.PART_REFUND, amount_minor=amount)
        session.rollback()
    with shop.write() as session:
        order_id, case = aside(session)
        talk(session, case)
        exceptions.resolve(session, case.id, Resolution.PART_REFUND, amount_minor=500)
        assert session.get_one(Order, order_id).state == "to_review"
        assert session.scalars(select(Refund.amount_minor)).one() == 500
        orders.mark_exception(session, [order_id])
        second = session.scalars(select(OrderException).where(OrderException.closed_at.is_(None))).one()
        talk(session, second)
        exceptions.resolve(session, second.id, Resolution.REFUND)
        assert sum(session.scalars(select(Refund.amount_minor))) == 3990, "what is promised is not promised twice"


@pytest.mark.rule("R-O3")
def test_an_unpaid_order_is_cancelled_without_a_refund(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id, case = aside(session, payment_state="unpaid")
        talk(session, case)
        with pytest.raises(UserError, match="refund_unpaid_order"):
            exceptions.resolve(session, case.id, Resolution.REFUND)
        session.rollback()
    with shop.write() as session:
        order_id, case = aside(session, payment_state="unpaid")
        talk(session, case)
        exceptions.resolve(session, case.id, Resolution.CANCEL)
        assert session.get_one(Order, order_id).state == "cancelled"
        assert session.scalars(select(Refund)).all() == []


@pytest.mark.rule("R-O3")
def test_an_address_is_settled_when_it_can_be_right(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id, case = aside(session, attention="address totals", ship_country="DE")
        talk(session, case)
        with pytest.raises(UserError, match="exception_address_wrong"):
            exceptions.resolve(session, case.id, Resolution.CHANGE_ADDRESS)
        session.rollback()
    with shop.write() as session:
        order_id, case = aside(session, attention="address totals", ship_country="DE")
        talk(session, case)
        orders.edit(session, order_id, ship_line1="Lindenstraße 14", ship_city="Berlin", ship_postcode="10969")
        exceptions.resolve(session, case.id, Resolution.CHANGE_ADDRESS)
        order = session.get_one(Order, order_id)
        assert (order.state, order.attention) == ("to_review", "totals")


@pytest.mark.rule("R-O3")
def test_changed_goods_are_checked_against_stock_again(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id, case = aside(session, attention="unknown_sku", verified="goods quantity phone")
        stock(session, POT_1=2)
        talk(session, case)
        line = session.scalars(select(OrderLine).where(OrderLine.order_id == order_id)).one()

        def resolve(*goods: Goods) -> changes.Change:
            return exceptions.resolve(session, case.id, Resolution.CHANGE_GOODS, goods=goods)

        for goods, code in (
            ((), "goods_none"),
            ((Goods(999, "POT-1", 1),), "goods_none"),
            ((Goods(line.id, "POT-1", 0),), "goods_quantity"),
            ((Goods(line.id, "NOT-1", 1),), "goods_unknown_sku"),
            ((Goods(line.id, "POT-1", 3),), "goods_short"),
        ):
            with pytest.raises(UserError, match=code):
                resolve(*goods)
        case = session.scalars(select(OrderException)).one()
        change = resolve(Goods(line.id, " pot-1 ", 2))
        order = session.get_one(Order, order_id)
        assert (line.sku_code, line.quantity, line.title, line.total_minor) == ("POT-1", 2, "Product POT_1", 3990)
        assert (order.state, order.unit_count, order.items_summary) == ("to_review", 2, "Product POT_1 × 2")
        assert (order.attention, order.verified) == ("", "phone")
        changes.undo(session, change.id or 0)
        session.expire_all()
        order = session.get_one(Order, order_id)
        assert (line.sku_code, order.state, order.verified) == ("KET-17", "exception", "goods quantity phone")


@pytest.mark.rule("R-O3")
def test_contacts_are_kept_and_told(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id, case = aside(session)
        change = exceptions.add_contact(session, case.id, ContactMethod.CHAT, " Buyer wants blue.\x00 ")
        said = session.scalars(select(ExceptionContact)).one()
        assert (said.method, said.text) == ("chat", "Buyer wants blue.")
        codes = list(session.scalars(select(OrderEvent.code).where(OrderEvent.order_id == order_id)))
        assert codes == ["order_exception", "contact_chat"]
        with pytest.raises(UserError, match="contact_empty"):
            exceptions.add_contact(session, case.id, ContactMethod.PHONE, "  ")
        changes.undo(session, change.id or 0)
        assert session.scalars(select(ExceptionContact)).all() == []
        exceptions.name_kind(session, case.id, ExceptionKind.PRICE_ERROR)
        assert (case.kind, case.proposal) == ("price_error", "part_refund")
        with pytest.raises(UserError, match="exception_unknown"):
            exceptions.add_contact(session, 99, ContactMethod.PHONE, "x")


def test_many_at_once_and_back(shop: ShopFile) -> None:
    with shop.write() as session:
        ids = [*add_orders(session, 3, attention="address"), *add_orders(session, 2)]
        change = orders.mark_exception(session, ids)
        assert change.params == {"n": 5}
        kinds = sorted(session.scalars(select(OrderException.kind)))
        assert kinds == ["address_error"] * 3 + ["other"] * 2
        changes.undo(session, change.id or 0)
        assert session.scalars(select(OrderException)).all() == []
        assert set(session.scalars(select(Order.state))) == {"to_review"}
