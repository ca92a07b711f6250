"""Five ticks and the lint behind them (R-O2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.orders import Attention
from shopdesk.domain.verification import (
    PROBLEMS,
    Tick,
    TickState,
    is_verified,
    solved_by,
    tick_states,
    with_tick,
    without_tick,
)


@pytest.mark.rule("R-O2")
def test_nothing_found_is_plausible() -> None:
    assert set(tick_states((), (), consignee="Emma Fischer").values()) == {TickState.PLAUSIBLE}
    assert list(tick_states((), (), consignee="x")) == ["goods", "quantity", "consignee", "phone", "address"]


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(
    ("problem", "tick"),
    [
        (Attention.UNKNOWN_SKU, Tick.GOODS), (Attention.TOTALS, Tick.GOODS), (Attention.DUPLICATE, Tick.GOODS),
        (Attention.INCOMPLETE, Tick.GOODS), (Attention.NOT_ITEMISED, Tick.GOODS), (Attention.QUANTITY, Tick.QUANTITY),
        (Attention.PHONE, Tick.PHONE), (Attention.ADDRESS, Tick.ADDRESS),
    ],
)  # fmt: skip
def test_each_problem_keeps_its_tick_open(problem: Attention, tick: Tick) -> None:
    states = tick_states([problem], (), consignee="Emma")
    assert [name for name, state in states.items() if state is TickState.DOUBTFUL] == [tick]
    assert tick_states([problem], [tick], consignee="Emma")[tick] is TickState.CHECKED


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(("name", "fine"), [("Emma", True), ("张三", True), ("", False), ("  ", False), ("张*", False)])
def test_a_consignee_has_a_name_that_can_be_read(name: str, fine: bool) -> None:
    state = tick_states((), (), consignee=name)[Tick.CONSIGNEE]
    assert state is (TickState.PLAUSIBLE if fine else TickState.DOUBTFUL)


@pytest.mark.rule("R-O2")
def test_stock_that_does_not_last_is_doubtful() -> None:
    assert tick_states((), (), consignee="Emma", is_short=True)[Tick.GOODS] is TickState.DOUBTFUL


@pytest.mark.rule("R-O2")
def test_what_is_not_there_is_not_fine_until_somebody_says_so() -> None:
    states = tick_states((), [Tick.CONSIGNEE], consignee="", lacks={Tick.PHONE, Tick.CONSIGNEE})
    assert (states[Tick.PHONE], states[Tick.CONSIGNEE]) == (TickState.DOUBTFUL, TickState.CHECKED)
    assert states[Tick.ADDRESS] is TickState.PLAUSIBLE


def test_a_tick_says_that_its_problems_are_none() -> None:
    assert solved_by([Tick.GOODS, Tick.PHONE], "address totals phone") == "address"
    assert solved_by(Tick, "totals held") == "held", "a rule that holds an order is no tick's"
    assert solved_by([], "totals") == "totals"


@given(st.sets(st.sampled_from(Tick)), st.sets(st.sampled_from(Tick)))
def test_ticks_are_set_and_taken_back(first: set[Tick], second: set[Tick]) -> None:
    stored = with_tick("", first)
    assert set(with_tick(stored, second).split()) == first | second
    assert set(without_tick(stored, second).split()) == first - second
    assert with_tick(stored, second) == with_tick(with_tick("", second), first)
    assert is_verified(stored) == (first == set(Tick))


def test_no_problem_belongs_to_two_ticks() -> None:
    codes = [code for problems in PROBLEMS.values() for code in problems]
    assert len(codes) == len(set(codes))
