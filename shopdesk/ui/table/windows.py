"""Windows of 64 rows: what is cached, what is on its way, what is asked for next. Reads in the io lane only.

A window is a little more than a screen: what is in sight comes within a frame, and what lies next to it is read ahead
once the scrolling rests.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shopdesk.ui.context import Context
from shopdesk.ui.table.source import RowSource
from shopdesk.ui.tasks import Task

WINDOW = 64
_CACHED = 48  # some hundred screens; more would only lengthen the search for garbage
_IN_SIGHT = 6  # of those that came last: what a screen may show, and what was read ahead
_IN_FLIGHT = 4
_ASKED_AT_ONCE = 4
_REST_MS = 60

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
        self._looked_at = 0
        self._rested = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rested.timeout.connect(self._read_ahead)

    def row(self, row: int) -> tuple[Any, ...] | None:
        """The values of a row; ``None`` while its window is on its way, which this call has asked for."""
        number, place = divmod(row, WINDOW)
        rows = self._rows.get(number)
        if number != self._looked_at:
            self._looked_at = number
            self._rested.start()
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
        """The windows that came last, those in sight among them."""
        return list(self._rows)[-_IN_SIGHT:]

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
            self._read(numbers)

    @Slot()
    def _read_ahead(self) -> None:
        near = [number for number in (self._looked_at - 1, self._looked_at + 1) if self._is_missing(number)]
        if near and not self._wanted and self._context.shop is not None:
            self._read(near)

    def _is_missing(self, number: int) -> bool:
        known = number < 0 or number in self._rows or number in self._in_flight
        return not known and bool(self._ids(number))

    def _read(self, numbers: list[int]) -> None:
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
