"""Has the shop keep up with the time: after opening, after each change, and every ten minutes; looks first, writes only
when something is due.

Failures wait for the next look: nobody asked for it, so nobody is told.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from shopdesk.app.context import AppContext

_NOW_AND_THEN_MS = 10 * 60_000  # what comes due by the clock alone is counted in hours
_SOON_MS = 1_500  # what the owner looks at comes first


class Upkeep(QObject):
    """Lives as long as the context; serves whatever shop is open."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.look)
        now_and_then = QTimer(self, interval=_NOW_AND_THEN_MS)
        now_and_then.timeout.connect(self.look)
        now_and_then.start()
        context.shop_changed.connect(self._soon.start)
        context.bus.changed.connect(self._changed)

    @Slot()
    def look(self) -> None:
        """See whether something is due, beside everything else."""
        if self._context.shop is not None:
            self._context.tasks.run_io("upkeep", _is_due, on_done=self._found, on_error=self._failed)

    @Slot(object)
    def _changed(self, change: Any) -> None:
        if not getattr(change, "quiet", False):
            self._soon.start()

    def _found(self, is_due: bool) -> None:
        if is_due and self._context.shop is not None:
            self._context.tasks.run_db("upkeep", _keep_up, on_error=self._failed)

    def _failed(self, _error: Exception) -> None:
        """The next look tries again."""


def _is_due(session: Any) -> bool:
    from shopdesk.services import upkeep

    return upkeep.is_due(session)


def _keep_up(session: Any) -> Any:
    from shopdesk.services import upkeep

    return upkeep.keep_up(session)
