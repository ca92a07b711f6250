"""A button that opens a list of choices with check marks and says which are chosen: "Amazon DE or eBay"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from shopdesk.base.i18n import tr
from shopdesk.ui.buttons import PushButton, set_rank


class ChoiceButton(PushButton):
    """``chosen()`` are the keys that are checked; ``changed`` after each click in the list."""

    changed = Signal()

    def __init__(self, choices: Mapping[str, str], chosen: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_rank(self, "secondary")
        self.setAutoDefault(False)
        self.setAccessibleName(tr("Values"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("choice", True)
        self._entries: dict[str, QAction] = {}
        menu = QMenu(self)
        for key, text in {**choices, **{key: key for key in chosen if key not in choices}}.items():
            entry = menu.addAction(text)
            entry.setCheckable(True)
            entry.setChecked(key in chosen)
            entry.toggled.connect(self._say)
            self._entries[key] = entry
        self.setMenu(menu)
        self._name()

    def chosen(self) -> list[str]:
        """The keys that are checked, in the order offered."""
        return [key for key, entry in self._entries.items() if entry.isChecked()]

    def _say(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        words = [entry.text() for entry in self._entries.values() if entry.isChecked()]
        self.setText(tr(" or ").join(words) if words else tr("Choose…"))
