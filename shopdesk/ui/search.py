"""The search field of a page: tells what was typed once the typing pauses for a moment."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk.base.i18n import tr
from shopdesk.ui.icons import icon

_PAUSE_MS = 15  # what comes in one burst (a paste, a scanner) is one search; fingers are slower
_NARROWEST, _WIDEST = 180, 300
_HINT_ROOM = 56  # the icon and the edges


class SearchField(QLineEdit):
    """``searched(text)``; Esc empties it, Enter and ↓ go to the results (``left``)."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder or tr("Search"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(_NARROWEST)
        self.setMaximumWidth(_WIDEST)
        self.addAction(
            icon("magnifying-glass", QPalette.ColorRole.PlaceholderText), QLineEdit.ActionPosition.LeadingPosition
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._typed)

    def set_hint(self, hint: str) -> None:
        """What can be searched for. It is said whole, what stands beside the field gives way."""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        wanted = self.fontMetrics().horizontalAdvance(hint) + _HINT_ROOM
        self.setMinimumWidth(min(max(wanted, _NARROWEST), _WIDEST))

    def search_now(self, text: str) -> None:
        """Search for ``text`` at once."""
        self.setText(text)
        self._pause.stop()
        self._tell()

    @Slot()
    def _typed(self) -> None:
        self._pause.start()

    @Slot()
    def _tell(self) -> None:
        self.searched.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.search_now("")
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            if self._pause.isActive():
                self._pause.stop()
                self._tell()
            self.left.emit()
        else:
            super().keyPressEvent(event)
