"""When Python looks for garbage: on the window's thread, between two events, never in a lane.

Left to itself it strikes anywhere: in a lane it would destroy Qt objects on a thread that is not theirs, while the
program starts it costs a tenth of the time, and later each full search of everything that was imported holds the window
up. Used by ``app.start`` alone; scripts and the command line keep Python's own ways.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 1_000
_SETTLED_MS = 2_000


class Garbage(QObject):
    """From now on only this object collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._every = QTimer(self, interval=_EVERY_MS)
        self._every.timeout.connect(collect_due)
        QTimer.singleShot(_SETTLED_MS, self, self.settle)

    @Slot()
    def settle(self) -> None:
        """The window is there: what was made for it stays and is not looked through again."""
        gc.freeze()
        self._every.start()

    def end(self) -> None:
        """Python collects by itself again."""
        self._every.stop()
        gc.unfreeze()
        gc.enable()


@Slot()
def collect_due() -> None:
    """Collect the oldest generation that is due, by Python's own thresholds."""
    due = [generation for generation, count in enumerate(gc.get_count()) if count > gc.get_threshold()[generation]]
    if due:
        gc.collect(due[-1])
