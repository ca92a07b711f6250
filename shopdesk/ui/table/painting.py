"""How rows look: text, badge, selection, the line below, the focused row. Draws with tokens; knows no feature.

A row is drawn whole, straight from the model. Qt's own way, a delegate asked cell by cell through options, indexes and
roles, costs three times what the drawing does, and a screen holds hundreds of cells.
"""

from __future__ import annotations

import html

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Slot,
)
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from shopdesk.ui.badge import badge_size, paint_badge
from shopdesk.ui.table.model import ListModel, is_right
from shopdesk.ui.theme import Theme

PAD_X = 12
_FOCUS_PX = 3
_BADGE_LEFT, _BADGE_RIGHT = 2, 8  # how far a badge may reach into the padding

Span = tuple[
    int, int, int, bool
]  # a column: its number in the source, left edge, width, whether it stands to the right


class RowPainter(QObject):
    """Draws the rows of a :class:`~shopdesk.ui.table.view.TableView`."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._mix_colours()
        theme.changed.connect(self._mix_colours)

    @Slot()
    def _mix_colours(self) -> None:
        tokens = self._theme.tokens
        self._panel, self._selection = QColor(tokens.panel), QColor(tokens.selection)
        self._text, self._line, self._accent = QColor(tokens.text), QColor(tokens.line), QColor(tokens.accent)

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Draw what lies in ``area`` of the viewport."""
        view, header, model = self._view, self._view.horizontalHeader(), self._view.model()
        assert isinstance(model, ListModel)
        first, last = view.rowAt(area.top()), view.rowAt(area.bottom())
        if first < 0:
            return
        spans, focused = self._spans(area, model), view.currentIndex().row() if view.hasFocus() else -1
        for row in range(first, (last if last >= 0 else model.rowCount() - 1) + 1):
            rect = QRect(-header.offset(), view.rowViewportPosition(row), header.length(), view.rowHeight(row))
            is_selected = view.selectionModel().isSelected(model.index(row, 0))
            painter.fillRect(rect, self._selection if is_selected else self._panel)
            self._paint_edges(painter, rect, is_focused=row == focused)
            if model.cells(row) is not None:  # else they are on their way
                self._paint_cells(painter, rect, model, row, spans)

    def _spans(self, area: QRect, model: ListModel) -> list[Span]:
        """The columns in ``area``."""
        header, spans = self._view.horizontalHeader(), []
        for number, column in enumerate(model.source.columns):
            left, width = header.sectionViewportPosition(number), header.sectionSize(number)  # hidden: no width
            if width and left <= area.right() and left + width > area.left():
                spans.append((number, left, width, is_right(column)))
        return spans

    def _paint_edges(self, painter: QPainter, rect: QRect, *, is_focused: bool) -> None:
        painter.setPen(self._accent if is_focused else self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_focused:
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.fillRect(rect.left(), rect.top(), _FOCUS_PX, rect.height(), self._accent)

    def _paint_cells(self, painter: QPainter, rect: QRect, model: ListModel, row: int, spans: list[Span]) -> None:
        metrics = painter.fontMetrics()
        baseline = rect.top() + (rect.height() - metrics.height() + 1) // 2 + metrics.ascent()
        painter.setPen(self._text)
        for number, left, width, stands_right in spans:
            (text, tone), room = model.look(row, number), width - 2 * PAD_X
            if not text:
                continue
            if tone:
                area = QRect(left + PAD_X, rect.top(), room, rect.height()).adjusted(-_BADGE_LEFT, 0, _BADGE_RIGHT, 0)
                paint_badge(painter, area, text, tone, self._theme.tokens)
                continue
            wide = metrics.horizontalAdvance(text)
            if wide > room:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                wide = metrics.horizontalAdvance(text)
            painter.drawText(left + PAD_X + (room - wide if stands_right else 0), baseline, text)


class CellTips(QStyledItemDelegate):
    """Tells a cell's whole text when there is no room for it."""

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        room = view.visualRect(_plain(index)).width() - 2 * PAD_X
        wide = view.fontMetrics().horizontalAdvance(text)
        if isinstance(model := index.model(), ListModel) and model.look(index.row(), index.column())[1]:
            room += _BADGE_LEFT + _BADGE_RIGHT
            wide = badge_size(text, view.fontMetrics()).width()
        if text and wide > room:
            # Foreign text: shown as it is, never read as markup.
            QToolTip.showText(event.globalPos(), f"<span>{html.escape(text)}</span>", view)
        else:
            QToolTip.hideText()
        return True


def _plain(index: QModelIndex | QPersistentModelIndex) -> QModelIndex:
    model: QAbstractItemModel | None = index.model()
    return model.index(index.row(), index.column()) if model is not None else QModelIndex()
