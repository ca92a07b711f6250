"""Refunds, invoices, installations, and what the shop does by itself as time goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from shopdesk.base.errors import UserError
from shopdesk.services import aftercare, alerting, changes, installations, invoicing, orders, refunds, upkeep
from shopdesk.storage.tables import Installation, InvoiceRequest, Order, Refund, Shipment, Task
from tests.services.order_rows import add_orders

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)  # a Sunday; the preset serves seven days, 9 to 17 in Berlin


@pytest.fixture
def session(shop, noon):
    with shop.write() as opened:
        yield opened


def one(session, model):
    session.expire_all()
    return session.scalars(select(model)).one()


def refused(code: str, call, *arguments, **more) -> None:
    with pytest.raises(UserError) as found:
        call(*arguments, **more)
    assert found.value.code == code


@pytest.mark.rule("R-O9")
def test_a_return_is_to_be_paid_by_the_end_of_the_second_day_of_service(session):
    (order_id,) = add_orders(session, state="delivered")
    change = refunds.promise(session, order_id, 1000, reason="The lid is broken")
    assert one(session, Refund).due_at == datetime(2026, 11, 24, 16, tzinfo=UTC)
    assert change.params["amount"] == "€10.00" and change.params["due"] == "24 Nov 17:00"
    changes.undo(session, change.id)
    assert not list(session.scalars(select(Refund)))


@pytest.mark.rule("R-O9")
def test_a_paid_order_that_is_cancelled_is_promised_its_money_until_tomorrow(session):
    paid, unpaid = (
        *add_orders(session, state="confirmed"),
        *add_orders(session, state="imported", payment_state="unpaid"),
    )
    change = orders.cancel(session, [paid, unpaid])
    refund = one(session, Refund)
    assert (refund.order_id, refund.kind, refund.amount_minor) == (paid, "cancellation", 3990)
    assert refund.due_at == datetime(2026, 11, 23, 16, tzinfo=UTC)
    changes.undo(session, change.id)
    assert not list(session.scalars(select(Refund)))


@pytest.mark.rule("R-O9")
def test_what_is_left_of_a_partly_refunded_order_goes_back_when_it_is_cancelled(session):
    (order_id,) = add_orders(session, state="confirmed", payment_state="part_refunded", refunded_minor=1000)
    refunds.promise(session, order_id, 990)
    orders.cancel(session, [order_id])
    amounts = session.scalars(select(Refund.amount_minor).where(Refund.kind == "cancellation")).all()
    assert amounts == [3990 - 1000 - 990]


@pytest.mark.rule("R-O9")
def test_money_for_many_orders_is_promised_in_a_few_statements(session):
    ids = add_orders(session, 30, state="confirmed")
    statements = []
    event.listen(session.connection(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    orders.cancel(session, ids)
    assert session.scalar(select(func.count()).select_from(Refund)) == 30
    assert sum(sql.startswith("SELECT refund.order_id") for sql in statements) == 1
    assert len(statements) < 30


@pytest.mark.rule("R-O11")
@pytest.mark.rule("R-O15")
def test_who_cancels_needs_neither_invoice_nor_installation(session):
    (order_id,) = add_orders(session, state="confirmed")
    invoicing.request(session, order_id, "Emma Fischer", 500)
    installations.request(session, order_id)
    alerting.sweep(session)
    kinds = ["install", "invoice_issue"]
    due = select(Task.kind).where(Task.state == "due", Task.kind.in_(kinds)).order_by(Task.kind)
    assert session.scalars(due).all() == kinds
    change = orders.cancel(session, [order_id])
    alerting.sweep(session)
    assert session.scalars(due).all() == []
    changes.undo(session, change.id)
    alerting.sweep(session)
    assert session.scalars(due).all() == kinds


@pytest.mark.rule("R-O9")
def test_paying_closes_the_task_and_undoing_the_payment_opens_it_again(session):
    (order_id,) = add_orders(session, state="delivered")
    refunds.promise(session, order_id, 1000)
    alerting.sweep(session)
    task = session.scalars(select(Task).where(Task.kind == "refund_pay")).one()
    paid = refunds.pay(session, one(session, Refund).id, reference="TX-1")
    alerting.sweep(session)
    order = session.get(Order, order_id)
    assert (order.refunded_minor, order.payment_state, task.state) == (1000, "part_refunded", "done")
    changes.undo(session, paid.id)
    alerting.sweep(session)
    session.expire_all()
    assert (session.get(Order, order_id).refunded_minor, session.get(Task, task.id).state) == (0, "due")


@pytest.mark.rule("R-O9")
def test_no_more_than_what_was_paid_goes_back_and_the_rest_makes_it_refunded(session):
    (order_id,) = add_orders(session, state="delivered")
    refunds.promise(session, order_id, 1000)
    refused("refund_too_high", refunds.promise, session, order_id, 2991)
    refused("refund_amount_zero", refunds.promise, session, order_id, 0)
    refunds.promise(session, order_id, 2990)
    for refund in list(session.scalars(select(Refund))):
        refunds.pay(session, refund.id)
        refused("refund_unknown", refunds.pay, session, refund.id)
    assert session.get(Order, order_id).payment_state == "refunded"
    (unpaid,) = add_orders(session, payment_state="unpaid")
    refused("refund_unpaid_order", refunds.promise, session, unpaid, 100)


@pytest.mark.rule("R-O9")
def test_a_refund_that_is_withdrawn_comes_back_by_undo(session):
    (order_id,) = add_orders(session, state="delivered")
    refunds.promise(session, order_id, 1000)
    change = refunds.withdraw(session, one(session, Refund).id)
    assert not list(session.scalars(select(Refund)))
    changes.undo(session, change.id)
    assert one(session, Refund).amount_minor == 1000


@pytest.mark.rule("R-O9")
def test_the_median_counts_what_was_paid_lately(session):
    assert refunds.median_refund_days(session) is None
    (order_id,) = add_orders(session, state="delivered")
    for days in (1, 2, 9):
        refunds.promise(session, order_id, 100, started_at=NOON - timedelta(days=days))
        refunds.pay(session, session.scalars(select(Refund).where(Refund.paid_at.is_(None))).one().id)
    assert refunds.median_refund_days(session) == 2


@pytest.mark.rule("R-O11")
def test_an_invoice_is_asked_for_issued_and_never_for_more_than_was_kept(session):
    (order_id,) = add_orders(session, state="delivered")
    refunds.promise(session, order_id, 990)
    refunds.pay(session, one(session, Refund).id)
    refused("invoice_too_high", invoicing.request, session, order_id, "Emma", 3001)
    refused("invoice_no_title", invoicing.request, session, order_id, " ")
    refused("invoice_no_tax_no", invoicing.request, session, order_id, "Kettle GmbH", kind="company")
    invoicing.request(session, order_id, "Emma Fischer")
    assert one(session, InvoiceRequest).amount_minor == 3000
    refused("invoice_amount_zero", invoicing.request, session, order_id, "Emma Fischer")
    alerting.sweep(session)
    wish = one(session, InvoiceRequest)
    refused("invoice_no_number", invoicing.issue, session, wish.id, " ")
    invoicing.issue(session, wish.id, "2026-117")
    refused("invoice_unknown", invoicing.issue, session, wish.id, "2026-118")
    alerting.sweep(session)
    assert session.scalars(select(Task.state).where(Task.kind == "invoice_issue")).one() == "done"


@pytest.mark.rule("R-O11")
def test_an_unpaid_order_gets_no_invoice(session):
    (order_id,) = add_orders(session, payment_state="unpaid")
    refused("invoice_amount_zero", invoicing.request, session, order_id, "Emma")


@pytest.mark.rule("R-O15")
def test_an_installation_is_due_after_three_days_then_somebody_else_is_suggested(session):
    (order_id,) = add_orders(session, state="delivered")
    session.add(Shipment(order_id=order_id, state="delivered", delivered_at=NOON - timedelta(days=1)))
    installations.request(session, order_id, outlet="North")
    assert one(session, Installation).due_at == NOON + timedelta(hours=72)
    alerting.sweep(session)
    alerting.sweep(session, NOON + timedelta(hours=73))
    kinds = dict(session.execute(select(Task.kind, Task.state).where(Task.kind.like("install%"))).all())
    assert kinds == {"install": "done", "install_reassign": "due"}
    wish = one(session, Installation)
    refused("installation_no_outlet", installations.assign, session, wish.id, " ")
    installations.assign(session, wish.id, "Third Party Ltd")
    installations.finish(session, wish.id)
    refused("installation_unknown", installations.finish, session, wish.id)
    alerting.sweep(session, NOON + timedelta(hours=73))
    assert session.scalars(select(Task.state).where(Task.kind == "install_reassign")).one() == "done"


def delivered(session, days: float, **fields) -> int:
    (order_id,) = add_orders(session, state=fields.pop("state", "delivered"), **fields)
    moment = NOON - timedelta(days=days)
    session.add(Shipment(order_id=order_id, state="delivered", handed_over_at=moment, delivered_at=moment))
    session.flush()
    return order_id


def test_a_delivered_order_is_completed_after_the_time_for_returns(session):
    over, within = delivered(session, 7.1), delivered(session, 7)
    disputed, back = delivered(session, 9, payment_state="disputed"), delivered(session, 9, state="return_open")
    assert upkeep.is_due(session)
    change = upkeep.keep_up(session)
    assert change.quiet and not change.undoable and set(change.ids) >= {"orders"}
    session.expire_all()
    states = {row.id: row.state for row in session.scalars(select(Order))}
    assert states == {over: "completed", within: "delivered", disputed: "delivered", back: "return_open"}
    assert not upkeep.is_due(session)


def test_a_clock_moved_back_takes_no_completion_back(session):
    over = delivered(session, 8)
    upkeep.keep_up(session)
    upkeep.keep_up(session, NOON - timedelta(days=30))
    session.expire_all()
    assert session.get(Order, over).state == "completed"


@pytest.mark.rule("R-O9")
def test_the_pane_says_how_long_refunds_take_where_there_is_one(session):
    (order_id,) = add_orders(session, state="delivered")
    assert aftercare.of_order(session, order_id).refund_days is None
    refunds.promise(session, order_id, 100, started_at=NOON - timedelta(days=3))
    refunds.pay(session, one(session, Refund).id)
    assert aftercare.of_order(session, order_id).refund_days == 3
