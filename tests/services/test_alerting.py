"""Findings become tasks of the shop: once, closed by themselves, never again when settled; quick among many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.services import alerting, changes, todo
from shopdesk.storage.tables import Carrier, Order, Shipment, Shop, Task
from tests.services.order_rows import add_orders

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def add_parcel(session: Session, hours: float = 60, **fields: Any) -> Shipment:
    """A parcel handed over so many hours before noon, of a new order."""
    order_fields = {name: fields.pop(name) for name in ("ship_country", "payment_state") if name in fields}
    (order_id,) = add_orders(session, state=fields.pop("order_state", "shipped"), **order_fields)
    known = {"state": "handed_over", "carrier": "DHL", "waybill": f"W{order_id}"}
    parcel = Shipment(order_id=order_id, handed_over_at=NOON - timedelta(hours=hours), **(known | fields))
    session.add(parcel)
    session.flush()
    return parcel


def tasks(session: Session, kind: str = "") -> list[Task]:
    session.expire_all()
    query = select(Task).order_by(Task.id)
    return list(session.scalars(query.where(Task.kind == kind) if kind else query))


@pytest.fixture
def session(shop, noon):
    with shop.write() as opened:
        opened.scalars(select(Shop)).one().country = "DE"
        yield opened


@pytest.mark.rule("R-O7")
def test_a_stale_parcel_makes_one_task_however_often_is_swept(session):
    parcel = add_parcel(session)
    first = alerting.sweep(session)
    assert first.quiet and not first.undoable and "task" in first.ids
    for days in (0, 1, 2):
        alerting.sweep(session, NOON + timedelta(days=days))
    (task,) = tasks(session, "stale_ask_carrier")
    assert (task.order_id, task.shipment_id, task.state) == (parcel.order_id, parcel.id, "due")
    assert task.due_at == parcel.handed_over_at + timedelta(hours=24)


@pytest.mark.rule("R-O7")
@pytest.mark.parametrize("written", ["DHL Paket", "Deutsche Post", "dhl-paket", "DHL Paket 2 kg"])
@pytest.mark.parametrize(("own", "raised"), [(8, 1), (40, 0), (None, 1)])
def test_a_carrier_has_its_own_hours_however_it_is_written(session, written, own, raised):
    session.add(Carrier(name="DHL Paket", aliases="DHL\nDeutsche Post", first_scan_hours=own))
    hours = 10 if own == 8 else 30
    add_parcel(session, hours, carrier=written)
    add_parcel(session, 10, carrier="UPS")
    alerting.sweep(session)
    assert len(tasks(session, "stale_ask_carrier")) == raised


@pytest.mark.rule("R-O7")
def test_news_close_the_task_and_the_next_gap_opens_another(session):
    parcel = add_parcel(session)
    alerting.sweep(session)
    parcel.last_event_at, parcel.state = NOON, "in_transit"
    session.flush()
    alerting.sweep(session)
    (closed,) = tasks(session, "stale_ask_carrier")
    assert (closed.state, closed.outcome) == ("done", "settled")
    alerting.sweep(session, NOON + timedelta(hours=49))
    assert [task.state for task in tasks(session, "stale_ask_carrier")] == ["done", "due"]


@pytest.mark.rule("R-O7")
def test_asked_then_told_and_the_same_gap_never_again(session):
    add_parcel(session)
    alerting.sweep(session)
    todo.done(session, [tasks(session, "stale_ask_carrier")[0].id], note="on the truck")
    alerting.sweep(session)
    (told,) = tasks(session, "stale_tell_buyer")
    todo.done(session, [told.id])
    alerting.sweep(session, NOON + timedelta(days=5))
    assert {task.state for task in tasks(session) if task.kind.startswith("stale")} == {"done"}


@pytest.mark.rule("R-O7")
def test_undoing_the_question_takes_the_second_step_back(session):
    add_parcel(session)
    alerting.sweep(session)
    asked = todo.done(session, [tasks(session, "stale_ask_carrier")[0].id])
    alerting.sweep(session)
    changes.undo(session, asked.id)
    alerting.sweep(session)
    assert [task.state for task in tasks(session, "stale_ask_carrier")] == ["due"]
    assert [(task.state, task.outcome) for task in tasks(session, "stale_tell_buyer")] == [("done", "settled")]


@pytest.mark.rule("R-O7")
@pytest.mark.parametrize(
    "fields",
    [
        {"state": "delivered"}, {"state": "packed"}, {"hours": 24}, {"hours": 46 * 24}, {"order_state": "cancelled"},
        {"ship_country": "US", "last_event_at": NOON - timedelta(hours=100)},
    ],
)  # fmt: skip
def test_what_is_not_stale_makes_no_task(session, fields):
    add_parcel(session, **fields)
    alerting.sweep(session)
    assert not tasks(session, "stale_ask_carrier")


@pytest.mark.rule("R-O7")
@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("stalled", "undelivered_ask_carrier"), ("lost", "lost_ask_carrier"),
        ("returned_to_sender", "sent_back_ask_carrier"),
    ],
)  # fmt: skip
def test_a_parcel_that_did_not_arrive_is_a_task_at_once_until_it_moves_on(session, state, kind):
    parcel = add_parcel(session, state=state, last_event_at=NOON - timedelta(hours=1))
    alerting.sweep(session)
    alerting.sweep(session)
    (task,) = [task for task in tasks(session) if task.shipment_id == parcel.id]
    assert (task.kind, task.state, task.due_at) == (kind, "due", NOON - timedelta(hours=1))
    parcel.state = "in_transit"
    session.flush()
    alerting.sweep(session)
    assert [(task.state, task.outcome) for task in tasks(session, kind)] == [("done", "settled")]


@pytest.mark.rule("R-O7")
@pytest.mark.parametrize("fields", [{"order_state": "cancelled"}, {"order_state": "returned"}, {"hours": 46 * 24}])
def test_a_parcel_that_did_not_arrive_of_an_order_that_is_over_is_no_task(session, fields):
    add_parcel(session, state="lost", **fields)
    alerting.sweep(session)
    assert not tasks(session, "lost_ask_carrier")


@pytest.mark.rule("R-O8")
def test_follow_up_waits_for_the_last_parcel_and_is_made_once(session):
    parcel = add_parcel(session, hours=80)
    session.add(Shipment(order_id=parcel.order_id, parcel_no=2, state="packed"))
    session.flush()
    alerting.sweep(session)
    assert not tasks(session, "follow_up_call")
    second = session.scalars(select(Shipment).where(Shipment.parcel_no == 2)).one()
    second.state, second.handed_over_at = "handed_over", NOON - timedelta(hours=1)
    session.flush()
    alerting.sweep(session)
    (task,) = tasks(session, "follow_up_call")
    assert task.due_at == datetime(2026, 11, 26, 8, tzinfo=UTC)  # 22 November + 3 days + 1, nine o'clock in Berlin
    todo.done(session, [task.id], outcome="happy")
    alerting.sweep(session, NOON + timedelta(days=5))
    assert [task.state for task in tasks(session, "follow_up_call")] == ["done"]


@pytest.mark.rule("R-O8")
def test_a_return_that_opens_turns_the_call_into_one_that_asks_no_review(session):
    parcel = add_parcel(session, hours=80, state="delivered", order_state="delivered")
    alerting.sweep(session)
    session.get(Order, parcel.order_id).state = "return_open"
    session.flush()
    alerting.sweep(session)
    (task,) = [task for task in tasks(session) if task.key.startswith("followup:")]
    assert task.kind == "follow_up_trouble"


@pytest.mark.rule("R-O8")
def test_what_travels_in_another_parcel_is_followed_up_with_it(session):
    carrying = add_parcel(session, hours=80)
    (order_id,) = add_orders(session, state="shipped")
    session.add(Shipment(order_id=order_id, state="packed", merged_into_id=carrying.id))
    session.flush()
    alerting.sweep(session)
    assert {task.order_id for task in tasks(session, "follow_up_call")} == {carrying.order_id, order_id}


def test_a_task_closed_by_itself_opens_again_when_its_reason_is_back(session):
    parcel = add_parcel(session)
    alerting.sweep(session)
    parcel.state = "delivered"
    session.flush()
    alerting.sweep(session)
    assert tasks(session, "stale_ask_carrier")[0].state == "done"
    parcel.state = "handed_over"
    session.flush()
    alerting.sweep(session)
    (task,) = tasks(session, "stale_ask_carrier")
    assert (task.state, task.outcome, task.done_at) == ("due", "", None)


def test_a_clock_moved_back_closes_nothing_and_moved_on_again_raises_nothing_twice(session):
    add_parcel(session)
    alerting.sweep(session)
    before = [(task.key, task.state) for task in tasks(session)]
    assert before
    alerting.sweep(session, NOON - timedelta(days=400))
    alerting.sweep(session)
    assert [(task.key, task.state) for task in tasks(session)] == before


def test_looking_writes_nothing_and_says_nothing_when_nothing_changed(session):
    add_parcel(session)
    assert alerting.look(session).raised
    assert not tasks(session)
    alerting.sweep(session)
    assert not alerting.look(session)
    assert alerting.sweep(session).id is None


def test_an_automatic_step_is_not_what_undo_takes_back(session):
    add_parcel(session)
    added = todo.add(session, "Order tape", NOON)
    alerting.sweep(session)
    assert changes.last_undoable(session).id == added.id
