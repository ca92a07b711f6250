"""The pages of a tab, side by side in its header: the one in sight as the title, the others to go to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget

from shopdesk.base.i18n import tr, trn
from shopdesk.ui.tab import ViewDeclaration
from shopdesk.ui.theme import scaled_font

_SIZES = {True: 1.6, False: 1.15}  # of the page in sight, of the others
_MANY_SIZES = {True: 1.25, False: 1.0}
_MANY = 4  # so many pages stand closer, for search and buttons need their room in the smallest window


class ViewSwitch(QWidget):
    """``asked(key)`` when another page is wanted."""

    asked = Signal(str)

    def __init__(self, views: Sequence[ViewDeclaration], current: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Pages of this tab"))
        self._names: dict[str, str] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._sizes = _SIZES if len(views) < _MANY else _MANY_SIZES
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4 if len(views) < _MANY else 0)
        for view in views:
            button = self._make(view.key, tr(view.title), is_current=view.key == current)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self._group.buttonClicked.connect(self._clicked)

    def _make(self, key: str, name: str, *, is_current: bool) -> QPushButton:
        button = QPushButton(name, self)
        button.setProperty("view", "current" if is_current else "other")
        button.setProperty("key", key)
        button.setObjectName(f"view.{key}")
        button.setCheckable(True)
        button.setChecked(is_current)
        button.setAutoDefault(False)
        button.setAccessibleName(name)
        button.setFont(scaled_font(button.font(), self._sizes[is_current], bold=is_current))
        self._names[key] = name
        self._buttons[key] = button
        self._group.addButton(button)
        return button

    def set_badges(self, badges: dict[str, int]) -> None:
        """How much waits on each page; 0 shows nothing. The page in sight says it in words beside its title."""
        for key, button in self._buttons.items():
            count = badges.get(key, 0)
            if button.isChecked():
                continue
            button.setText(f"{self._names[key]} {count:,}" if count else self._names[key])
            waiting = trn("{n} waits", "{n} wait", count)
            button.setAccessibleName(f"{self._names[key]}, {waiting}" if count else self._names[key])

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        key = str(button.property("key"))
        for each in self._buttons.values():  # this page's own button stays the pressed one: another page comes in sight
            each.setChecked(each.property("view") == "current")
        if button.property("view") != "current":
            self.asked.emit(key)
