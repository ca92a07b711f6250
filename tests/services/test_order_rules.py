"""The owner's if-then rules in the shop: kept, tried, switched on; on chosen orders and on new ones of an import."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message, set_language
from shopdesk.services import changes, import_undo, imports, order_rule_runs, order_rules, orders, settings
from shopdesk.services.soundness import check
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order, OrderEvent, OrderLine, OrderRule, Product, Shipment, Shop, Sku, Warehouse
from tests.services.conftest import Stage
from tests.services.order_rows import add_orders
from tests.services.staging_files import line, order
from tests.services.test_imports_undo import batch_of, contents

EVERYTHING: list[dict[str, Any]] = [
    {"deed": "tag", "text": "abroad"}, {"deed": "hold"}, {"deed": "carrier", "text": "DHL", "extra": "Express"},
    {"deed": "warehouse", "number": 1}, {"deed": "gift", "text": "CARD", "number": 2},
    {"deed": "note", "text": "Wrap in film"},
]  # fmt: skip
TO_US = {"subject": "country", "test": "contains", "texts": ["US"]}
TAG = [{"deed": "tag", "text": "x"}]


def add_rule(session: Session, name: str, *conditions: dict[str, Any], actions: Any = None, on: bool = True) -> int:
    order_rules.save(session, None, name, conditions, actions or TAG)
    (rule_id,) = session.scalars(select(OrderRule.id).where(OrderRule.name == name))
    if on:
        tried = order_rule_runs.dry_run(session, order_rules.kept_rule(session, rule_id))
        order_rules.switch_on(session, rule_id, tried.fingerprint)
    return rule_id


def the(session: Session, number: str) -> Order:
    session.expire_all()
    return session.scalars(select(Order).where(Order.external_no == number)).one()


@pytest.fixture
def stocked(shop: ShopFile) -> ShopFile:
    with shop.write() as session:
        session.scalars(select(Shop)).one().country = "DE"
        session.add(Warehouse(id=1, name="Berlin"))
        session.add(Product(id=1, handle="card", title="Thank-you card"))
        session.flush()
        session.add_all([Sku(id=1, product_id=1, code="CARD", weight_g=10), Sku(id=2, product_id=1, code="MUG-1",
                                                                                weight_g=400)])  # fmt: skip
    return shop


# ---- keeping them


def test_a_rule_is_kept_arranged_and_deleted_and_each_step_undone(shop: ShopFile) -> None:
    with shop.write() as session:
        first, second = add_rule(session, "A", TO_US, on=False), add_rule(session, "B", on=False)
        assert [(kept.rule.name, kept.position, kept.is_on) for kept in order_rules.rules(session)] == [
            ("A", 1, False), ("B", 2, False),
        ]  # fmt: skip
        moved = order_rules.arrange(session, [second, first])
        assert [kept.id for kept in order_rules.rules(session)] == [second, first]
        changes.undo(session, moved.id or 0)
        assert [kept.id for kept in order_rules.rules(session)] == [first, second]
        gone = order_rules.delete(session, first)
        assert [kept.id for kept in order_rules.rules(session)] == [second]
        changes.undo(session, gone.id or 0)
        assert order_rules.rules(session)[0].rule.conditions[0].texts == ("US",)


def test_a_name_is_used_once(shop: ShopFile) -> None:
    with shop.write() as session:
        add_rule(session, "A", on=False)
        with pytest.raises(UserError, match="rule_name_taken"):
            order_rules.save(session, None, " a ", [], TAG)
        for step in (order_rules.switch_off, order_rules.delete, order_rules.kept_rule):
            with pytest.raises(UserError, match="rule_unknown"):
                step(session, 99)


def test_a_rule_runs_only_after_it_was_tried(shop: ShopFile) -> None:
    with shop.write() as session:
        rule_id = add_rule(session, "A", on=False)
        with pytest.raises(UserError, match="rule_not_tried"):
            order_rules.switch_on(session, rule_id, "")
        tried = order_rule_runs.dry_run(session, order_rules.kept_rule(session, rule_id))
        assert order_rules.switch_on(session, rule_id, tried.fingerprint).code == "rule_on"
        assert order_rules.save(session, rule_id, "Other name", [], TAG).code == "rule_saved"
        assert len(order_rules.rules_on(session)) == 1
        assert order_rules.save(session, rule_id, "Other name", [TO_US], TAG).code == "rule_saved_off"
        assert order_rules.rules_on(session) == ()
        with pytest.raises(UserError, match="rule_not_tried"):
            order_rules.switch_on(session, rule_id, tried.fingerprint)


# ---- trying them


def test_a_dry_run_shows_the_difference_and_changes_nothing(stocked: ShopFile) -> None:
    with stocked.write() as session:
        add_orders(session, 2, ship_country="US", state="shipped")
        add_orders(session, ship_country="DE")
        add_orders(session, ship_country="US", placed_at=now() - timedelta(days=91))
        rule_id = add_rule(session, "A", TO_US, actions=EVERYTHING, on=False)
    before = contents(stocked.path)
    with stocked.read() as session:
        tried = order_rule_runs.dry_run(session, order_rules.kept_rule(session, rule_id))
    assert contents(stocked.path) == before
    assert (tried.days, tried.looked_at, tried.matched) == (90, 3, 2)
    assert [found.order_no for found in tried.orders] == ["303-0001", "303-0002"]
    assert tried.fields == {
        "tags": 2, "attention": 2, "carrier": 2, "carrier_service": 2, "warehouse_id": 2, "gifts": 2, "packer_note": 2,
    }  # fmt: skip
    assert [(d.field, d.before, d.after) for d in tried.orders[0].differences][:2] == [
        ("tags", "", "abroad"), ("attention", "", "held"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "hit"),
    [
        ({"subject": "weight", "test": "at_least", "number": 400}, ["303-0001"]),
        ({"subject": "weight", "test": "at_most", "number": 400}, ["303-0001"]),
        ({"subject": "destination", "test": "in", "texts": ["domestic"]}, ["303-0001"]),
        ({"subject": "buyer", "test": "in", "texts": ["repeat"]}, ["303-0002"]),
        ({"subject": "buyer", "test": "in", "texts": ["first"]}, ["303-0001"]),
        ({"subject": "sku", "test": "contains", "texts": ["mug"]}, ["303-0001"]),
        ({"subject": "channel", "test": "in", "texts": ["1"]}, ["303-0001", "303-0002", "303-0003"]),
        ({"subject": "total", "test": "at_least", "number": 3990, "currency": "EUR"},
         ["303-0001", "303-0002", "303-0003"]),
    ],
)  # fmt: skip
def test_what_is_known_of_stored_orders(stocked: ShopFile, condition: dict[str, Any], hit: list[str]) -> None:
    with stocked.write() as session:
        (mug,) = add_orders(session, ship_country="DE", buyer_email="a@b.c", placed_at=now() - timedelta(days=2))
        add_orders(session, ship_country="US", buyer_email="a@b.c", placed_at=now() - timedelta(days=1))
        add_orders(session, buyer_login="张**")
        bought = session.scalars(select(OrderLine).where(OrderLine.order_id == mug)).one()
        bought.sku_id, bought.sku_code = 2, "MUG-1"
        rule_id = add_rule(session, "A", condition, on=False)
        tried = order_rule_runs.dry_run(session, order_rules.kept_rule(session, rule_id))
        assert [found.order_no for found in tried.orders] == hit


# ---- on chosen orders


def test_rules_run_on_chosen_orders_in_one_step(stocked: ShopFile) -> None:
    with stocked.write() as session:
        counts = {"line_count": 1, "unit_count": 1}
        (here,) = add_orders(session, ship_country="DE", **counts)
        (there,) = add_orders(session, ship_country="US", **counts)
        with pytest.raises(UserError, match="rules_none_on"):
            order_rule_runs.apply(session, [here, there])
        add_rule(session, "Abroad", TO_US, actions=EVERYTHING)
    before = contents(stocked.path)
    with stocked.write() as session:
        change = order_rule_runs.apply(session, [here, there])
        assert (change.code, change.params) == ("rules_applied", {"n": 1, "of": 2})
        ruled = the(session, "303-0002")
        assert (ruled.tags, ruled.attention, ruled.warehouse_id, ruled.seller_note) == (
            "abroad", "held", 1, "Wrap in film",
        )  # fmt: skip
        assert (ruled.line_count, ruled.unit_count) == (2, 3)
        gift = session.scalars(select(OrderLine).where(OrderLine.is_gift)).one()
        assert (gift.order_id, gift.line_no, gift.sku_id, gift.title, gift.quantity, gift.total_minor) == (
            there, 2, 1, "Thank-you card", 2, 0,
        )  # fmt: skip
        parcel = session.scalars(select(Shipment)).one()
        assert (parcel.order_id, parcel.carrier, parcel.service) == (there, "DHL", "Express")
        events = session.scalars(select(OrderEvent).order_by(OrderEvent.id)).all()
        for language in ("en", "zh_CN"):
            set_language(language)
            said = [message(event.code, **(event.params or {})) for event in events]
            assert len(said) == 6
            assert all("Abroad" in text and "{" not in text for text in said)
            assert "Berlin" in said[3]
        with pytest.raises(UserError, match="order_has_problems"):
            orders.confirm(session, [there])
        assert order_rule_runs.apply(session, [here, there]).id is None
    assert check(stocked)
    with stocked.write() as session:
        changes.undo(session, change.id or 0)
    after = contents(stocked.path)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_another_carrier_takes_its_service_and_price_with_it(stocked: ShopFile) -> None:
    with stocked.write() as session:
        (order_id,) = add_orders(session, state="to_review", ship_country="US")
        session.add(Shipment(order_id=order_id, carrier="UPS", service="Saver", service_id=7, fee_quoted_minor=1250))
        add_rule(session, "abroad", TO_US, actions=[{"deed": "carrier", "text": "DHL", "extra": "Express"}])
        change = order_rule_runs.apply(session, [order_id])
        parcel = session.scalars(select(Shipment)).one()
        session.refresh(parcel)
        assert (parcel.carrier, parcel.service, parcel.service_id, parcel.fee_quoted_minor) == (
            "DHL", "Express", None, None,
        )  # fmt: skip
        changes.undo(session, change.id or 0)
        session.refresh(parcel)
        assert (parcel.carrier, parcel.service, parcel.service_id, parcel.fee_quoted_minor) == (
            "UPS", "Saver", 7, 1250,
        )  # fmt: skip


def test_an_order_that_has_left_is_only_tagged_and_a_label_keeps_its_carrier(stocked: ShopFile) -> None:
    with stocked.write() as session:
        gone, ready = add_orders(session, state="shipped")[0], add_orders(session, state="confirmed")[0]
        session.add(Shipment(order_id=ready, carrier="UPS", waybill="1Z"))
        session.flush()
        add_rule(session, "A", actions=EVERYTHING)
        order_rule_runs.apply(session, [gone, ready])
        left, labelled = the(session, "303-0001"), the(session, "303-0002")
        assert (left.tags, left.attention, left.seller_note) == ("abroad", "", "")
        assert (labelled.attention, labelled.seller_note) == ("", "Wrap in film")
        assert session.scalars(select(Shipment.carrier)).all() == ["UPS"]


# ---- on new orders


def test_an_import_runs_the_rules_on_its_new_orders_and_its_undo_takes_all_of_it_back(
    stocked: ShopFile, stage: Stage
) -> None:
    with stocked.write() as session:
        add_rule(session, "Abroad", TO_US, actions=EVERYTHING)
        add_rule(session, "Tagged", {"subject": "tag", "test": "contains", "texts": ["abroad"]},
                 actions=[{"deed": "note", "text": "Second"}])  # fmt: skip
    before = contents(stocked.path)
    staged = stage(
        "orders",
        [
            order("1", ship_country="US"), order("2", ship_country="DE"),
            order("3", ship_country="US", state="completed"), order("4", ship_country="US", carrier="UPS"),
            order("5", ship_country="US", carrier="UPS", waybill="1Z"),
        ],
    )  # fmt: skip
    result = imports.apply(stocked, staged)
    assert result.counts["orders_ruled"] == 3
    with stocked.read() as session:
        ruled, plain, done = the(session, "1"), the(session, "2"), the(session, "3")
        assert (ruled.tags, ruled.attention, ruled.warehouse_id) == ("abroad", "held", 1)
        assert ruled.seller_note == "Wrap in film\nSecond"
        assert (ruled.line_count, ruled.unit_count) == (2, 3)
        assert (plain.tags, plain.attention, done.tags) == ("", "", "")
        parcels = dict(
            session.execute(
                select(Order.external_no, Shipment.carrier).join(Shipment, Shipment.order_id == Order.id)
            ).all()
        )
        assert parcels == {"1": "DHL", "4": "DHL", "5": "UPS"}
        assert session.scalar(select(func.count()).where(OrderEvent.order_id == ruled.id)) == 7
    assert check(stocked)
    undone = import_undo.undo(stocked, batch_of(result))
    assert undone.kept == ()
    assert contents(stocked.path) == before


def test_what_a_rule_wrote_survives_a_later_file(stocked: ShopFile, stage: Stage) -> None:
    with stocked.write() as session:
        add_rule(session, "All", actions=EVERYTHING)
    fields = ["order_no", "tags", "status", "sku", "quantity", "unit_price", "seller_note"]
    imports.apply(stocked, stage("orders", [order("1", line("MUG-1"), tags="new")], fields=fields))
    again = order("1", line("MUG-1", 2), tags="newer", seller_note="from the file")
    result = imports.apply(stocked, stage("orders", [again], fields=fields))
    assert result.counts["orders_changed"] == 1
    with stocked.read() as session:
        kept = the(session, "1")
        assert (kept.tags, kept.attention, kept.seller_note) == ("new, abroad", "held", "Wrap in film")
        lines = session.execute(select(OrderLine.sku_code, OrderLine.quantity).order_by(OrderLine.line_no)).all()
        assert [tuple(found) for found in lines] == [("MUG-1", 2), ("CARD", 2)]
        assert (kept.line_count, kept.unit_count) == (2, 4)


def test_a_held_order_waits_even_where_no_review_is_asked_for(stocked: ShopFile, stage: Stage) -> None:
    with stocked.write() as session:
        settings.set_value(session, "order.review_required", False)
        add_rule(session, "Abroad", TO_US, actions=[{"deed": "hold"}])
    imports.apply(stocked, stage("orders", [order("1", ship_country="US"), order("2", ship_country="DE")]))
    with stocked.read() as session:
        assert (the(session, "1").state, the(session, "2").state) == ("to_review", "confirmed")
