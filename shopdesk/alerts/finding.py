"""What a rule hands out: something that wants doing, its key the same for as long as its reason is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """``key`` names the subject and its reason ("stale:17:2026-11-20T09:00:00Z"): the same finding never makes two
    tasks, a new reason makes a new one. ``kind`` has a message ``task_<kind>`` that ``params`` fill; ``due_at`` aware;
    ``stake_minor``: what waiting puts at risk, in minor units of the shop's currency.
    """

    key: str
    kind: str
    due_at: datetime
    order_id: int | None = None
    shipment_id: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    stake_minor: int | None = None


def stamp(moment: datetime) -> str:
    """A moment inside a key, in the form in which the shop stores it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
