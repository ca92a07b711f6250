"""Platform health from what the shop knows: what counts for whom, windows of the shop's days, the owner's limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import set_language
from shopdesk.domain.platform_health import Judgement, Limit, LimitRule, Metric, Standing, judge
from shopdesk.importing.formats import formats
from shopdesk.services import changes, orders, platform_health
from shopdesk.services.platform_health_words import limit_text, percent, room_text
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Channel, Shipment
from tests.services.order_rows import add_orders

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def session(shop: ShopFile, noon: str) -> Iterator[Session]:
    assert noon
    with shop.write() as opened:
        yield opened


def found(session: Session, metric: Metric) -> Judgement:
    (channel,) = platform_health.health(session)
    return next(one for one in channel.judgements if one.metric is metric)


def counts(session: Session, metric: Metric) -> tuple[int, int]:
    count = found(session, metric).count
    return count.bad, count.total


def shipped(session: Session, *, at: datetime = NOON, **more: Any) -> int:
    more = {"ship_by": at + timedelta(hours=1), **more}
    (order,) = add_orders(session, state="shipped", shipped_at=at, placed_at=at - timedelta(days=2), **more)
    return order


def test_every_declared_limit_is_whole() -> None:
    kinds = {entry.channel for entry in formats().values()}
    keys = [(limit.channel_kind, limit.metric, limit.valid_from) for limit in platform_health.declared_limits()]
    assert len(keys) == len(set(keys)) >= 15
    for limit in platform_health.declared_limits():
        assert limit.channel_kind in kinds
        assert 0 < limit.limit_bp < 10_000
        assert limit.source
        assert limit.valid_from <= date(2026, 11, 22)


@pytest.mark.rule("R-O4")
def test_late_is_late_of_shipped(session: Session) -> None:
    shipped(session)
    shipped(session, ship_by=NOON)
    shipped(session, ship_by=NOON - timedelta(seconds=1))
    shipped(session, ship_by=None)
    shipped(session, ship_by=NOON - timedelta(days=1), kind="sample")
    add_orders(session, state="confirmed", ship_by=NOON - timedelta(days=1))
    assert counts(session, Metric.LATE) == (1, 3)


@pytest.mark.rule("R-G3")
def test_a_window_begins_at_a_midnight_of_the_shop(session: Session) -> None:
    midnight = datetime(2026, 10, 23, 22, tzinfo=UTC)  # 24 October in Berlin, the first of 30 days
    shipped(session, at=midnight, ship_by=midnight - timedelta(hours=1))
    shipped(session, at=midnight - timedelta(seconds=1), ship_by=midnight - timedelta(hours=1))
    assert counts(session, Metric.LATE) == (1, 1)


def test_cancelled_counts_paid_orders_that_never_left(session: Session) -> None:
    paid = {"paid_at": NOON, "placed_at": NOON - timedelta(days=1)}
    add_orders(session, 38, state="confirmed", **paid)
    add_orders(session, state="cancelled", **paid)
    add_orders(session, state="cancelled", shipped_at=NOON, **paid)
    add_orders(session, state="cancelled", payment_state="unpaid", placed_at=NOON)
    add_orders(session, state="cancelled", paid_at=NOON, placed_at=NOON - timedelta(days=8))
    assert counts(session, Metric.CANCELLED) == (1, 40)
    one = found(session, Metric.CANCELLED)
    assert (one.rate_bp, one.standing, one.recovery) == (250, Standing.OVER, 1)


def test_tracking_asks_only_of_orders_that_could_have_one(session: Session) -> None:
    shipped(session)  # came in as shipped, its file named none
    with_one = shipped(session)
    session.add(Shipment(order_id=with_one, carrier="DHL", waybill="1"))
    left, merged = add_orders(session, 2, state="confirmed")
    session.flush()
    orders.mark_shipped(session, [left], shipped_at=NOON)
    main = Shipment(order_id=with_one, carrier="DHL", waybill="2")
    session.add(main)
    session.flush()
    session.add(Shipment(order_id=merged, merged_into_id=main.id))
    session.flush()
    orders.mark_shipped(session, [merged], shipped_at=NOON)
    assert counts(session, Metric.TRACKING) == (1, 3)


@pytest.mark.rule("R-G2")
def test_what_files_do_not_tell_is_not_known(session: Session) -> None:
    add_orders(session, 50, state="shipped", shipped_at=NOON)
    assert found(session, Metric.DEFECT).rate_bp is None
    assert found(session, Metric.ON_TIME).standing is Standing.UNKNOWN
    add_orders(session, state="shipped", payment_state="disputed")
    assert counts(session, Metric.DEFECT) == (1, 51)


def test_delivered_on_time_is_by_the_shops_day(session: Session) -> None:
    for delivered, expected in (
        (datetime(2026, 11, 20, 22, 30, tzinfo=UTC), date(2026, 11, 20)),  # half past eleven at night
        (datetime(2026, 11, 20, 23, 30, tzinfo=UTC), date(2026, 11, 20)),  # half past midnight
        (datetime(2026, 11, 20, 23, 30, tzinfo=UTC), None),
    ):
        order = shipped(session, at=NOON - timedelta(days=5))
        session.add(Shipment(order_id=order, delivered_at=delivered, expected_on=expected, state="delivered"))
    session.flush()
    assert counts(session, Metric.ON_TIME) == (1, 2)


def test_ebay_counts_cancellations_as_defects(session: Session) -> None:
    add_orders(session, 9, state="confirmed", paid_at=NOON)
    add_orders(session, state="cancelled", paid_at=NOON)
    session.get_one(Channel, 1).kind = "ebay"
    session.flush()
    assert counts(session, Metric.DEFECT) == (1, 10)


def test_the_owner_sets_limits_and_takes_them_back(session: Session) -> None:
    add_orders(session, state="confirmed")
    session.get_one(Channel, 1).kind = "taobao"
    session.flush()
    assert found(session, Metric.LATE).limit is None
    change = platform_health.set_limit(session, "taobao", Metric.LATE, 100, 7)
    kept = found(session, Metric.LATE).limit
    assert kept is not None
    assert (kept.limit_bp, kept.window_days, kept.rule, kept.is_own) == (100, 7, LimitRule.AT_MOST, True)
    platform_health.set_limit(session, "taobao", Metric.LATE, 200, 7)
    platform_health.drop_limit(session, "taobao", Metric.LATE)
    assert found(session, Metric.LATE).limit is None
    with pytest.raises(UserError, match="limit_invalid"):
        platform_health.set_limit(session, "taobao", Metric.LATE, 10_001, 7)
    with pytest.raises(UserError, match="limit_invalid"):
        platform_health.set_limit(session, "taobao", Metric.LATE, 100, 0)
    assert change.id is not None


def test_an_own_limit_goes_before_the_marketplaces_from_its_day_on_and_is_undone(session: Session) -> None:
    add_orders(session, state="confirmed")
    change = platform_health.set_limit(session, "amazon", Metric.LATE, 300, 10)
    kept = found(session, Metric.LATE).limit
    assert kept is not None and (kept.limit_bp, kept.rule) == (300, LimitRule.BELOW)
    platform_health.set_limit(session, "amazon", Metric.CANCELLED, 100, 10, date(2027, 1, 1))
    later = found(session, Metric.CANCELLED).limit
    assert later is not None and later.limit_bp == 250
    changes.undo(session, change.id or 0)
    back = found(session, Metric.LATE).limit
    assert back is not None and back.limit_bp == 400


def test_room_is_said_in_words() -> None:
    limit = Limit("amazon", Metric.CANCELLED, 250, LimitRule.BELOW, 7, date(2026, 1, 1))
    count = platform_health.Count(1, 41)
    found = judge(Metric.CANCELLED, count, limit)
    assert room_text(found) == "0 more cancellations this week before the limit of 2.5 %"
    assert (percent(None), percent(9_550), percent(10_000), percent(0)) == ("—", "95.5 %", "100 %", "0 %")
    assert limit_text(limit) == "< 2.5 % in 7 days"
    over = judge(Metric.CANCELLED, platform_health.Count(2, 41), limit)
    assert room_text(over) == "Over the limit of 2.5 %: 40 more orders without fault bring it back"
    assert "is known" in room_text(judge(Metric.LATE, count, None))
    set_language("zh_CN")
    assert room_text(found) == "距 2.5 % 的限值，本周还可取消 0 单"
