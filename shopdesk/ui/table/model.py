"""The table model: an ordered list of ids plus cached windows of 64 rows. Sorting and filtering are the source's
(SQL's) work.

``data()`` only looks into the cache: what is missing is asked for in the io lane and painted when it comes, within a
frame.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import compress
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from shopdesk.base.i18n import tr
from shopdesk.ui.context import Context
from shopdesk.ui.table.counts import Counts
from shopdesk.ui.table.source import Query, RowSource, Sort
from shopdesk.ui.table.windows import WINDOW, Rows, Windows
from shopdesk.ui.tasks import AFTER_PAINT_MS, Task

_MINUTE_MS = 60_000

ID_ROLE = int(Qt.ItemDataRole.UserRole)
VALUE_ROLE = ID_ROLE + 1
TONE_ROLE = ID_ROLE + 2

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ANSWERED = frozenset({_DISPLAY, _ALIGN, _ACCESSIBLE, ID_ROLE, VALUE_ROLE, TONE_ROLE})
_RIGHT_KINDS = frozenset({"money", "integer", "number", "decimal", "percent", "quantity", "weight"})
_MOVING_KINDS = frozenset({"lateness", "status", "relative"})
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex
Result = tuple[Query, "array[int]", dict[int, Rows], dict[int, int]]


class ListModel(QAbstractTableModel):
    """Rows of a :class:`RowSource` under a chip, a search and an order."""

    loaded = Signal()  # the first rows of a new query, or a refresh, are in
    completed = Signal()  # every id is known
    counts_changed = Signal(dict)

    def __init__(self, source: RowSource, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.query = Query()
        self.is_loaded = False
        self.is_complete = False
        self.is_new_question = False  # another chip or search: nothing of the old place is kept
        self.watched: Callable[[], Sequence[int]] = tuple  # records that are looked for while the ids are read
        self.found: dict[int, int] = {}  # the rows of those, -1 where there is none
        self._context = context
        self._ids: array[int] = array("q")
        self._looks: dict[int, dict[tuple[int, int], tuple[str, str]]] = {}  # by window, so that one goes at a stroke
        self._windows = Windows(source, context, self.window_ids, self)
        self._windows.arrived.connect(self._arrived)
        self._windows.dropped.connect(self._forget_looks)
        self._query_task: Task | None = None
        self._counts = Counts(source, context, self)
        self._counts.counted.connect(self.counts_changed)
        self._count_due = False
        self._aligns = [_RIGHT if is_right(column) else _LEFT for column in source.columns]
        self._reload_soon = QTimer(self, singleShot=True, interval=0)
        self._reload_soon.timeout.connect(self.refresh)
        if any(str(column.kind) in _MOVING_KINDS for column in source.columns):
            minute = QTimer(self, interval=_MINUTE_MS)
            minute.timeout.connect(self.repaint_texts)
            minute.start()
        context.bus.changed.connect(self._on_change)
        context.shop_changed.connect(self.reload)

    # ---- what Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.source.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.source.columns):
            return None
        return self._aligns[section] if role == _ALIGN else _header(self.source.columns[section], role)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in _ANSWERED or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _ALIGN:
            return self._aligns[column]
        if role == ID_ROLE:
            return self._ids[row]
        if role == _DISPLAY:
            return self.cell_text(row, column)
        if role == _ACCESSIBLE:
            return f"{tr(self.source.columns[column].header)}: {self.cell_text(row, column)}"
        if role == TONE_ROLE:
            return self.look(row, column)[1]
        cells = self.cells(row)
        return None if cells is None else cells[column]

    # ---- what views and pages ask

    def ids(self) -> array[int]:
        """Every id in order (do not change it)."""
        return self._ids

    def window_ids(self, number: int) -> array[int]:
        """The ids of a window of rows."""
        return self._ids[number * WINDOW : (number + 1) * WINDOW]

    def id_at(self, row: int) -> int | None:
        """The id shown in ``row``."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, record: int) -> int:
        """Where ``record`` stands; -1 when it does not."""
        try:
            return self._ids.index(record)
        except ValueError:
            return -1

    def cells(self, row: int) -> tuple[Any, ...] | None:
        """The values of a row, or ``None`` while they are on their way."""
        return self._windows.row(row)

    def look(self, row: int, column: int) -> tuple[str, str]:
        """A cell as it is read, and the tone of its badge (``""``: plain text). Nothing while it is on its way."""
        looks = self._looks.setdefault(row // WINDOW, {})
        look = looks.get((row, column))
        if look is None:
            cells = self.cells(row)
            if cells is None:
                return "", ""
            shown, value = self.source.columns[column], cells[column]
            look = looks[row, column] = (self.source.text(shown, value), self.source.tone(shown, value))
        return look

    def cell_text(self, row: int, column: int) -> str:
        """A cell as it is read, ``""`` while it is on its way."""
        return self.look(row, column)[0]

    def known_text(self, row: int, column: int) -> str:
        """As :meth:`cell_text`, but asks for nothing that is not there."""
        return self.cell_text(row, column) if self._windows.has(row) else ""

    # ---- what is shown

    def set_chip(self, chip: str | None) -> None:
        """Show the rows of a saved filter."""
        self._ask(Query(chip, self.query.search, self.query.sort))

    def set_search(self, text: str) -> None:
        """Show what matches ``text``; the chips count within it."""
        if text != self.query.search:
            self._ask(Query(self.query.chip, text, self.query.sort))
            self.count()

    def set_sort(self, sort: Sort | None) -> None:
        """Order by a column; ``None`` is the chip's or the list's own order."""
        self._ask(Query(self.query.chip, self.query.search, sort))

    @Slot()
    def reload(self) -> None:
        """Read everything anew, counts too."""
        self._ask(self.query, again=True)
        self.count()

    @Slot()
    def refresh(self) -> None:
        """Look again after a change: rows stay in sight until the new ones are there."""
        if not self.is_loaded:
            self.reload()
            return
        self._start(_read_all, self.query, None, self._windows.newest(), on_done=self._refreshed)
        self.count()

    def count(self) -> None:
        """Ask for the chips' counts; rows that are on their way come first."""
        self._count_due = self._query_task is not None
        if not self._count_due:
            self._counts.ask(self.query.search)

    @Slot()
    def repaint_texts(self) -> None:
        """Word every cell anew: a minute went by, or the language changed. Only rows that are here can be in sight."""
        self._looks.clear()
        for first, count in self._windows.spans():
            self._arrived(first, count)

    # ---- queries

    def _ask(self, query: Query, *, again: bool = False) -> None:
        if query == self.query and self.is_loaded and not again:
            return
        self.is_new_question = (query.chip, query.search) != (self.query.chip, self.query.search)
        self.query = query
        self.is_complete = False
        if self._context.shop is None:
            self._replace(array("q"), {}, {})
            return
        self._start(_read_all, query, WINDOW, [0], on_done=self._first_page)

    def _start(self, fn: Any, query: Query, limit: int | None, windows: list[int], on_done: Any) -> None:
        if self._query_task is not None:
            self._query_task.cancel()
        if self._context.shop is not None:
            came, asked = partial(self._came, on_done), (query, limit, windows, self.watched())
            after_ms = 0 if windows else AFTER_PAINT_MS
            self._query_task = self._context.tasks.run_io(
                "rows", fn, self.source, *asked, on_done=came, after_ms=after_ms
            )

    def _came(self, then: Any, result: Result) -> None:
        query, *found = result
        if query == self.query:
            self._query_task = None
            then(*found)

    def _first_page(self, ids: array[int], rows: dict[int, Rows], found: dict[int, int]) -> None:
        self._replace(ids, rows, found)
        if self._count_due:
            self.count()
        if len(ids) < WINDOW:
            self._complete()
        else:
            self._start(_read_all, self.query, None, [], on_done=self._all_ids)

    def _all_ids(self, ids: array[int], _rows: dict[int, Rows], found: dict[int, int]) -> None:
        known = len(self._ids)
        if ids[:known] != self._ids:
            self._replace(ids, {}, found)
        elif len(ids) > known:
            self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
            self._ids, self.found = ids, found
            self.endInsertRows()
        self._complete()

    def _refreshed(self, ids: array[int], rows: dict[int, Rows], found: dict[int, int]) -> None:
        if len(ids) != len(self._ids) or ids.tobytes() != self._ids.tobytes():  # not one by one: there may be a million
            self._replace(ids, rows, found)
        else:
            self._windows.replace(rows)
            self.repaint_texts()
            self.loaded.emit()
        if self._count_due:
            self.count()
        self._complete()

    def _complete(self) -> None:
        self.is_complete = True
        self.completed.emit()

    def _replace(self, ids: array[int], rows: dict[int, Rows], found: dict[int, int]) -> None:
        self.beginResetModel()
        self._windows.replace(rows)
        self._looks.clear()
        self._ids, self.found = ids, found
        self.is_loaded = True
        self.endResetModel()
        self.loaded.emit()

    @Slot(int, int)
    def _arrived(self, first: int, count: int) -> None:
        last = min(first + count, len(self._ids)) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    @Slot(int, int)
    def _forget_looks(self, first: int, _count: int) -> None:
        self._looks.pop(first // WINDOW, None)

    @Slot(object)
    def _on_change(self, change: Any) -> None:
        if not change.ids or self.source.kind in change.ids:
            self._reload_soon.start()


def is_right(column: Any) -> bool:
    """Whether a column stands to the right, as numbers do."""
    return str(column.kind) in _RIGHT_KINDS


def _header(column: Any, role: int) -> str | None:
    if role in {_DISPLAY, _ACCESSIBLE}:
        return tr(column.header)
    return tr(column.tooltip) if role == _TOOLTIP and column.tooltip else None


def find_rows(ids: array[int], records: Iterable[int]) -> dict[int, int]:
    """Where each of ``records`` stands in ``ids``, -1 when it does not: one pass, a tenth of a second for a million."""
    rows = dict.fromkeys(records, -1)
    if rows:
        for row in list(compress(range(len(ids)), map(rows.__contains__, ids))):
            rows[ids[row]] = row
    return rows


def _read_all(
    session: Any, source: RowSource, query: Query, limit: int | None, windows: list[int], watched: Sequence[int]
) -> Result:
    ids = source.ids(session, query, limit)
    slices = {number: ids[number * WINDOW : (number + 1) * WINDOW] for number in windows}
    rows = {number: source.window(session, part) for number, part in slices.items() if part}
    return query, ids, rows, find_rows(ids, watched)
