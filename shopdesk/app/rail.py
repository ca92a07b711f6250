"""The dark rail at the left: a button a tab (icon, name, count of what waits) and Preferences at its foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr, trn
from shopdesk.ui.icons import icon
from shopdesk.ui.tab import TabDeclaration
from shopdesk.ui.theme import Theme

_BUTTON_PX = 40
_MIN_PX = 168
_ICON_PX = 16


class Rail(QWidget):
    """``chosen(key)`` when a tab is picked; ↑ ↓ walk the buttons."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[TabDeclaration], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Tabs"))
        self._theme = theme
        self._group = QButtonGroup(self)
        self._names: dict[str, str] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(0)
        for tab in tabs:
            self._column.addWidget(self._make(tab.key, tr(tab.title), tab.icon))
            self._group.addButton(self._buttons[tab.key])
            self._buttons[tab.key].setCheckable(True)
        self._column.addStretch(1)
        self.preferences = self._make("preferences", tr("Preferences"), "gear-six")
        self._column.addWidget(self.preferences)
        self._group.buttonClicked.connect(self._clicked)
        self.setFixedWidth(max(_MIN_PX, self.sizeHint().width()))

    def _make(self, key: str, name: str, icon_name: str) -> QPushButton:
        button = QPushButton(name, self)
        button.setProperty("rail", True)
        button.setProperty("key", key)
        button.setObjectName(f"rail.{key}")
        button.setAccessibleName(name)
        button.setFixedHeight(max(_BUTTON_PX, button.fontMetrics().height() + 20))
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setIcon(icon(icon_name, self._icon_colour))
        button.installEventFilter(self)
        self._names[key] = name
        self._buttons[key] = button
        return button

    def _icon_colour(self) -> str:
        return self._theme.tokens.rail_text

    def select(self, key: str) -> None:
        """Mark a tab as the one in sight."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_shop(self, is_open: bool) -> None:
        """Without a shop there is no tab to show, and none is marked."""
        self._group.setExclusive(is_open)
        for button in self._group.buttons():
            button.setEnabled(is_open)
            button.setChecked(is_open and button.isChecked())

    def set_badge(self, key: str, count: int) -> None:
        """How much waits in a tab; 0 shows nothing."""
        name = self._names[key]
        button = self._buttons[key]
        button.setText(f"{name}   {count:,}" if count else name)
        waiting = trn("{n} waits", "{n} wait", count)
        button.setAccessibleName(f"{name}, {waiting}" if count else name)

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(str(button.property("key")))

    def eventFilter(self, watched, event) -> bool:  # type: ignore[no-untyped-def]
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None:
                buttons = list(self._buttons.values())
                buttons[(buttons.index(watched) + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                watched.click()
                return True
        return super().eventFilter(watched, event)
