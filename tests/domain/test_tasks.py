"""Tasks: where they stand, and what their kinds declare."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopdesk.alerts.registry import kinds
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message
from shopdesk.domain.tasks import task_kind, task_kinds, task_state

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "state"), [(12 * 60 + 1, "planned"), (12 * 60, "due"), (0, "due"), (-1, "overdue")]
)
def test_an_open_task_is_planned_due_overdue_as_time_goes(minutes, state):
    assert task_state("due", NOON + timedelta(minutes=minutes), NOON, 12) == state


@pytest.mark.parametrize("stored", ["done", "skipped"])
def test_a_settled_task_stays_what_it_is(stored):
    assert task_state(stored, NOON - timedelta(days=9), NOON, 12) == stored


@pytest.mark.rule("R-O8")
def test_the_follow_up_ends_in_three_ways_and_a_problem_has_three_steps_in_order():
    call = task_kind("follow_up_call")
    assert [(end.key, end.opens) for end in call.outcomes] == [
        ("happy", ""), ("problem", "buyer_problem"), ("not_received", "parcel_missing"),
    ]  # fmt: skip
    first, second, third = (step["en"] for step in task_kind("buyer_problem").steps)
    assert first.startswith("Apologise") and "what happened" in second and "remedy" in third


@pytest.mark.rule("R-O8")
def test_where_a_return_or_dispute_is_open_nothing_asks_for_a_review():
    trouble = task_kind("follow_up_trouble")
    assert "Do not ask for a review." in [step["en"] for step in trouble.steps]
    assert not [end for end in trouble.outcomes if end.text]


def test_a_kind_with_outcomes_wants_one_of_them():
    with pytest.raises(UserError) as refused:
        task_kind("follow_up_call").outcome("")
    assert refused.value.code == "task_outcome_needed"
    assert task_kind("by_hand").outcome("").key == "done"


@pytest.mark.parametrize("kind", sorted({*task_kinds(), *kinds(), "by_hand"}))
def test_every_kind_has_a_title(kind):
    facts = dict.fromkeys(
        ("text", "buyer", "order_no", "carrier", "waybill", "hours", "amount", "title", "outlet"), "x"
    )
    assert message(f"task_{kind}", **facts) not in {"", f"task_{kind}"}


def test_what_an_outcome_opens_is_declared():
    opened = {end.opens for kind in task_kinds().values() for end in kind.outcomes if end.opens}
    assert opened <= set(task_kinds())
