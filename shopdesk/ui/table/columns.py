"""The columns of a table view: which are shown, how wide, in which order.

Remembered on this machine, fitted to the room until then.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from shopdesk.base.i18n import tr
from shopdesk.ui.context import Machine
from shopdesk.ui.table.model import ListModel
from shopdesk.ui.table.source import RowSource, Sort

_MIN_TEXT_PX = 84
_MIN_NAME_PX = 140  # the first text column names the row
_DEFAULT_PX = 120
_PAD_PX = 13
_FLEXIBLE = frozenset({"text", "word"})


class ColumnLayout(QObject):
    """``key``: under which name the machine remembers it."""

    def __init__(self, view: QTableView, machine: Machine, key: str) -> None:
        super().__init__(view)
        self._view = view
        self._machine = machine
        self._key = key
        self._source: RowSource | None = None
        self._busy = False
        header = view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._menu_at)
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._changed)

    def lay_out(self, source: RowSource) -> None:
        """Columns in their order and widths as last time, or as declared."""
        self._source = source
        header, kept = self._view.horizontalHeader(), self._kept()
        keys = [column.key for column in source.columns]
        self._busy = True
        for number, column in enumerate(source.columns):
            entry = kept.get(column.key, {})
            header.resizeSection(number, int(entry.get("width") or self._declared(column)))
            self._view.setColumnHidden(number, bool(entry.get("hidden", getattr(column, "hidden", False))))
        for key in sorted((key for key in kept if key in keys), key=lambda key: int(kept[key].get("place", 0))):
            header.moveSection(header.visualIndex(keys.index(key)), min(int(kept[key].get("place", 0)), len(keys) - 1))
        self._busy = False
        self.show_sort(source.default_sort)
        self.fit()

    def show_sort(self, sort: Sort | None) -> None:
        """Let the header say by which column the rows are in order; changes nothing else."""
        keys = [column.key for column in self._source.columns] if self._source is not None else []
        if sort is not None and sort[0] in keys:
            header = self._view.horizontalHeader()
            header.blockSignals(True)
            order = Qt.SortOrder.DescendingOrder if sort[1] else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(keys.index(sort[0]), order)
            header.blockSignals(False)
            header.viewport().update()

    def fit(self) -> None:
        """While the owner has set nothing: narrow the text columns so that all columns are in sight."""
        if self._source is None or self._kept() or self._busy:
            return
        shown = self.shown()
        widths = {number: self._wanted(number) for number in shown}
        text = [number for number in shown if str(self._source.columns[number].kind) in _FLEXIBLE]
        for group, least in ((text[1:], _MIN_TEXT_PX), (text[:1], _MIN_NAME_PX)):
            missing = sum(widths.values()) - self._view.viewport().width()
            spare = {number: max(0, widths[number] - least) for number in group}
            share = min(1.0, missing / (sum(spare.values()) or 1))
            for number in group if share > 0 else ():
                widths[number] -= ceil(spare[number] * share)
        self._busy = True
        for number, width in widths.items():
            self._view.horizontalHeader().resizeSection(number, width)
        self._busy = False

    def shown(self) -> list[int]:
        """The columns in sight, from left to right, as numbers in the source."""
        header = self._view.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [number for number in order if not self._view.isColumnHidden(number)]

    def menu(self) -> QMenu:
        """Which columns are shown, and by which to sort."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sort = menu.addMenu(tr("Sort by"))
        menu.addSeparator()
        for number, column in enumerate(self._source.columns if self._source is not None else ()):
            entry = menu.addAction(tr(column.header))
            entry.setCheckable(True)
            entry.setChecked(not self._view.isColumnHidden(number))
            entry.setData(number)
            entry.toggled.connect(self._toggle)
            if column.sortable:
                by = sort.addAction(tr(column.header))
                by.setData(number)
                by.triggered.connect(self._sort_by)
        menu.addSeparator()
        menu.addAction(tr("Columns as at first")).triggered.connect(self._reset)
        return menu

    def _wanted(self, number: int) -> int:
        """As declared; dates, money and badges at least as wide as the rows in sight need."""
        assert self._source is not None
        column = self._source.columns[number]
        wide = self._declared(column)
        if str(column.kind) in _FLEXIBLE:
            return wide
        model, metrics = self._view.model(), self._view.fontMetrics()
        assert isinstance(model, ListModel)
        in_sight = self._view.viewport().height() // (self._view.verticalHeader().defaultSectionSize() or 1) + 1
        texts = (model.known_text(row, number) for row in range(min(model.rowCount(), in_sight)))
        return max(wide, max((metrics.horizontalAdvance(text) for text in texts if text), default=0) + 2 * _PAD_PX)

    def _declared(self, column: Any) -> int:
        scale = self._view.fontMetrics().height() / 18
        return round((column.width or _DEFAULT_PX) * max(1.0, scale))

    def _kept(self) -> dict[str, Any]:
        return dict(self._machine.state(self._key) or {})

    @Slot(int, int, int)
    def _resized(self, number: int, _old_px: int, _new_px: int) -> None:
        if number != next(iter(self.shown()[-1:]), -1):  # the last one only takes what is left
            self._changed()

    @Slot()
    def _changed(self) -> None:
        if self._busy or self._source is None:
            return
        header = self._view.horizontalHeader()
        kept = {
            column.key: {
                "width": header.sectionSize(number) or self._declared(column),
                "hidden": self._view.isColumnHidden(number),
                "place": header.visualIndex(number),
            }
            for number, column in enumerate(self._source.columns)
        }
        self._machine.set_state(self._key, kept)

    @Slot(QPoint)
    def _menu_at(self, place: QPoint) -> None:
        self.menu().popup(self._view.horizontalHeader().mapToGlobal(place))

    @Slot(bool)
    def _toggle(self, shown: bool) -> None:
        number = self._chosen()
        if shown or len(self.shown()) > 1:
            self._view.setColumnHidden(number, not shown)
            self._changed()

    @Slot()
    def _sort_by(self) -> None:
        number, header = self._chosen(), self._view.horizontalHeader()
        falling = header.sortIndicatorSection() == number and header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        header.setSortIndicator(number, Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder)

    def _chosen(self) -> int:
        entry = self.sender()
        return int(entry.data()) if isinstance(entry, QAction) else 0

    @Slot()
    def _reset(self) -> None:
        self._machine.set_state(self._key, None)
        if self._source is not None:
            self.lay_out(self._source)
