"""Parcels on their way: what a carrier's word makes of them, when they are stale."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.parcels import ARRIVED, LEFT, ParcelState
from shopdesk.domain.tracking import TRACKED, is_stale, stale_limit, tracked_state

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIMITS = {"domestic_h": 48, "abroad_h": 120, "first_scan_h": 24}


@pytest.mark.rule("R-O7")
@pytest.mark.parametrize(
    ("hours", "minutes", "stale"), [(47, 59, False), (48, 0, False), (48, 1, True), (500, 0, True)]
)
def test_stale_is_more_than_the_limit(hours, minutes, stale):
    assert is_stale(NOON - timedelta(hours=hours, minutes=minutes), NOON, 48) is stale


@pytest.mark.rule("R-O7")
def test_limits_at_home_abroad_and_before_the_first_scan():
    assert stale_limit(has_scan=True, is_abroad=False, **LIMITS) == 48
    assert stale_limit(has_scan=True, is_abroad=True, **LIMITS) == 120
    assert stale_limit(has_scan=False, is_abroad=False, **LIMITS) == 24
    assert stale_limit(has_scan=False, is_abroad=True, **LIMITS) == 24
    assert stale_limit(has_scan=False, is_abroad=False, domestic_h=12, abroad_h=120, first_scan_h=24) == 12


@pytest.mark.rule("R-O7")
@given(ahead=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)), limit=st.integers(1, 2000))
def test_news_from_a_clock_that_was_ahead_is_never_stale(ahead, limit):
    assert not is_stale(NOON + ahead, NOON, limit)


@pytest.mark.parametrize("word", ["", *TRACKED])
@pytest.mark.parametrize("state", ARRIVED)
def test_what_arrived_stays_so(state, word):
    assert tracked_state(state, word) == state


@pytest.mark.parametrize("state", [state for state in ParcelState if state not in ARRIVED])
def test_a_word_moves_the_parcel_and_a_mere_scan_says_that_it_left(state):
    assert tracked_state(state, "out_for_delivery") == "out_for_delivery"
    assert tracked_state(state, "") == (state if state in LEFT else "in_transit")


@given(state=st.sampled_from(ParcelState), words=st.lists(st.sampled_from(["", *TRACKED])))
def test_any_sequence_of_words_ends_in_a_state_after_the_hand_over(state, words):
    for word in words:
        state = tracked_state(state, word)
    assert not words or state in LEFT
