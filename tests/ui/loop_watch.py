"""Measures how long the event loop was away: the longest gap between two beats of a timer while something else goes on.

Asserted only in ``tests/bench``; elsewhere it shows that the loop went on beating at all.
"""

from __future__ import annotations

import time
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer


class LoopWatch(QObject):
    """``with LoopWatch() as watch: … wait for signals …``, then ``watch.longest_gap_ms`` and ``watch.beats``."""

    def __init__(self, beat_ms: int = 2) -> None:
        super().__init__()
        self.beats = 0
        self.longest_gap_ms = 0.0
        self.gaps_ms: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=beat_ms, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> LoopWatch:
        self._last = time.perf_counter()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._note()

    def _beat(self) -> None:
        self.beats += 1
        self._note()

    def _note(self) -> None:
        now = time.perf_counter()
        gap_ms = (now - self._last) * 1000
        self._last = now
        self.gaps_ms.append(gap_ms)
        self.longest_gap_ms = max(self.longest_gap_ms, gap_ms)
