"""Chips: the saved filters of a page with live counts. One is on; arrow keys move between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QSizePolicy, QWidget

from shopdesk.base.i18n import tr
from shopdesk.ui.flow import FlowLayout
from shopdesk.ui.theme import GRID, scaled_font

_PAD_PX = 14


class ChipBar(QWidget):
    """``chosen(key)``. Tab reaches the bar once; ← → walk it; Space or Enter chooses."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: dict[str, str] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._clicked)
        self._row = FlowLayout(self, GRID)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("Saved filters"))

    def set_filters(self, filters: Sequence[Any]) -> None:
        """Offer ``filters`` (each with ``key`` and ``label``); the first is on."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self._buttons.clear()
        for entry in filters:
            self._labels[entry.key] = tr(entry.label)
            self._add(entry.key)
        if filters:
            self.choose(filters[0].key, tell=False)

    def _add(self, key: str) -> None:
        button = QPushButton(self)
        button.setProperty("chip", True)
        _say(button, self._labels[key])
        button.setProperty("key", key)
        button.setObjectName(f"chip.{key}")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(self._labels[key])
        button.installEventFilter(self)
        self._group.addButton(button)
        self._row.addWidget(button)
        self._buttons[key] = button

    @Slot(dict)
    def set_counts(self, counts: dict[str, int]) -> None:
        """Show how much each filter holds."""
        for key, button in self._buttons.items():
            if key in counts:
                _say(button, f"{self._labels[key]} {counts[key]:,}")
                button.setAccessibleName(f"{self._labels[key]}: {counts[key]:,}")

    def current(self) -> str | None:
        """The key of the chip that is on."""
        button = self._group.checkedButton()
        return None if button is None else str(button.property("key"))

    def choose(self, key: str, *, tell: bool = True) -> None:
        """Switch to a chip."""
        self._buttons[key].setChecked(True)
        if tell:
            self.chosen.emit(key)

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(str(button.property("key")))

    def eventFilter(self, watched, event) -> bool:  # type: ignore[no-untyped-def]
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                buttons = list(self._buttons.values())
                buttons[(buttons.index(watched) + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                watched.click()
                return True
        return super().eventFilter(watched, event)


def _say(button: QPushButton, text: str) -> None:
    """Room for the bold face at once: a chip that is chosen must not push its neighbours about."""
    button.setText(text)
    bold = QFontMetrics(scaled_font(button.font(), 1, bold=True))
    button.setMinimumWidth(bold.horizontalAdvance(text) + 2 * _PAD_PX)
