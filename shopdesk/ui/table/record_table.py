"""A table whose cursor and selection are records, not rows: both are kept by id while the rows are replaced.

When an action took the rows away, the row that took their place becomes the current one, so that work goes on with the
keyboard.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from shopdesk.ui.table.model import ListModel, find_rows

_MAX_KEPT = 5_000
_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate


@dataclass(frozen=True, slots=True)
class _Kept:
    """``row``: where the cursor will stand when its record is gone, and all that is selected with it."""

    record: int | None
    row: int
    chosen: Sequence[int]
    has_selection: bool
    everything: bool


class RecordTable(QTableView):
    """Rows of a :class:`ListModel`, chosen whole. While a place is looked for again nothing is told; then both are."""

    current_changed = Signal(object)  # id | None
    selection_changed = Signal(int)  # how many rows are selected

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_all_selected = False  # by "select all": also what comes later
        self._kept: _Kept | None = None
        self._is_restoring = False
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def show_records(self, model: ListModel) -> None:
        """Show ``model`` and keep the place over each of its resets."""
        self.setModel(model)
        model.watched = self._watched
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.completed.connect(self._finish)
        self.selectionModel().selectionChanged.connect(self._selection_moved)
        self.selectionModel().currentRowChanged.connect(self._current_moved)

    def list_model(self) -> ListModel:
        """The model, typed."""
        model = self.model()
        assert isinstance(model, ListModel)
        return model

    # ---- chosen

    def current_id(self) -> int | None:
        """The record under the cursor."""
        return self.list_model().id_at(self.currentIndex().row())

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(part.height() for part in self.selected_ranges())

    def selected_ids(self) -> array[int]:
        """The selected records, in the order shown. Reads ranges, so a million rows cost nothing."""
        ids = self.list_model().ids()
        chosen: array[int] = array("q")
        for part in self.selected_ranges():
            chosen.extend(ids[part.top() : part.bottom() + 1])
        return chosen

    def selected_ranges(self) -> list[QItemSelectionRange]:
        """The selected ranges, top to bottom."""
        chosen = self.selectionModel().selection() if self.selectionModel() else QItemSelection()
        return sorted((chosen.at(place) for place in range(chosen.count())), key=lambda part: part.top())

    def select_ids(self, records: Iterable[int], *, scroll: bool = True) -> None:
        """Select records; those not in the list are left out. The first becomes the current one."""
        self._select_rows(rows_of(self.list_model(), records), scroll=scroll)

    @Slot()
    def select_all_matching(self) -> None:
        """Select everything the chip and the search match, also what is still being read."""
        model = self.list_model()
        if model.rowCount():
            whole = QItemSelection(model.index(0, 0), model.index(model.rowCount() - 1, model.columnCount() - 1))
            self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.is_all_selected = True

    def selectAll(self) -> None:
        self.select_all_matching()

    def _select_rows(self, rows: list[int], *, scroll: bool) -> None:
        model, selection = self.list_model(), QItemSelection()
        last = model.columnCount() - 1
        for top, bottom in spans(rows):
            selection.append(QItemSelectionRange(model.index(top, 0), model.index(bottom, last)))
        if rows:
            self.selectionModel().setCurrentIndex(model.index(rows[0], 0), _NO_UPDATE)
            if scroll:
                self.scrollTo(model.index(rows[0], 0))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @Slot()
    def _selection_moved(self) -> None:
        count = self.selected_count()
        self.is_all_selected = self.is_all_selected and count == self.list_model().rowCount()
        if not self._is_restoring:
            if count:
                self._kept = None  # the owner chose something else meanwhile
            self.selection_changed.emit(count)

    @Slot()
    def _current_moved(self) -> None:
        if not self._is_restoring:
            self.current_changed.emit(self.current_id())
        self.viewport().update()

    @Slot()
    def _tell(self) -> None:
        self.selection_changed.emit(self.selected_count())
        self._current_moved()

    # ---- the place, kept

    @Slot()
    def _keep(self) -> None:
        self._kept = None
        if not self.list_model().is_new_question:
            row, ranges = self.currentIndex().row(), self.selected_ranges()
            above = sum(max(0, min(part.bottom() + 1, row) - part.top()) for part in ranges)
            self._kept = _Kept(self.current_id(), row - above, self._chosen(), bool(ranges), self.is_all_selected)

    def _chosen(self) -> Sequence[int]:
        """What is selected, unless it is too much to look for."""
        return self.selected_ids() if self.selected_count() <= _MAX_KEPT else ()

    def _watched(self) -> Sequence[int]:
        """What will be looked for; one record is found without a look through all."""
        chosen = self._kept.chosen if self._kept is not None else self._chosen()
        return chosen if len(chosen) > 1 else ()

    @Slot()
    def _restore(self) -> None:
        """The rows are new. What is not among the first of them may be among the rest."""
        model = self.list_model()
        if self._try(self._begin_at_the_top if model.is_new_question else self._go_back) and model.is_complete:
            self._kept = None

    @Slot()
    def _finish(self) -> None:
        """Every id is known."""
        if self._kept is not None and not self._try(self._go_back):
            self._try(self._take_the_next)
        self._kept = None

    def _try(self, way: Callable[[], bool]) -> bool:
        self._is_restoring = True
        found = way()
        self._is_restoring = False
        if found:
            self._tell()
        return found

    def _begin_at_the_top(self) -> bool:
        """Another chip or search: its first row is what comes first."""
        self.list_model().is_new_question = False
        self.scrollToTop()
        if self.list_model().rowCount():
            self.selectRow(0)
        return True

    def _go_back(self) -> bool:
        """To the records of before; whether any is there."""
        if self._kept is None:
            return True
        model = self.list_model()
        if self._kept.everything:
            self.select_all_matching()
        elif self._kept.chosen:
            self.select_ids(self._kept.chosen, scroll=False)
        row = -1 if self._kept.record is None else model.row_of(self._kept.record)
        if row >= 0:
            self._go_to(row)
        return self.currentIndex().isValid()

    def _take_the_next(self) -> bool:
        """What was here is gone: on with what stands there now."""
        kept, last = self._kept, self.list_model().rowCount() - 1
        if kept is not None and kept.row >= 0 and last >= 0:
            self._go_to(min(kept.row, last))
            if kept.has_selection and not self.selected_count():
                self.selectRow(min(kept.row, last))
        return True

    def _go_to(self, row: int) -> None:
        index = self.list_model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, _NO_UPDATE)
        self.scrollTo(index)


def rows_of(model: ListModel, records: Iterable[int]) -> list[int]:
    """Where ``records`` stand in the list, top to bottom; those that do not are left out."""
    wanted = dict.fromkeys(records, -1)
    if len(wanted) < 2:
        rows = {record: model.row_of(record) for record in wanted}
    elif wanted.keys() <= model.found.keys():
        rows = model.found
    else:
        rows = find_rows(model.ids(), wanted)
    return sorted(row for record in wanted if (row := rows[record]) >= 0)


def spans(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Rows from top to bottom as few spans, first and last row of each."""
    first = last = -2
    for row in rows:
        if row != last + 1:
            if first >= 0:
                yield first, last
            first = row
        last = row
    if first >= 0:
        yield first, last
