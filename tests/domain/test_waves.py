"""Waves (R-O5): their states and numbers."""

from __future__ import annotations

from datetime import date

import pytest

from shopdesk.base.errors import UserError
from shopdesk.domain.waves import WaveState, check_transition, wave_number, wave_serial


@pytest.mark.rule("R-O5")
@pytest.mark.parametrize(
    ("current", "wanted", "is_allowed"),
    [
        ("open", WaveState.PICKED, True), ("open", WaveState.HANDED_OVER, True),
        ("picked", WaveState.HANDED_OVER, True), ("picked", WaveState.OPEN, False), ("picked", WaveState.PICKED, False),
        ("handed_over", WaveState.PICKED, False), ("handed_over", WaveState.OPEN, False),
    ],
)  # fmt: skip
def test_the_steps_of_a_wave(current: str, wanted: WaveState, is_allowed: bool) -> None:
    if is_allowed:
        check_transition(current, wanted)
    else:
        with pytest.raises(UserError, match="wave_state_refused"):
            check_transition(current, wanted)


@pytest.mark.rule("R-O5")
def test_a_wave_is_numbered_within_its_day() -> None:
    assert wave_number(date(2026, 11, 22), 3) == "20261122-3"
    assert [wave_serial(number) for number in ("20261122-3", "20261122-12", "20261122-", "x", "")] == [3, 12, 0, 0, 0]
