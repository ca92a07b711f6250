"""The five ticks of a review (R-O2): goods, quantity, consignee, phone, address. What the lint finds keeps a tick open.

Must not judge itself: the problems are ``domain.intake``'s and the shop's; here they become ticks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from shopdesk.domain.masking import is_masked
from shopdesk.domain.orders import Attention


class Tick(StrEnum):
    """What somebody has to look at before an order is confirmed (S1-4.1.1.2-VERIFY), in the order of looking."""

    GOODS = "goods"
    QUANTITY = "quantity"
    CONSIGNEE = "consignee"
    PHONE = "phone"
    ADDRESS = "address"


class TickState(StrEnum):
    """``checked``: by a person; ``plausible``: the lint finds nothing; ``doubtful``: it does."""

    CHECKED = "checked"
    PLAUSIBLE = "plausible"
    DOUBTFUL = "doubtful"


#: Which problems speak against which tick. A problem of no tick (a rule holds the order) stands for itself.
PROBLEMS: dict[Tick, frozenset[str]] = {
    Tick.GOODS: frozenset(
        (Attention.UNKNOWN_SKU, Attention.NOT_ITEMISED, Attention.TOTALS, Attention.DUPLICATE, Attention.INCOMPLETE)
    ),
    Tick.QUANTITY: frozenset((Attention.QUANTITY,)),
    Tick.CONSIGNEE: frozenset(),
    Tick.PHONE: frozenset((Attention.PHONE,)),
    Tick.ADDRESS: frozenset((Attention.ADDRESS,)),
}


def tick_states(
    attention: Collection[str],
    verified: Collection[str],
    *,
    consignee: str,
    is_short: bool = False,
    lacks: Collection[Tick] = (),
) -> dict[Tick, TickState]:
    """The state of every tick. ``verified``: the ticks set by hand; ``is_short``: stock does not last for the order;
    ``lacks``: of what there is nothing to look at, though a label needs it.
    """
    states = {}
    for tick, problems in PROBLEMS.items():
        doubtful = bool(problems & set(attention)) or tick in lacks
        if tick is Tick.CONSIGNEE:
            doubtful = doubtful or not consignee.strip() or is_masked(consignee)
        if tick is Tick.GOODS:
            doubtful = doubtful or is_short
        states[tick] = (
            TickState.CHECKED if tick in verified else TickState.DOUBTFUL if doubtful else TickState.PLAUSIBLE
        )
    return states


def with_tick(verified: str, ticks: Iterable[Tick]) -> str:
    """The stored ticks (space-separated, in the order of looking) with ``ticks`` set."""
    wanted = {*verified.split(), *ticks}
    return " ".join(tick for tick in Tick if tick in wanted)


def without_tick(verified: str, ticks: Iterable[Tick]) -> str:
    """The stored ticks with ``ticks`` taken back."""
    return " ".join(tick for tick in Tick if tick in verified.split() and tick not in set(ticks))


def is_verified(verified: str) -> bool:
    """Whether all five were set by hand."""
    return set(verified.split()) >= set(Tick)


def solved_by(ticks: Iterable[Tick], attention: str) -> str:
    """The open problems that are left when somebody has set ``ticks``: who looked says that it is fine."""
    answered = frozenset[str]().union(*(PROBLEMS[tick] for tick in ticks))
    return " ".join(code for code in attention.split() if code not in answered)
