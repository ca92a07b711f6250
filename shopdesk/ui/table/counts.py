"""The chips' counts: asked in the io lane, the newest question wins."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from shopdesk.ui.context import Context
from shopdesk.ui.table.source import RowSource
from shopdesk.ui.tasks import AFTER_PAINT_MS, Task


class Counts(QObject):
    """``counted({filter key: rows})``."""

    counted = Signal(dict)

    def __init__(self, source: RowSource, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._context = context
        self._task: Task | None = None

    def ask(self, search: str) -> None:
        """How many rows each filter holds of those that match ``search``."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._context.shop is not None and self._source.filters:
            self._task = self._context.tasks.run_io(
                "counts", self._source.counts, search, on_done=self._came, after_ms=AFTER_PAINT_MS
            )

    def _came(self, counts: dict[str, int]) -> None:
        self._task = None
        self.counted.emit(counts)
