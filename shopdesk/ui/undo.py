"""Undo and redo.

The shop file remembers the steps (``services.changes``), this only asks for the last one and says what happened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shopdesk.base.i18n import tr
from shopdesk.ui.change_bus import ChangeBus
from shopdesk.ui.message import change_text
from shopdesk.ui.tasks import Tasks

_AFTER_ROWS_MS = 200


class UndoStack(QObject):
    """Ctrl/⌘+Z and the Undo of a toast. ``changed`` when what could be undone or redone changed."""

    changed = Signal()
    kept = Signal(list)  # names of the records that an undo left as they are, for they were changed since

    def __init__(self, tasks: Tasks, bus: ChangeBus, shop: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._bus = bus
        self._shop = shop
        self._next: Any = None
        self._undone: list[int] = []
        self._own = False
        bus.changed.connect(self._on_change)
        self._look_soon = QTimer(self, singleShot=True, interval=_AFTER_ROWS_MS)
        self._look_soon.timeout.connect(self.look)

    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return self._next is not None

    def can_redo(self) -> bool:
        """Whether the last undo of this session can be taken back."""
        return bool(self._undone)

    def undo_text(self) -> str:
        """ "Undo: 8 orders confirmed" for the menu."""
        return tr("Undo: {step}", step=change_text(self._next)) if self._next is not None else tr("Undo")

    @Slot()
    def undo_last(self) -> None:
        """Undo the last step of the shop."""
        if self._next is not None:
            self.undo(self._next)

    def undo(self, change: Any) -> None:
        """Undo a step (also one that is not the last: what was changed since is kept, and named)."""
        if change.id is not None:
            self._tasks.run_db(tr("Undo"), _undo, change.id, on_done=self._was_undone)

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last."""
        if self._undone:
            self._tasks.run_db(tr("Redo"), _redo, self._undone.pop(), on_done=self._was_redone)

    def _was_undone(self, result: tuple[int, Any]) -> None:
        if getattr(result[1], "redoable", True):
            self._undone.append(result[0])
        else:  # what was undone before hangs on what is gone now
            self._undone.clear()
        self._own = True
        self._bus.publish(result[1])
        self._own = False
        if names := [row.name for row in getattr(result[1], "kept", ())]:
            self.kept.emit(names)

    def _was_redone(self, result: tuple[Any]) -> None:
        self._own = True
        self._bus.publish(result[0])
        self._own = False

    @Slot(object)
    def _on_change(self, change: Any) -> None:
        if not self._own and not getattr(change, "quiet", False):
            self._undone.clear()  # something new was done: the undone steps no longer fit
        self.look()

    @Slot()
    def shop_changed(self) -> None:
        """Another shop: its last step can wait until its rows are in sight."""
        self._found(None)
        self._undone.clear()
        self._look_soon.start()

    @Slot()
    def look(self) -> None:
        """Ask the shop which step is the last."""
        if self._shop() is None:
            self._found(None)
        else:
            self._tasks.run_io(tr("Undo"), _last, on_done=self._found)

    def _found(self, change: Any) -> None:
        self._next = change
        self.changed.emit()


def _undo(session: Any, change_id: int) -> tuple[int, Any]:
    from shopdesk.services import changes

    return change_id, changes.undo(session, change_id)


def _redo(session: Any, change_id: int) -> tuple[Any]:
    from shopdesk.services import changes

    return (changes.redo(session, change_id),)


def _last(session: Any) -> Any:
    from shopdesk.services import changes

    return changes.last_undoable(session)
