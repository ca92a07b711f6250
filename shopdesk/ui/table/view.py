"""The table widget: sorting handed to the model, columns chosen and remembered, copying as TSV. Cursor and selection:
:mod:`shopdesk.ui.table.record_table`.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QStyleOptionHeader, QTableView, QWidget

from shopdesk.base.i18n import tr
from shopdesk.ui.action import ActionRegistry
from shopdesk.ui.context import Context
from shopdesk.ui.table.columns import ColumnLayout
from shopdesk.ui.table.model import ListModel
from shopdesk.ui.table.painting import CellTips, RowPainter
from shopdesk.ui.table.record_table import RecordTable
from shopdesk.ui.table.source import sort_in_force
from shopdesk.ui.table.tsv import copy_rows
from shopdesk.ui.theme import ROW_PX

_MAX_COPIED = 100_000


class TableView(RecordTable):
    """Rows of a :class:`ListModel`. ``name`` is the key under which this machine remembers its columns."""

    opened = Signal(int)  # Enter or double click: the record's id
    previewed = Signal(int)  # Space

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._painter = RowPainter(context.theme, self)
        self.setItemDelegate(CellTips(self))
        self.setObjectName(f"table.{name}")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
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
        header = _Header(self)
        self.setHorizontalHeader(header)
        header.setSortIndicatorShown(True)  # taking a header over hides it
        header.sortIndicatorChanged.connect(self._sort)
        self._columns = ColumnLayout(self, context.machine, f"columns.{name}")

    # ---- model

    def set_list(self, model: ListModel) -> None:
        """Show a model: its columns in their order and widths as last time."""
        self.show_records(model)
        model.modelAboutToBeReset.connect(self._show_sort)
        model.modelReset.connect(self._columns.fit)
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

    @Slot()
    def _show_sort(self) -> None:
        model = self.list_model()
        self._columns.show_sort(sort_in_force(model.source, model.query))

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
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        record = self.list_model().id_at(index.row())
        if record is not None:
            self.opened.emit(record)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.rect())
        painter.end()

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
        row_menu(self, self._context.actions).popup(event.globalPos())


def row_menu(view: TableView, actions: ActionRegistry) -> QMenu:
    """What the view's page can do with the rows, and copying them."""
    menu = QMenu(view)
    menu.setObjectName("menu.rows")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    actions.refresh()
    section: int | None = None
    for action, qaction in actions.around(view):
        if section not in (None, action.section):
            menu.addSeparator()
        section = action.section
        menu.addAction(qaction)
    menu.addSeparator()
    copy = menu.addAction(tr("Copy"))
    copy.setShortcut(QKeySequence.StandardKey.Copy)
    copy.triggered.connect(view.copy)
    return menu


class _Header(QHeaderView):
    """▲ is rising, ▼ is falling, as owners read it; Qt draws them the other way round."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(48)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        up, down = QStyleOptionHeader.SortIndicator.SortUp, QStyleOptionHeader.SortIndicator.SortDown
        option.sortIndicator = {up: down, down: up}.get(option.sortIndicator, option.sortIndicator)
