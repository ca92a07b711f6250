"""The table widget.

Selection kept by id, sorting handed to the model, columns chosen and remembered, copying as TSV.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QStyleOptionHeader, QTableView, QWidget

from shopdesk.base.i18n import tr
from shopdesk.ui.context import Context
from shopdesk.ui.table.columns import ColumnLayout
from shopdesk.ui.table.delegate import CellDelegate
from shopdesk.ui.table.model import ListModel
from shopdesk.ui.table.source import sort_in_force
from shopdesk.ui.table.tsv import copy_rows
from shopdesk.ui.theme import ROW_PX

_ROWS = QItemSelectionModel.SelectionFlag.Rows
_REPLACE = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
_MAX_KEPT = 5_000
_NOTHING: tuple[int | None, list[int], bool] = (None, [], False)  # current record, selected ones, or all
_MAX_COPIED = 100_000


class TableView(QTableView):
    """Rows of a :class:`ListModel`. ``name`` is the key under which this machine remembers its columns."""

    opened = Signal(int)  # Enter or double click: the record's id
    previewed = Signal(int)  # Space
    archived = Signal(list)  # Del: the selected ids
    current_changed = Signal(object)  # id | None
    selection_changed = Signal(int)  # how many rows are selected

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._all = False
        self._kept = _NOTHING
        self._restoring = False
        self.setItemDelegate(CellDelegate(context.theme, self))
        self.setObjectName(f"table.{name}")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._prepare_headers(context, name)
        self.doubleClicked.connect(self._open_index)
        context.theme.changed.connect(self.viewport().update)
        self.set_density(context.machine.preference("density"))

    def _prepare_headers(self, context: Context, name: str) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = _Header(Qt.Orientation.Horizontal, self)
        self.setHorizontalHeader(header)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(48)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sortIndicatorChanged.connect(self._sort)
        self._columns = ColumnLayout(self, context.machine, f"columns.{name}")

    # ---- model

    def list_model(self) -> ListModel:
        """The model, typed."""
        model = self.model()
        assert isinstance(model, ListModel)
        return model

    def set_list(self, model: ListModel) -> None:
        """Show a model: its columns in their order and widths as last time."""
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.modelReset.connect(self._columns.fit)
        model.completed.connect(self._restore_rest)
        self.selectionModel().selectionChanged.connect(self._selection_moved)
        self.selectionModel().currentRowChanged.connect(self._current_moved)
        # The header asks its selection model, for each column at each paint, whether every row is selected: seconds
        # when a million rows are. It gets a model in which nothing ever is.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self.horizontalHeader()))
        self._columns.lay_out(model.source)

    def set_density(self, density: str) -> None:
        """``"comfortable"`` (42 px rows) or ``"compact"`` (30 px)."""
        height = max(ROW_PX.get(density, ROW_PX["comfortable"]), self.fontMetrics().height() + 8)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        least = 40 if density == "comfortable" else 32
        self.horizontalHeader().setFixedHeight(max(least, self.fontMetrics().height() + 12))

    # ---- selection, by id

    def current_id(self) -> int | None:
        """The record under the cursor."""
        return self.list_model().id_at(self.currentIndex().row())

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(part.height() for part in self._ranges())

    def selected_ids(self) -> array[int]:
        """The selected records, in the order shown. Reads ranges, so a million rows cost nothing."""
        ids = self.list_model().ids()
        chosen: array[int] = array("q")
        for part in self._ranges():
            chosen.extend(ids[part.top() : part.bottom() + 1])
        return chosen

    def _ranges(self) -> list[QItemSelectionRange]:
        """The selected ranges, top to bottom."""
        chosen = self.selectionModel().selection() if self.selectionModel() else QItemSelection()
        return sorted((chosen.at(place) for place in range(chosen.count())), key=lambda part: part.top())

    def select_ids(self, records: Iterable[int], *, scroll: bool = True) -> None:
        """Select records; those not in the list are left out. The first becomes the current one."""
        wanted = list(records)
        if len(wanted) == 1:
            rows = [self.list_model().row_of(wanted[0])]
        else:
            among = set(wanted)
            rows = [row for row, record in enumerate(self.list_model().ids()) if record in among]
        self._select_rows([row for row in rows if row >= 0], scroll=scroll)

    @Slot()
    def select_all_matching(self) -> None:
        """Select everything the chip and the search match, also what is still being read."""
        model = self.list_model()
        if model.rowCount():
            whole = QItemSelection(model.index(0, 0), model.index(model.rowCount() - 1, model.columnCount() - 1))
            self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._all = True

    def selectAll(self) -> None:
        self.select_all_matching()

    def _select_rows(self, rows: list[int], *, scroll: bool) -> None:
        model, selection = self.list_model(), QItemSelection()
        last = model.columnCount() - 1
        for row in rows:
            selection.select(model.index(row, 0), model.index(row, last))
        if rows:
            no_update = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(model.index(rows[0], 0), no_update)
            if scroll:
                self.scrollTo(model.index(rows[0], 0))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @Slot()
    def _keep(self) -> None:
        model = self.list_model()
        self._columns.show_sort(sort_in_force(model.source, model.query))
        if model.is_new_question:
            self._kept = _NOTHING
            return
        count = self.selected_count()
        chosen = list(self.selected_ids()) if 0 < count <= _MAX_KEPT else []
        self._kept = (self.current_id(), chosen, self._all)

    @Slot()
    def _restore(self) -> None:
        """The rows are new: find the kept ones among them, again when the ids beyond the first page are there."""
        current, chosen, everything = self._kept
        self._restoring = True
        if everything:
            self.select_all_matching()
        elif chosen:
            self.select_ids(chosen, scroll=False)
        if current is not None and not everything and (row := self.list_model().row_of(current)) >= 0:
            index = self.list_model().index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        if self.list_model().is_new_question:
            self._begin_at_the_top()
        self._restoring = False
        self.selection_changed.emit(self.selected_count())
        self._current_moved()

    def _begin_at_the_top(self) -> None:
        """Another chip or search: its first row is what comes first."""
        self.list_model().is_new_question = False
        self.scrollToTop()
        if self.list_model().rowCount():
            self.selectRow(0)

    @Slot()
    def _restore_rest(self) -> None:
        if self._kept != _NOTHING:
            self._restore()
            self._kept = _NOTHING

    @Slot()
    def _selection_moved(self) -> None:
        count = self.selected_count()
        self._all = self._all and count == self.list_model().rowCount()
        if self._restoring:
            return  # told once, when cursor and selection are both where they were
        if count:
            self._kept = _NOTHING  # the owner chose something else meanwhile
        self.selection_changed.emit(count)

    @Slot()
    def _current_moved(self) -> None:
        if not self._restoring:
            self.current_changed.emit(self.current_id())
        self.viewport().update()

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, current = event.key(), self.current_id()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all_matching()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and current is not None and not event.modifiers():
            self.opened.emit(current)
        elif key == Qt.Key.Key_Space and current is not None and not event.modifiers():
            self.previewed.emit(current)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.selected_count():
            self.archived.emit(list(self.selected_ids()))
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        record = self.list_model().id_at(index.row())
        if record is not None:
            self.opened.emit(record)

    # ---- copy

    @Slot()
    def copy(self) -> None:
        """Put the selected rows onto the clipboard as tab-separated text, headers first, columns as shown."""
        ids = self.selected_ids()[:_MAX_COPIED]
        if ids and self._context.shop is not None:
            copy_rows(self._context, self.list_model().source, ids, self._columns.shown())

    # ---- columns

    def column_menu(self) -> QMenu:
        """Which columns are shown, and by which to sort: for the header's menu and the keyboard."""
        return self._columns.menu()

    @Slot()
    def choose_columns(self) -> None:
        """Open the column menu at the header."""
        header = self.horizontalHeader()
        self.column_menu().popup(header.mapToGlobal(QPoint(0, header.height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fit()

    @Slot(int, Qt.SortOrder)
    def _sort(self, number: int, order: Qt.SortOrder) -> None:
        columns = self.list_model().source.columns
        if 0 <= number < len(columns) and columns[number].sortable:
            self.list_model().set_sort((columns[number].key, order is Qt.SortOrder.DescendingOrder))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        _menu(self).popup(event.globalPos())


def _menu(view: TableView) -> QMenu:
    """What can be done with the rows, and copying them."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions(view.actions())
    copy = menu.addAction(tr("Copy"))
    copy.setShortcut(QKeySequence.StandardKey.Copy)
    copy.triggered.connect(view.copy)
    return menu


class _Header(QHeaderView):
    """▲ is rising, ▼ is falling, as owners read it; Qt draws them the other way round."""

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        up, down = QStyleOptionHeader.SortIndicator.SortUp, QStyleOptionHeader.SortIndicator.SortDown
        option.sortIndicator = {up: down, down: up}.get(option.sortIndicator, option.sortIndicator)
