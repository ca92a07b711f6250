"""Steps of orders: SM-ORDER, problems that block, waybills (R-O2, R-O3, R-O6), editing in place, thousands at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message, set_language
from shopdesk.domain.order_exceptions import Resolution
from shopdesk.services import changes, exceptions, orders, settings
from shopdesk.services.order_detail import problem_text
from shopdesk.services.shop import facts, set_facts
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order, OrderEvent, OwnerEdit, Shipment
from tests.services.order_rows import add_orders


def _states(session: Session) -> list[str]:
    return list(session.scalars(select(Order.state).order_by(Order.id)))


@pytest.mark.rule("R-O2")
def test_confirm_then_undo(shop: ShopFile) -> None:
    with shop.write() as session:
        ids = add_orders(session, 2)
        change = orders.confirm(session, ids)
        assert (change.code, change.params) == ("order_confirmed_many", {"n": 2})
        assert _states(session) == ["confirmed", "confirmed"]
        assert session.get_one(Order, ids[0]).reviewed_at is not None
        changes.undo(session, change.id or 0)
        assert _states(session) == ["to_review", "to_review"]
        assert session.get_one(Order, ids[0]).reviewed_at is None
        assert session.scalar(select(func.count()).select_from(OrderEvent)) == 0


@pytest.mark.rule("R-O3")
def test_problems_block_the_review_until_they_are_fine(shop: ShopFile) -> None:
    with shop.write() as session:
        good, bad = add_orders(session), add_orders(session, attention="address totals")
        with pytest.raises(UserError, match="order_has_problems"):
            orders.confirm(session, bad)
        change = orders.confirm(session, [*good, *bad])
        assert (change.code, change.params) == ("order_confirmed_some", {"n": 1, "left": 1})
        orders.mark_fine(session, bad, problems=["totals"])
        assert session.get_one(Order, bad[0]).attention == "address"
        orders.mark_fine(session, bad)
        assert orders.confirm(session, bad).code == "order_confirmed_one"
        with pytest.raises(UserError, match="orders_without_problems"):
            orders.mark_fine(session, bad)


@pytest.mark.rule("R-O2")
def test_many_at_once_do_not_wave_through_an_address_without_a_part(shop: ShopFile) -> None:
    whole = {
        "ship_name": "Emma Fischer", "ship_line1": "Weg 1", "ship_city": "Bonn", "ship_postcode": "53111",
        "ship_country": "DE", "attention": "address totals",
    }  # fmt: skip
    with shop.write() as session:
        (fine,) = add_orders(session, **whole)
        (no_street,) = add_orders(session, **(whole | {"ship_line1": ""}))
        (no_postcode,) = add_orders(session, **(whole | {"ship_postcode": " "}))
        (irish,) = add_orders(session, **(whole | {"ship_postcode": "", "ship_country": "IE", "ship_city": "Cork"}))
        change = orders.mark_fine(session, [fine, no_street, no_postcode, irish])
        assert (change.code, change.params) == ("order_fine_some", {"n": 2, "left": 2})
        left = {no_street: "address totals", no_postcode: "address totals", fine: "", irish: ""}
        assert {order: session.get_one(Order, order).attention for order in left} == left
        with pytest.raises(UserError, match="orders_address_incomplete"):
            orders.mark_fine(session, [no_street, no_postcode])
        orders.mark_fine(session, [no_street, no_postcode], problems=["totals"])
        assert session.get_one(Order, no_street).attention == "address"
        assert orders.mark_fine(session, [no_street]).code == "order_fine_one", "one by one, somebody has looked"
        assert session.get_one(Order, no_street).attention == ""


@pytest.mark.rule("SM-ORDER")
@pytest.mark.parametrize(
    ("step", "state", "allowed"),
    [
        (orders.confirm, "to_review", True), (orders.confirm, "exception", True), (orders.confirm, "shipped", False),
        (orders.confirm, "imported", False), (orders.mark_exception, "confirmed", True),
        (orders.mark_exception, "packed", False), (orders.put_back, "exception", True),
        (orders.put_back, "imported", True), (orders.put_back, "confirmed", False), (orders.cancel, "packed", True),
        (orders.cancel, "shipped", False), (orders.mark_shipped, "confirmed", True),
        (orders.mark_shipped, "to_review", False), (orders.mark_shipped, "cancelled", False),
    ],
)  # fmt: skip
def test_steps_follow_the_state_machine(
    shop: ShopFile, step: Callable[..., changes.Change], state: str, allowed: bool
) -> None:
    with shop.write() as session:
        ids = add_orders(session, state=state)
        if allowed:
            step(session, ids)
            assert _states(session) != [state]
        else:
            with pytest.raises(UserError, match="order_state_refused"):
                step(session, ids)
            assert _states(session) == [state]


def test_nothing_possible_is_said(shop: ShopFile) -> None:
    with shop.write() as session:
        ids = add_orders(session, 2, state="completed")
        with pytest.raises(UserError, match="orders_none_possible"):
            orders.cancel(session, ids)
        with pytest.raises(UserError, match="order_unknown"):
            orders.cancel(session, [99])


def test_shipping_makes_parcels_and_undo_takes_them_back(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_orders(session, 2, state="confirmed")
        session.add(Shipment(order_id=second, carrier="UPS", waybill="1Z"))
        session.flush()
        change = orders.mark_shipped(session, [first, second], carrier="DHL")
        parcels = {parcel.order_id: parcel for parcel in session.scalars(select(Shipment))}
        assert (parcels[first].carrier, parcels[first].state) == ("DHL", "handed_over")
        assert (parcels[second].carrier, parcels[second].waybill, parcels[second].state) == ("UPS", "1Z", "handed_over")
        changes.undo(session, change.id or 0)
        (left,) = session.scalars(select(Shipment)).all()
        assert (left.order_id, left.state, left.handed_over_at) == (second, "created", None)
        assert session.get_one(Order, first).shipped_at is None


@pytest.mark.rule("R-O6")
def test_shipping_needs_a_waybill_where_the_rule_says_so(shop: ShopFile) -> None:
    with shop.write() as session:
        settings.set_value(session, "label.waybill_required", True)
        first, second = add_orders(session, 2, state="confirmed")
        with pytest.raises(UserError, match="waybill_missing"):
            orders.mark_shipped(session, [first])
        orders.set_waybill(session, second, "DHL", "00340 434 161")
        change = orders.mark_shipped(session, [first, second])
        assert change.params == {"n": 1, "left": 1}
        assert orders.mark_shipped(session, [first], carrier="DHL", waybill="00340999").code == "order_shipped_one"
        assert orders.detail(session, first).shipments[0].waybill == "00340999"


@pytest.mark.rule("R-O6")
def test_waybill_is_unique_per_carrier_and_its_check_digit_warns(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_orders(session, 2, state="confirmed")
        assert orders.set_waybill(session, first, "China Post", "RR 123456785 CN").code == "waybill_set"
        with pytest.raises(UserError, match="waybill_taken"):
            orders.set_waybill(session, second, "China Post", "RR123456785CN")
        orders.set_waybill(session, second, "Other Post", "RR123456785CN")
        change = orders.set_waybill(session, second, "Other Post", "RR123456784CN")
        assert change.code == "waybill_set_doubtful"
        assert orders.detail(session, second).shipments[0].warning == "waybill_check_digit"
        assert len(orders.detail(session, second).shipments) == 1
        with pytest.raises(UserError, match="waybill_empty"):
            orders.set_waybill(session, second, "DHL", "  ")


def test_edit_is_the_owners_and_clears_what_it_solved(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session, attention="address phone totals", ship_country="DE", ship_phone="??")
        change = orders.edit(
            session, order_id, ship_line1="Linden\x00straße\n14", ship_city="Berlin", ship_postcode="10969",
            ship_country="de", ship_phone="+49 30 123456",
        )  # fmt: skip
        order = session.get_one(Order, order_id)
        assert (order.ship_line1, order.ship_country, order.attention) == ("Linden straße 14", "DE", "totals")
        assert set(session.scalars(select(OwnerEdit.field))) == {
            "ship_line1",
            "ship_city",
            "ship_postcode",
            "ship_phone",
        }
        changes.undo(session, change.id or 0)
        order = session.get_one(Order, order_id)
        assert (order.ship_line1, order.attention) == ("", "address phone totals")


def test_edit_that_breaks_the_address_says_so(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(
            session, ship_line1="Lindenstraße 14", ship_city="Berlin", ship_postcode="10969", ship_country="DE"
        )
        orders.edit(session, order_id, ship_postcode="ABC")
        assert session.get_one(Order, order_id).attention == "address"
        orders.edit(session, order_id, seller_note="line one\nline two\t")
        assert session.get_one(Order, order_id).seller_note == "line one\nline two"


def test_edit_refuses_other_fields_and_countries(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session)
        with pytest.raises(UserError, match="order_field_fixed"):
            orders.edit(session, order_id, total_minor="1")
        with pytest.raises(UserError, match="country_unknown"):
            orders.edit(session, order_id, ship_country="Germany")


def test_detail_tells_everything(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session, attention="phone", ship_city="Berlin")
        orders.mark_exception(session, [order_id], note="asked the buyer")
        detail = orders.detail(session, order_id)
    assert (detail.order_no, detail.channel, detail.attention, detail.ship_to.city) == (
        "303-0001", "Amazon DE", ("phone",), "Berlin",
    )  # fmt: skip
    assert (detail.total.minor, detail.total.currency) == (3990, "EUR")
    assert [(line.sku_code, line.quantity, line.is_known) for line in detail.lines] == [("KET-17", 1, False)]
    assert [point.code for point in detail.events] == ["order_placed", "order_exception"]
    assert detail.events[1].params == {"note": "asked the buyer"}
    assert detail.steps == (("reviewed", False), ("picked", False), ("labelled", False), ("shipped", False))
    assert "confirmed" in detail.next_states


def test_thousands_take_few_statements(shop: ShopFile) -> None:
    with shop.write() as session:
        ids = add_orders(session, 2)
        ids += _many(session, 3000)
        seen: list[str] = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *args: seen.append(args[2]))
        change = orders.confirm(session, ids)
        assert change.params == {"n": 3002}
        assert change.ids["orders"] == ()
        assert len(seen) < 15
        changes.undo(session, change.id or 0)
        assert set(_states(session)) == {"to_review"}


def _many(session: Session, count: int) -> list[int]:
    first = session.get_one(Order, 1)
    values = {"channel_id": 1, "state": "to_review", "placed_at": first.placed_at, "currency": "EUR"}
    session.execute(Order.__table__.insert(), [{**values, "external_no": f"N{n}"} for n in range(count)])  # type: ignore[attr-defined]
    return [row for row in session.scalars(select(Order.id)) if row > 2]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_step_is_worded(shop: ShopFile, language: str) -> None:
    set_language(language)
    with shop.write() as session:
        first, second, third = add_orders(session, 3)
        for change in (
            orders.confirm(session, [first, second]),
            orders.mark_shipped(session, [first]),
            orders.cancel(session, [first, second]),
            orders.mark_exception(session, [third]),
            exceptions.resolve(session, 1, Resolution.WAIT),
            orders.put_back(session, [third]),
            orders.edit(session, third, tags="x"),
        ):
            assert message(change.code, **change.params) not in {change.code, ""}


@pytest.mark.parametrize("typed", ["DHL\x00 \ud8001", "a\nb\tc", "\ud83d\x07"])
def test_what_no_disk_takes_is_cleaned_at_the_border(shop: ShopFile, typed: str) -> None:
    """H14: lone surrogates, NUL and control characters never reach the driver, wherever a text is typed."""
    with shop.write() as session:
        first, second = add_orders(session, 2, state="confirmed")
        orders.set_waybill(session, first, typed, "W1" + typed)
        orders.edit(session, first, ship_name=typed, seller_note=typed)
        orders.cancel(session, [second], note=typed)
        set_facts(session, name=typed, thank_you=typed)
    with shop.read() as session:
        texts = [
            *session.scalars(select(Shipment.carrier)),
            *session.scalars(select(Shipment.waybill)),
            session.scalars(select(Order.ship_name).where(Order.id == first)).one(),
            facts(session).name.replace("\n", " "),
        ]
    assert all(text.isprintable() for text in texts), texts


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({"ship_phone": "1******6198"}, "phone", "masked by the platform"),
        ({"ship_phone": "12"}, "phone", "does not look right"),
        ({"ship_line1": "沙洲街道****"}, "address", "masked by the platform"),
        (
            {"ship_line1": "12 Station Road", "ship_city": "Bath", "ship_country": "GB"},
            "address",
            "postcode is missing",
        ),
    ],
)
def test_a_problem_says_what_exactly_is_wrong(shop: ShopFile, fields: dict[str, str], code: str, words: str) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session, attention=code, **fields)
        assert words in problem_text(orders.detail(session, order_id), code)
