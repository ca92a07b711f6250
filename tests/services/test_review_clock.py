"""Reviews are due 30 minutes of service after their order (R-O1); what changes when settings, country or files do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.services import changes, imports, review_clock, settings, ship_promise
from shopdesk.services.import_undo import undo
from shopdesk.services.shop import set_facts
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Channel, Order, Shop
from tests.services.conftest import Stage
from tests.services.order_rows import add_orders
from tests.services.staging_files import order

MORNING = datetime(2026, 11, 24, 10, tzinfo=UTC)


def _due(session: Session, order_id: int) -> datetime | None:
    return session.get_one(Order, order_id).review_due_at


def _shop(session: Session, **facts: str) -> None:
    shop = session.scalars(select(Shop)).one()
    for name, value in ({"timezone": "UTC", "country": ""} | facts).items():
        setattr(shop, name, value)
    session.flush()


def _refresh(session: Session) -> int:
    return review_clock.refresh(session, settings.values(session))


@pytest.mark.rule("R-O1")
def test_thirty_minutes_of_service_after_placing(shop: ShopFile) -> None:
    with shop.write() as session:
        _shop(session)
        ids = [
            *add_orders(session, placed_at=MORNING),
            *add_orders(session, placed_at=MORNING.replace(hour=16, minute=50)),
            *add_orders(session, placed_at=MORNING.replace(hour=22)),
            *add_orders(session, placed_at=MORNING, state="shipped"),
        ]
        assert _refresh(session) == 3
        assert [_due(session, order_id) for order_id in ids] == [
            MORNING + timedelta(minutes=30),
            datetime(2026, 11, 25, 9, 20, tzinfo=UTC),
            datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
            None,
        ]
        assert _refresh(session) == 0


@pytest.mark.rule("R-O1")
def test_the_anchor_may_be_the_import(shop: ShopFile) -> None:
    with shop.write() as session:
        _shop(session)
        (imported,) = add_orders(session, placed_at=MORNING, imported_at=MORNING + timedelta(hours=2))
        (typed,) = add_orders(session, placed_at=MORNING)
        change = settings.set_value(session, "order.review_anchor", "imported")
        assert _due(session, imported) == MORNING + timedelta(hours=2, minutes=30)
        assert _due(session, typed) == MORNING + timedelta(minutes=30)
        outcome = changes.undo(session, change.id or 0)
        assert _due(session, imported) == MORNING + timedelta(minutes=30)
        assert outcome.change.ids["orders"] == ()
        changes.redo(session, change.id or 0)
        assert _due(session, imported) == MORNING + timedelta(hours=2, minutes=30)


@pytest.mark.rule("R-O1")
def test_the_calendar_moves_what_is_due(shop: ShopFile) -> None:
    with shop.write() as session:
        _shop(session)
        (late,) = add_orders(session, placed_at=MORNING.replace(hour=22))
        change = settings.set_value(session, "service.hours", "7x24")
        assert change.ids["orders"] == ()
        assert _due(session, late) == MORNING.replace(hour=22, minute=30)
        settings.set_value(session, "service.own_hours", "Mo-Fr 08:00-12:00")
        settings.set_value(session, "service.hours", "own")
        assert _due(session, late) == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
        settings.set_value(session, "service.own_days", "2026-11-25 closed")
        assert _due(session, late) == datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
        settings.set_value(session, "order.review_minutes", 60)
        assert _due(session, late) == datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.mark.rule("R-O1")
def test_the_country_brings_its_holidays(shop: ShopFile) -> None:
    with shop.write() as session:
        _shop(session)
        (order_id,) = add_orders(session, placed_at=datetime(2026, 12, 24, 22, tzinfo=UTC))
        set_facts(session, country="DE")
        assert _due(session, order_id) == datetime(2026, 12, 27, 9, 30, tzinfo=UTC)
        settings.set_value(session, "service.holidays", False)
        assert _due(session, order_id) == datetime(2026, 12, 25, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "value"), [("service.own_hours", "whenever"), ("service.own_days", "Christmas"), ("service.hours", "7x9")]
)
def test_hours_that_cannot_be_read_are_not_kept(shop: ShopFile, key: str, value: str) -> None:
    with shop.write() as session:
        before = settings.get(session, key)
        with pytest.raises(UserError):
            settings.set_value(session, key, value)
        assert settings.get(session, key) == before


@pytest.mark.rule("R-O1")
def test_an_import_says_when_its_orders_are_due(shop: ShopFile, stage: Stage) -> None:
    with shop.write() as session:
        _shop(session)
    result = imports.apply(shop, stage("orders", [order("1", placed_at="2026-11-24T10:00:00Z")]))
    with shop.read() as session:
        assert session.scalar(select(Order.review_due_at)) == MORNING + timedelta(minutes=30)
    again = imports.apply(shop, stage("orders", [order("1", placed_at="2026-11-24T11:00:00Z", source_hash="x")]))
    with shop.read() as session:
        assert session.scalar(select(Order.review_due_at)) == MORNING + timedelta(hours=1, minutes=30)
    assert result.batch != again.batch
    undo(shop, again.batch or 0)
    with shop.read() as session:
        assert session.scalar(select(Order.review_due_at)) == MORNING + timedelta(minutes=30)


def test_thousands_take_few_statements(shop: ShopFile) -> None:
    with shop.write() as session:
        _shop(session)
        add_orders(session, 60)
        seen: list[str] = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *args: seen.append(args[2]))
        assert _refresh(session) == 60
        assert len(seen) <= 4


@pytest.mark.rule("R-O4")
def test_a_channel_may_promise_something_else(shop: ShopFile) -> None:
    with shop.write() as session:
        paid = MORNING
        (computed,) = add_orders(session, state="confirmed", paid_at=paid, ship_by=paid + timedelta(hours=48))
        (given,) = add_orders(session, state="confirmed", paid_at=paid, ship_by=paid + timedelta(hours=30))
        (gone,) = add_orders(session, state="shipped", paid_at=paid, ship_by=paid + timedelta(hours=48))

        def promised() -> list[float]:
            found = [session.get_one(Order, order_id).ship_by for order_id in (computed, given, gone)]
            return [(ship_by - paid).total_seconds() / 3600 for ship_by in found if ship_by]

        change = ship_promise.set_for_channel(session, 1, 24, 48)
        assert promised() == [24, 30, 48]
        settings.set_value(session, "order.ship_within_hours", 72)
        assert promised() == [24, 30, 48], "a channel with its own promise does not follow the shop's"
        settings.set_value(session, "order.ship_within_hours", 48)
        changes.undo(session, change.id or 0)
        assert promised() == [48, 30, 48]
        moved = settings.set_value(session, "order.ship_within_hours", 72)
        assert promised() == [72, 30, 48]
        changes.undo(session, moved.id or 0)
        assert promised() == [48, 30, 48]
        with pytest.raises(UserError, match="setting_invalid"):
            ship_promise.set_for_channel(session, 1, 0, 48)
        with pytest.raises(UserError, match="channel_unknown"):
            ship_promise.set_for_channel(session, 9, 24, 48)


@pytest.mark.rule("R-O4")
def test_an_import_promises_what_its_channel_does(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", paid_at="2026-11-24T10:00:00Z")]))
    with shop.write() as session:
        channel = session.scalars(select(Channel)).one()
        ship_promise.set_for_channel(session, channel.id, 24, 48)
    imports.apply(shop, stage("orders", [order("2", paid_at="2026-11-24T10:00:00Z")]))
    with shop.read() as session:
        found = list(session.scalars(select(Order.ship_by).order_by(Order.id)))
    assert found == [MORNING + timedelta(hours=24)] * 2
