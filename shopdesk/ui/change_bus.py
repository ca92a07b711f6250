"""Tells every view what was changed, once, whoever changed it. A view listens and reloads only what it shows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot


def change_of(result: Any) -> Any | None:
    """The :class:`~shopdesk.services.changes.Change` in what a service returned: itself, or its ``change`` field."""
    for candidate in (result, getattr(result, "change", None)):
        if all(hasattr(candidate, name) for name in ("code", "params", "ids", "undoable")):
            return candidate
    return None


class ChangeBus(QObject):
    """``changed(Change)`` after every committed change, undo and redo included."""

    changed = Signal(object)

    @Slot(object)
    def publish(self, result: object) -> None:
        """Announce the change inside ``result``; anything else is ignored."""
        change = change_of(result)
        if change is not None:
            self.changed.emit(change)
