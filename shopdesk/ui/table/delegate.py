"""How a cell looks: text, badge, selection, the line below, the focused row. Draws with tokens; knows no feature."""

from __future__ import annotations

import html

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from shopdesk.ui.badge import paint_badge
from shopdesk.ui.table.model import TONE_ROLE
from shopdesk.ui.theme import Theme

PAD_X = 12
_FOCUS_PX = 3


class CellDelegate(QStyledItemDelegate):
    """Paints every cell of a :class:`~shopdesk.ui.table.view.TableView`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = self._theme.tokens
        view = option.widget
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, QColor(tokens.selection if selected else tokens.panel))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex().row() == index.row():
            self._paint_focus(painter, option.rect, first=option.rect.left() <= 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        tone = index.data(TONE_ROLE)
        area = option.rect.adjusted(PAD_X, 0, -PAD_X, 0)
        painter.setFont(option.font)
        if tone and text:
            paint_badge(painter, area.adjusted(-2, 0, 8, 0), text, tone, tokens)
        else:
            painter.setPen(QColor(tokens.text))
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)
        painter.restore()

    def _paint_focus(self, painter: QPainter, rect: QRect, *, first: bool) -> None:
        colour = QColor(self._theme.tokens.accent)
        painter.setPen(colour)
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if first:
            painter.fillRect(rect.left(), rect.top(), _FOCUS_PX, rect.height(), colour)

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
