"""The table widget: selection kept by id, sorting handed to the model, columns chosen and remembered, copying as TSV."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from shopdesk.base.i18n import tr, trn
from shopdesk.ui.context import Context
from shopdesk.ui.table.delegate import CellDelegate
from shopdesk.ui.table.model import WINDOW, ListModel
from shopdesk.ui.table.source import RowSource
from shopdesk.ui.theme import ROW_PX

_ROWS = QItemSelectionModel.SelectionFlag.Rows
_REPLACE = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
_MAX_KEPT = 5_000
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
        self._name = name
        self._all = False
        self._kept: tuple[int | None, list[int], bool] = (None, [], False)
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
        self._prepare_headers()
        self.doubleClicked.connect(self._open_index)
        context.theme.changed.connect(self.viewport().update)
        self.set_density(context.machine.preference("density"))

    def _prepare_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(48)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(self._remember)
        header.sectionMoved.connect(self._remember)

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
        model.completed.connect(self._restore_rest)
        self.selectionModel().selectionChanged.connect(self._selection_moved)
        self.selectionModel().currentRowChanged.connect(self._current_moved)
        self._lay_out_columns(model.source)

    def set_density(self, density: str) -> None:
        """``"comfortable"`` (42 px rows) or ``"compact"`` (30 px)."""
        height = max(ROW_PX.get(density, ROW_PX["comfortable"]), self.fontMetrics().height() + 8)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.horizontalHeader().setFixedHeight(max(40 if density == "comfortable" else 32, self.fontMetrics().height() + 12))

    # ---- selection, by id

    def current_id(self) -> int | None:
        """The record under the cursor."""
        return self.list_model().id_at(self.currentIndex().row())

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(part.height() for part in self.selectionModel().selection()) if self.selectionModel() else 0

    def selected_ids(self) -> array[int]:
        """The selected records, in the order shown. Reads ranges, so a million rows cost nothing."""
        ids = self.list_model().ids()
        chosen: array[int] = array("q")
        for part in sorted(self.selectionModel().selection(), key=lambda part: part.top()):
            chosen.extend(ids[part.top() : part.bottom() + 1])
        return chosen

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
        count = self.selected_count()
        chosen = list(self.selected_ids()) if 0 < count <= _MAX_KEPT else []
        self._kept = (self.current_id(), chosen, self._all)

    @Slot()
    def _restore(self) -> None:
        current, chosen, everything = self._kept
        if everything:
            self.select_all_matching()
        elif chosen:
            self.select_ids(chosen, scroll=False)
        if current is not None and not everything and (row := self.list_model().row_of(current)) >= 0:
            index = self.list_model().index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        self._current_moved(self.currentIndex(), QModelIndex())

    @Slot()
    def _restore_rest(self) -> None:
        """Ids beyond the first page are there now: find the kept rows among them."""
        current, chosen, everything = self._kept
        if everything and self._all:
            self.select_all_matching()
        elif chosen and not self.selected_count():
            self.select_ids(chosen, scroll=False)
        self._kept = (current, [], False)

    @Slot()
    def _selection_moved(self) -> None:
        count = self.selected_count()
        self._all = self._all and count == self.list_model().rowCount()
        self.selection_changed.emit(count)

    @Slot(QModelIndex, QModelIndex)
    def _current_moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
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
            columns = [column for column in self._shown_columns() if not self.isColumnHidden(column)]
            source = self.list_model().source
            self._context.tasks.run_io(tr("Copy"), _as_tsv, source, ids, columns, on_done=self._copied)

    def _copied(self, result: tuple[str, int]) -> None:
        text, count = result
        QGuiApplication.clipboard().setText(text)
        self._context.toasts.show(trn("{n} row copied.", "{n} rows copied.", count))

    # ---- columns

    def _shown_columns(self) -> list[int]:
        header = self.horizontalHeader()
        return [header.logicalIndex(place) for place in range(header.count())]

    def _lay_out_columns(self, source: RowSource) -> None:
        header, kept = self.horizontalHeader(), self._context.machine.state(f"columns.{self._name}", {})
        header.blockSignals(True)
        for number, column in enumerate(source.columns):
            entry = kept.get(column.key, {})
            header.resizeSection(number, int(entry.get("width", column.width or 120)))
            self.setColumnHidden(number, bool(entry.get("hidden", getattr(column, "hidden", False))))
        keys = [column.key for column in source.columns]
        for key in sorted((key for key in kept if key in keys), key=lambda key: kept[key].get("place", 0)):
            header.moveSection(header.visualIndex(keys.index(key)), kept[key].get("place", keys.index(key)))
        if source.default_sort is not None and source.default_sort[0] in keys:
            order = Qt.SortOrder.DescendingOrder if source.default_sort[1] else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(keys.index(source.default_sort[0]), order)
        header.blockSignals(False)

    @Slot()
    def _remember(self) -> None:
        header = self.horizontalHeader()
        kept = {
            column.key: {
                "width": header.sectionSize(number) or column.width or 120,
                "hidden": self.isColumnHidden(number),
                "place": header.visualIndex(number),
            }
            for number, column in enumerate(self.list_model().source.columns)
        }
        self._context.machine.set_state(f"columns.{self._name}", kept)

    def column_menu(self) -> QMenu:
        """Which columns are shown, and by which to sort: for the header's menu and the keyboard."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sort = menu.addMenu(tr("Sort by"))
        menu.addSeparator()
        for number, column in enumerate(self.list_model().source.columns):
            entry = menu.addAction(tr(column.header))
            entry.setCheckable(True)
            entry.setChecked(not self.isColumnHidden(number))
            entry.setData(number)
            entry.toggled.connect(self._toggle_column)
            if column.sortable:
                by = sort.addAction(tr(column.header))
                by.setData(number)
                by.triggered.connect(self._sort_by)
        return menu

    @Slot()
    def choose_columns(self) -> None:
        """Open the column menu at the header."""
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(QPoint(0, self.horizontalHeader().height())))

    @Slot(QPoint)
    def _header_menu(self, place: QPoint) -> None:
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(place))

    @Slot(bool)
    def _toggle_column(self, shown: bool) -> None:
        number = self.sender().data()
        others = sum(not self.isColumnHidden(n) for n in range(self.list_model().columnCount()) if n != number)
        if shown or others:
            self.setColumnHidden(number, not shown)
            self._remember()

    @Slot()
    def _sort_by(self) -> None:
        number, header = self.sender().data(), self.horizontalHeader()
        same = header.sortIndicatorSection() == number
        falling = same and header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        header.setSortIndicator(number, Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder)

    @Slot(int, Qt.SortOrder)
    def _sort(self, number: int, order: Qt.SortOrder) -> None:
        columns = self.list_model().source.columns
        if 0 <= number < len(columns) and columns[number].sortable:
            self.list_model().set_sort((columns[number].key, order is Qt.SortOrder.DescendingOrder))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        copy = menu.addAction(tr("Copy"))
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.triggered.connect(self.copy)
        menu.popup(event.globalPos())


def _as_tsv(session: Any, source: RowSource, ids: array[int], columns: list[int]) -> tuple[str, int]:
    lines = ["\t".join(tr(source.columns[number].header) for number in columns)]
    for start in range(0, len(ids), WINDOW):
        for cells in source.window(session, ids[start : start + WINDOW]):
            texts = (source.text(source.columns[number], cells[number]) for number in columns)
            lines.append("\t".join(text.replace("\t", " ").replace("\n", " ") for text in texts))
    return "\n".join(lines) + "\n", len(ids)
