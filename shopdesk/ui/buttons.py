"""Push buttons: one look for each rank, Enter presses the one that has the focus. ``ActionButton`` is the button of a
registered action.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.ui.action import unmarked
from shopdesk.ui.icons import icon

RANKS = ("secondary", "primary", "flat", "link")


class PushButton(QPushButton):
    """Enter presses the button that has the focus. Qt gives Enter to the dialog's default button: with the focus on
    *Cancel*, Enter would import.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


def make_button(
    text: str, *, rank: str = "secondary", icon_name: str = "", parent: QWidget | None = None
) -> QPushButton:
    """A button with its accessible name: its text without the mnemonic's mark.

    ``rank``: ``"primary"`` (one a view), ``"secondary"``, ``"flat"``, ``"link"``.
    """
    button = PushButton(text, parent)
    set_rank(button, rank)
    button.setAutoDefault(False)
    button.setAccessibleName(unmarked(text))
    if icon_name:
        button.setIcon(button_icon(icon_name, rank))
    return button


def set_rank(button: QPushButton, rank: str) -> None:
    """Give a button its look."""
    for each in RANKS[1:]:
        button.setProperty(each, each == rank)


def button_icon(name: str, rank: str):  # type: ignore[no-untyped-def]
    """The icon in the colour that fits the rank."""
    return icon(name, QPalette.ColorRole.BrightText if rank == "primary" else QPalette.ColorRole.ButtonText)


class ActionButton(PushButton):
    """Shows what its action says, is enabled when it is, and triggers it."""

    def __init__(
        self, qaction: QAction, *, rank: str = "secondary", icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._qaction = qaction
        set_rank(self, rank)
        self.setAutoDefault(False)
        self.setObjectName(f"button.{qaction.objectName()}")
        if icon_name:
            self.setIcon(button_icon(icon_name, rank))
        qaction.changed.connect(self._follow)
        qaction.destroyed.connect(self._orphaned)
        self.clicked.connect(qaction.trigger)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.setText(self._qaction.text())
        self.setAccessibleName(unmarked(self._qaction.text()))
        self.setEnabled(self._qaction.isEnabled())
        self.setVisible(self._qaction.isVisible())
        keys = self._qaction.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(keys)

    @Slot()
    def _orphaned(self) -> None:
        self.setEnabled(False)
