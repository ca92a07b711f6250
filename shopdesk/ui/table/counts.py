"""The chips' counts: asked in the io lane, one question at a time, and after it the newest."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from shopdesk.ui.context import Context
from shopdesk.ui.table.source import RowSource
from shopdesk.ui.tasks import AFTER_PAINT_MS, Task


class Counts(QObject):
    """``counted({filter key: rows})``. To count what is typed may take a second: never more than one thread does."""

    counted = Signal(dict)

    def __init__(self, source: RowSource, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._context = context
        self._task: Task | None = None
        self._waiting: str | None = None

    def ask(self, search: str) -> None:
        """How many rows each filter holds of those that match ``search``."""
        self._waiting = search
        if self._task is not None:
            self._task.cancel()  # nobody wants that answer; the new question is put when it has ended
        else:
            self._put()

    @Slot()
    def _put(self) -> None:
        search, self._waiting, self._task = self._waiting, None, None
        if search is not None and self._context.shop is not None and self._source.filters:
            self._task = self._context.tasks.run_io(
                "counts", self._source.counts, search, on_done=self._came, after_ms=AFTER_PAINT_MS
            )
            self._task.ended.connect(self._put)

    def _came(self, counts: dict[str, int]) -> None:
        self.counted.emit(counts)
