"""What every rule may know beside its facts: the time, the shop's clock and calendar, the shop's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shopdesk.domain.service_clock import ServiceClock


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``rules``: the numbers in force by key (``resources/rules.toml``); ``clock``: the shop's days and hours."""

    moment: datetime
    rules: Mapping[str, Any]
    clock: ServiceClock
