"""What a step changed, so that it can be undone (also after a restart), shown, and told to every view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """What a service did. ``code`` + ``params`` say it in words (``base.i18n.message``).

    ``id`` is the logged step (``None`` when nothing can be undone); ``ids`` names the rows touched by kind (table name),
    an empty tuple meaning "many: look again".
    """

    id: int | None
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    undoable: bool = True
