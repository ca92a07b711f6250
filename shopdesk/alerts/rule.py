"""What a rule declares: ``RULE = AlertRule(…)`` in ``rules/<name>.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from shopdesk.alerts.finding import Finding
from shopdesk.alerts.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class AlertRule:
    """``find`` is asked for each record of ``facts`` (a class of :mod:`alerts.facts`) and names what it finds; every
    task of ``kinds`` is this rule's, so it is closed by itself when the rule does not find it any more.
    """

    kinds: tuple[str, ...]
    facts: type[Any]
    find: Callable[[Any, Surroundings], Iterable[Finding]]
