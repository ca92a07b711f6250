"""What every rule may know beside its facts: the time, the shop's clock and calendar, the shop's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Any

from shopdesk.domain.service_days import IsServiceDay


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``rules``: the numbers in force by key (``resources/rules.toml``); ``opens``: when a day of service begins."""

    moment: datetime
    zone: tzinfo
    rules: Mapping[str, Any]
    is_service_day: IsServiceDay
    opens: time = time(9)
