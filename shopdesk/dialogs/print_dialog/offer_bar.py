"""A notice that offers a step: what stands in the way in one sentence, and the buttons that deal with it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from shopdesk.dialogs.pieces import button
from shopdesk.ui.panel import text_label


class OfferBar(QFrame):
    """Hidden while there is nothing to offer. Emits ``taken`` with the key of the button that was pressed."""

    taken = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, tone: str = "amber") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("notice", tone)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 8, 8)
        self._row.setSpacing(8)
        self._label = text_label(parent=self)
        self._row.addWidget(self._label, 1)
        self._buttons: dict[str, QPushButton] = {}
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def button(self, key: str) -> QPushButton:
        """The button of a step that is offered."""
        return self._buttons[key]

    def offer(self, text: str, steps: Mapping[str, str]) -> None:
        """Say ``text`` and offer ``steps`` (key → words of its button)."""
        self.withdraw()
        self._label.setText(text)
        for key, words in steps.items():
            made = button(words, f"{self.objectName()}.{key}", self)
            made.clicked.connect(self._take)
            self._buttons[key] = made
            self._row.addWidget(made)
        self.show()

    def say(self, text: str) -> None:
        """Say ``text`` and offer nothing; ``""`` hides the bar."""
        self.offer(text, {}) if text else self.withdraw()

    def withdraw(self) -> None:
        """Nothing to offer any more."""
        for made in self._buttons.values():
            self._row.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._buttons.clear()
        self._label.clear()
        self.hide()

    def _take(self) -> None:
        pressed = self.sender()
        for key, made in self._buttons.items():
            if made is pressed:
                self.taken.emit(key)
                return
