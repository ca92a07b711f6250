"""How a cell looks: text, badge, selection, the line below, the focused row. Draws with tokens; knows no feature."""

from __future__ import annotations

import html

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Slot
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from shopdesk.ui.badge import paint_badge
from shopdesk.ui.table.model import ListModel
from shopdesk.ui.theme import Theme

PAD_X = 12
_FOCUS_PX = 3


class CellDelegate(QStyledItemDelegate):
    """Paints every cell of a :class:`~shopdesk.ui.table.view.TableView`."""

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

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        # A screen holds hundreds of cells: the model is asked straight, not through three roles of Qt.
        model, rect = index.model(), option.rect
        assert isinstance(model, ListModel)
        row, column = index.row(), index.column()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, self._selection if selected else self._panel)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self._view.currentIndex().row() == row and self._view.hasFocus():
            self._paint_focus(painter, rect, first=rect.left() <= 0)
        text = model.cell_text(row, column)
        if not text:
            return
        painter.setFont(option.font)
        area = rect.adjusted(PAD_X, 0, -PAD_X, 0)
        tone = model.cell_tone(row, column)
        if tone:
            paint_badge(painter, area.adjusted(-2, 0, 8, 0), text, tone, self._theme.tokens)
            return
        painter.setPen(self._text)
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, model.alignment(column), shown)

    def _paint_focus(self, painter: QPainter, rect: QRect, *, first: bool) -> None:
        painter.setPen(self._accent)
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if first:
            painter.fillRect(rect.left(), rect.top(), _FOCUS_PX, rect.height(), self._accent)

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
        if text and view.fontMetrics().horizontalAdvance(text) > room:
            # Foreign text: shown as it is, never read as markup.
            QToolTip.showText(event.globalPos(), f"<span>{html.escape(text)}</span>", view)
        else:
            QToolTip.hideText()
        return True


def _plain(index: QModelIndex | QPersistentModelIndex) -> QModelIndex:
    model: QAbstractItemModel | None = index.model()
    return model.index(index.row(), index.column()) if model is not None else QModelIndex()
