"""The wave (R-O5): orders of one warehouse and carrier that are picked in one walk. Its states and its number."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from shopdesk.base.errors import UserError


class WaveState(StrEnum):
    """``open``: being picked; ``picked``: all is on the packing table; ``handed_over``: its parcels have left."""

    OPEN = "open"
    PICKED = "picked"
    HANDED_OVER = "handed_over"


#: What may follow each state; anything not listed is refused.
TRANSITIONS: dict[WaveState, frozenset[WaveState]] = {
    WaveState.OPEN: frozenset({WaveState.PICKED, WaveState.HANDED_OVER}),
    WaveState.PICKED: frozenset({WaveState.HANDED_OVER}),
    WaveState.HANDED_OVER: frozenset(),
}


def check_transition(current: str, wanted: WaveState) -> None:
    """Raise ``UserError("wave_state_refused", current=…, following=…)`` when a wave cannot take the step."""
    if wanted not in TRANSITIONS[WaveState(current)]:
        raise UserError("wave_state_refused", current=current, following=str(wanted))


def wave_number(day: date, serial: int) -> str:
    """``20261122-3``: the third wave of a day of the shop."""
    return f"{day:%Y%m%d}-{serial}"


def wave_serial(number: str) -> int:
    """Which wave of its day a number names; 0 for what is no such number."""
    _, _, serial = number.rpartition("-")
    return int(serial) if serial.isascii() and serial.isdigit() else 0
