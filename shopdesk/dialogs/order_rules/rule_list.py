"""The rules in the sequence they run, moved by drag, by Alt+Up and Alt+Down, or by two buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from shopdesk.base.i18n import tr
from shopdesk.services.order_rules import KeptRule

_ID = Qt.ItemDataRole.UserRole


class RuleList(QListWidget):
    """``chosen(rule id)`` follows the cursor; ``arranged([ids])`` after a move."""

    chosen = Signal(object)
    arranged = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rule_list")
        self.setAccessibleName(tr("Rules, in the sequence they run"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._current_changed)
        self.model().rowsMoved.connect(self._moved)

    def show_rules(self, rules: Sequence[KeptRule], current: int | None) -> None:
        """Show the rules; the cursor goes to ``current``, or stays with none."""
        self.blockSignals(True)
        self.clear()
        for kept in rules:
            state = tr("on") if kept.is_on else tr("off")
            item = QListWidgetItem(f"{kept.position}. {kept.rule.name}  ({state})", self)
            item.setData(_ID, kept.id)
            item.setToolTip(kept.rule.name)
            item.setSizeHint(QSize(0, max(36, self.fontMetrics().height() + 16)))
            if kept.id == current:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def current_id(self) -> int | None:
        """The rule under the cursor."""
        item = self.currentItem()
        return None if item is None else int(item.data(_ID))

    def shift(self, step: int) -> None:
        """Move the rule under the cursor up (-1) or down (1)."""
        row = self.currentRow()
        if row >= 0 and 0 <= row + step < self.count():
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            self.setCurrentItem(item)
            self._moved()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.shift(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _current_changed(self) -> None:
        self.chosen.emit(self.current_id())

    def _moved(self) -> None:
        self.arranged.emit([int(self.item(row).data(_ID)) for row in range(self.count())])
