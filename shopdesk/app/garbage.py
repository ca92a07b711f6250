"""When Python looks for garbage: on the window's thread, between two events, never in a lane.

Left to itself it strikes anywhere: in a lane it would destroy Qt objects on a thread that is not theirs, while the
program starts it costs a tenth of the time, and later each full search of everything that was imported holds the window
up. Used by ``app.start`` alone; scripts and the command line keep Python's own ways.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 100  # what a second leaves behind takes 20 ms to look through
_SETTLED_MS = 2_000
_FULL_EVERY_S = 30.0


class Garbage(QObject):
    """From now on only this object collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._every = QTimer(self, interval=_EVERY_MS)
        self._every.timeout.connect(self._collect)
        self._full_at = 0.0
        QTimer.singleShot(_SETTLED_MS, self, self.settle)

    @Slot()
    def settle(self) -> None:
        """The window is there: what was made for it stays and is not looked through again."""
        gc.freeze()
        self._every.start()

    @Slot()
    def _collect(self) -> None:
        """What is due; the search of everything (20 ms, a frame is lost) at most twice a minute."""
        now = time.monotonic()
        if collect_due(oldest=2 if now >= self._full_at else 1) == 2:
            self._full_at = now + _FULL_EVERY_S

    def end(self) -> None:
        """Python collects by itself again."""
        self._every.stop()
        gc.unfreeze()
        gc.enable()


def collect_due(oldest: int = 2) -> int:
    """Collect the oldest generation that is due by Python's own thresholds, up to ``oldest``; which it was, or -1."""
    counts = gc.get_count()[: oldest + 1]
    due = [generation for generation, count in enumerate(counts) if count > gc.get_threshold()[generation]]
    if due:
        gc.collect(due[-1])
    return due[-1] if due else -1
