"""Windows of 256 rows: what is cached, what is on its way, what is asked for next. Reads in the io lane only."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shopdesk.ui.context import Context
from shopdesk.ui.table.source import RowSource
from shopdesk.ui.tasks import Task

WINDOW = 256
_CACHED = 48
_IN_FLIGHT = 2
_ASKED_AT_ONCE = 4

Rows = list[tuple[Any, ...]]


class Windows(QObject):
    """``arrived(first row, count)`` and ``dropped(first row, count)`` tell the model what to paint and to forget."""

    arrived = Signal(int, int)
    dropped = Signal(int, int)

    def __init__(
        self, source: RowSource, context: Context, ids: Callable[[int], array[int]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._context = context
        self._ids = ids
        self._rows: OrderedDict[int, Rows] = OrderedDict()
        self._wanted: list[int] = []
        self._in_flight: dict[int, Task] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)

    def row(self, row: int) -> tuple[Any, ...] | None:
        """The values of a row; ``None`` while its window is on its way, which this call has asked for."""
        number, place = divmod(row, WINDOW)
        rows = self._rows.get(number)
        if rows is None:
            self._want(number)
            return None
        return rows[place] if place < len(rows) else None

    def has(self, row: int) -> bool:
        """Whether a row is here."""
        return row // WINDOW in self._rows

    def spans(self) -> list[tuple[int, int]]:
        """First row and count of every window that is here."""
        return [(number * WINDOW, len(rows)) for number, rows in self._rows.items()]

    def newest(self) -> list[int]:
        """The windows that came last: those in sight."""
        return list(self._rows)[-3:]

    def replace(self, rows: dict[int, Rows]) -> None:
        """Forget everything but ``rows``."""
        for task in self._in_flight.values():
            task.cancel()
        self._in_flight.clear()
        self._wanted.clear()
        self._rows.clear()
        self._rows.update(rows)

    def _want(self, number: int) -> None:
        if number not in self._in_flight and number not in self._wanted:
            self._wanted.append(number)
            del self._wanted[:-_ASKED_AT_ONCE]  # scrolled past: nobody looks at those any more
            self._soon.start()

    @Slot()
    def _fetch(self) -> None:
        while self._wanted and len(self._in_flight) < _IN_FLIGHT and self._context.shop is not None:
            numbers = [self._wanted.pop()]
            if self._wanted and abs(self._wanted[-1] - numbers[0]) == 1:  # rows in sight lie in both: painted once
                numbers.append(self._wanted.pop())
            wanted = {number: self._ids(number) for number in numbers}
            task = self._context.tasks.run_io(
                "window", _read, self._source, wanted, on_done=self._came, on_error=self._failed
            )
            self._in_flight.update(dict.fromkeys(numbers, task))

    def _came(self, results: list[tuple[int, array[int], Rows]]) -> None:
        for number, ids, rows in results:
            self._in_flight.pop(number, None)
            if self._ids(number) == ids:
                self._rows[number] = rows
                self.arrived.emit(number * WINDOW, len(rows))
        while len(self._rows) > _CACHED:
            old, gone = self._rows.popitem(last=False)
            self.dropped.emit(old * WINDOW, len(gone))
        self._fetch()

    def _failed(self, error: Exception) -> None:
        self._in_flight.clear()
        self._wanted.clear()
        self._context.tasks.refuse(error)


def _read(session: Any, source: RowSource, wanted: dict[int, array[int]]) -> list[tuple[int, array[int], Rows]]:
    return [(number, ids, source.window(session, ids)) for number, ids in wanted.items()]
