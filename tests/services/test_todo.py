"""What the owner does with tasks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from shopdesk.base.errors import UserError
from shopdesk.services import changes, todo
from shopdesk.storage.tables import Task
from tests.services.order_rows import add_orders

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def session(shop, noon):
    with shop.write() as opened:
        yield opened


def follow_up(session, key: str = "followup:1") -> int:
    (order_id,) = add_orders(session, state="shipped")
    params = {"order_no": "303-1", "buyer": "Emma"}
    task = Task(key=key, kind="follow_up_call", order_id=order_id, params=params, due_at=NOON)
    session.add(task)
    session.flush()
    return task.id


def by_hand(session, text: str = "Order tape") -> int:
    (change,) = (todo.add(session, text, NOON),)
    return change.ids["task"][0]


def state(session, task_id: int) -> tuple[str, str]:
    session.expire_all()
    task = session.get(Task, task_id)
    return task.state, task.outcome


@pytest.mark.rule("R-O8")
@pytest.mark.parametrize(("outcome", "kind"), [("problem", "buyer_problem"), ("not_received", "parcel_missing")])
def test_what_went_wrong_opens_a_task_of_its_own_and_undo_takes_both_back(session, outcome, kind):
    called = follow_up(session)
    change = todo.done(session, [called], outcome=outcome, note=" The lid\nis broken ")
    (following,) = session.scalars(select(Task).where(Task.kind == kind))
    assert following.order_id == session.get(Task, called).order_id
    assert todo.title(following.kind, following.params).startswith("Emma has")
    assert session.get(Task, called).note == "The lid\nis broken"
    changes.undo(session, change.id)
    assert state(session, called) == ("due", "")
    assert not list(session.scalars(select(Task).where(Task.kind == kind)))


@pytest.mark.rule("R-O8")
def test_happy_opens_nothing(session):
    called = follow_up(session)
    assert todo.done(session, [called], outcome="happy").code == "task_done_one"
    assert state(session, called) == ("done", "happy")
    assert session.query(Task).count() == 1


@pytest.mark.rule("R-O8")
@pytest.mark.parametrize("outcome", ["", "splendid"])
def test_a_follow_up_asks_how_it_ended(session, outcome):
    called = follow_up(session)
    with pytest.raises(UserError) as refused:
        todo.done(session, [called], outcome=outcome)
    assert refused.value.code == "task_outcome_needed"
    assert state(session, called) == ("due", "")


def test_several_at_once_leave_out_what_asks_or_is_settled(session):
    called, tape, glue = follow_up(session), by_hand(session), by_hand(session, "Order glue")
    change = todo.done(session, [called, tape, glue])
    assert (change.code, change.params) == ("task_done_some", {"n": 2, "left": 1})
    with pytest.raises(UserError) as refused:
        todo.done(session, [tape, glue])
    assert refused.value.code == "tasks_none_possible"
    with pytest.raises(UserError) as refused:
        todo.done(session, [tape])
    assert refused.value.code == "task_settled"


def test_skipping_needs_a_reason_and_keeps_it(session):
    tape = by_hand(session)
    with pytest.raises(UserError) as refused:
        todo.skip(session, [tape], "  ")
    assert refused.value.code == "task_reason_needed"
    todo.skip(session, [tape], "There is enough")
    assert state(session, tape) == ("skipped", "There is enough")


def test_snoozing_hides_until_later_and_never_into_the_past(session):
    tape = by_hand(session)
    with pytest.raises(UserError) as refused:
        todo.snooze(session, [tape], NOON)
    assert refused.value.code == "task_snooze_past"
    change = todo.snooze(session, [tape], NOON + timedelta(days=1))
    assert session.get(Task, tape).snoozed_until == NOON + timedelta(days=1)
    changes.undo(session, change.id)
    session.expire_all()
    assert session.get(Task, tape).snoozed_until is None


def test_a_task_by_hand_needs_words_and_a_known_order(session):
    for arguments, code in ((("  ", NOON), "task_text_needed"), (("x", NOON, 99), "order_unknown")):
        with pytest.raises(UserError) as refused:
            todo.add(session, *arguments)
        assert refused.value.code == code
    with pytest.raises(UserError) as refused:
        todo.note(session, 99, "x")
    assert refused.value.code == "task_unknown"


def test_a_thousand_tasks_are_done_and_undone_in_one_step(session):
    session.add_all(Task(key=f"hand:{n}", kind="by_hand", params={"text": str(n)}, due_at=NOON) for n in range(1000))
    session.flush()
    change = todo.done(session, [row_id for (row_id,) in session.execute(select(Task.id))])
    assert change.params == {"n": 1000}
    changes.undo(session, change.id)
    assert {found for (found,) in session.execute(select(Task.state))} == {"due"}
