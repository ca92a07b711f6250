"""What the print window has done, in one green sentence; a file that was written can be opened from it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.print_dialog.offer_bar import OfferBar


class ToldBar(OfferBar):
    """Says what was done. With a file, offers *Open* and *Show in folder*, which the desktop does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("print_told", parent, tone="green")
        self._file = Path()
        self.is_of_print = False  # what is said is that something was printed
        self.taken.connect(self._open)

    def tell(self, text: str, file: str = "") -> None:
        """Say ``text``; ``file``: what was written, ``""`` for nothing."""
        self._file = Path(file)
        self.offer(text, {"open": tr("&Open"), "folder": tr("Show in &folder")} if file else {})
        self.is_of_print = True

    def say(self, text: str) -> None:
        super().say(text)
        self.is_of_print = False

    def _open(self, step: str) -> None:
        place = self._file if step == "open" else self._file.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
