"""Collects Python's garbage on the GUI thread only.

Left alone, Python collects in whichever thread allocates next: a lane would then destroy widgets and timers that belong
to the GUI thread, which Qt answers with warnings or a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_LOOK_MS = 1_000
_THRESHOLDS = (2_000, 10, 20)


class Collector(QObject):
    """From :meth:`start` to :meth:`stop` the automatic collection is off and this object's timer does it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Take over. What was loaded until now stays: it is not looked through again and again."""
        self._was_on = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give the collection back."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_on:
            gc.enable()

    @Slot()
    def look(self) -> int | None:
        """Collect the oldest generation that is due; which one it was."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > _THRESHOLDS[generation]:
                gc.collect(generation)
                return generation
        return None
