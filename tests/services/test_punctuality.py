"""Met and late rates, the next export, a clock that was put back; what the pane shows of a review (R-O1, R-O4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.lateness import Urgency
from shopdesk.domain.order_exceptions import ContactMethod, Resolution
from shopdesk.domain.verification import Tick, TickState
from shopdesk.services import exceptions, orders, settings
from shopdesk.services.punctuality import review_figures
from shopdesk.services.review_detail import review_detail
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import ChangeLog, ImportBatch, OrderException, Shop
from tests.services.order_rows import add_orders
from tests.services.test_exceptions import stock

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def _hours(count: float) -> datetime:
    return AT - timedelta(hours=count)


def _in_utc(session: Session) -> None:
    session.scalars(select(Shop)).one().timezone = "UTC"


@pytest.mark.rule("R-O1")
def test_met_of_reviewed(shop: ShopFile) -> None:
    with shop.write() as session:
        assert review_figures(session, moment=AT).in_time_percent is None, "nothing reviewed is no rate (R-G2)"
        for late_seconds in (0, 0, 1, -60):
            due = _hours(20)
            add_orders(
                session, state="confirmed", placed_at=_hours(21), review_due_at=due,
                reviewed_at=due + timedelta(seconds=late_seconds),
            )  # fmt: skip
        add_orders(session, state="confirmed", placed_at=_hours(21), reviewed_at=_hours(1))
        add_orders(session, state="confirmed", placed_at=_hours(24 * 31), review_due_at=_hours(700), reviewed_at=AT)
        figures = review_figures(session, moment=AT)
        assert (figures.counts.reviewed, figures.counts.reviewed_in_time) == (4, 3)
        assert figures.in_time_percent == 75


@pytest.mark.rule("R-O1")
def test_late_and_soon_reviews_are_counted(shop: ShopFile) -> None:
    with shop.write() as session:
        for minutes in (-1, 0, 10, 11):
            add_orders(session, placed_at=_hours(1), review_due_at=AT + timedelta(minutes=minutes))
        add_orders(session, state="confirmed", placed_at=_hours(1), review_due_at=_hours(1))
        counts = review_figures(session, moment=AT).counts
        assert (counts.review_late, counts.review_soon) == (1, 2)


@pytest.mark.rule("R-O4")
def test_late_of_shipped(shop: ShopFile) -> None:
    with shop.write() as session:
        assert review_figures(session, moment=AT).late_percent is None
        for hours in (1, 2, 3, -1):
            add_orders(
                session, state="shipped", placed_at=_hours(60), ship_by=_hours(10), shipped_at=_hours(10 + hours)
            )
        figures = review_figures(session, moment=AT)
        assert (figures.counts.shipped, figures.counts.shipped_late, figures.late_percent) == (4, 1, 25)
        add_orders(session, 200, state="shipped", placed_at=_hours(60), ship_by=_hours(10), shipped_at=_hours(11))
        assert review_figures(session, moment=AT).late_percent == 1, "one late order is never rounded away"


@pytest.mark.rule("R-O1")
def test_an_order_export_is_asked_for_every_half_hour_of_service(shop: ShopFile) -> None:
    with shop.write() as session:
        _in_utc(session)
        assert review_figures(session, moment=AT).import_due_at is None
        batch = ImportBatch(
            at=AT.replace(hour=16, minute=50), file_name="x", file_sha256="", format_key="f", target="orders", rows=1,
            summary={},
        )  # fmt: skip
        session.add(batch)
        session.flush()
        assert review_figures(session, moment=AT).import_due_at == datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
        settings.set_value(session, "order.import_every_minutes", 0)
        assert review_figures(session, moment=AT).import_due_at is None
        settings.set_value(session, "order.import_every_minutes", 30)
        batch.undone_at = AT
        session.flush()
        assert review_figures(session, moment=AT).import_due_at is None


def test_a_clock_that_was_put_back_is_noticed(shop: ShopFile) -> None:
    with shop.write() as session:
        session.add(ChangeLog(at=AT, code="order_edited", params={}, undoable=False))
        session.flush()
        assert review_figures(session, moment=AT).last_step_at is None
        assert review_figures(session, moment=AT - timedelta(minutes=4)).last_step_at is None
        assert review_figures(session, moment=AT - timedelta(hours=1)).last_step_at == AT


@pytest.mark.rule("R-O1")
@pytest.mark.rule("R-O2")
def test_the_pane_knows_time_ticks_and_shortage(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(
            session, attention="phone", verified="quantity", placed_at=_hours(1), imported_at=_hours(0.5),
            review_due_at=AT + timedelta(minutes=8), ship_name="Emma",
        )  # fmt: skip
        stock(session, KET_17=0)
        detail = review_detail(session, order_id, moment=AT)
        assert (detail.is_open, detail.urgency, detail.by_hand) == (True, Urgency.DUE, False)
        assert (detail.placed_at, detail.imported_at) == (_hours(1), _hours(0.5))
        assert detail.ticks == {
            Tick.GOODS: TickState.DOUBTFUL, Tick.QUANTITY: TickState.CHECKED, Tick.CONSIGNEE: TickState.PLAUSIBLE,
            Tick.PHONE: TickState.DOUBTFUL, Tick.ADDRESS: TickState.PLAUSIBLE,
        }  # fmt: skip
        assert [(short.sku_code, short.wanted, short.free) for short in detail.shortages] == [("KET-17", 1, 0)]
        assert detail.case is None
        with pytest.raises(UserError, match="order_unknown"):
            review_detail(session, 99)


@pytest.mark.rule("R-O3")
def test_the_pane_knows_the_open_exception(shop: ShopFile) -> None:
    with shop.write() as session:
        (order_id,) = add_orders(session, attention="address", refunded_minor=990)
        orders.mark_exception(session, [order_id], note="no street")
        case_id = session.scalars(select(OrderException.id)).one()
        exceptions.add_contact(session, case_id, ContactMethod.EMAIL, "asked")
        case = review_detail(session, order_id).case
        assert case is not None
        assert (case.kind, case.proposal, case.note, case.left.minor) == (
            "address_error", "change_address", "no street", 3000,
        )  # fmt: skip
        assert [(word.method, word.text) for word in case.contacts] == [("email", "asked")]
        exceptions.resolve(session, case_id, Resolution.WAIT)
        waiting = review_detail(session, order_id).case
        assert waiting is not None and waiting.is_waiting
        orders.put_back(session, [order_id])
        assert review_detail(session, order_id).case is None
