"""The page as it will come out, drawn by the code that prints it. Pages are drawn in the io lane, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.pieces import button
from shopdesk.ui.panel import Panel, text_label


class PreviewPane(Panel):
    """Emits ``page_asked(number)``, from 0, when the owner turns the page."""

    page_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=16)
        self.setObjectName("print_preview")
        self.setProperty("panel", "well")
        self._image = QImage()
        self._page, self._pages = 0, 0
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.column.addWidget(self._picture, 1)
        row = QHBoxLayout()
        self.before = button(tr("‹ Page before"), "preview_before", self)
        self.after = button(tr("Next page ›"), "preview_after", self)
        self._where = text_label(parent=self, tone="muted", wrap=False)
        self._where.setObjectName("preview_where")
        self.before.clicked.connect(self._turn_back)
        self.after.clicked.connect(self._turn_on)
        row.addWidget(self.before)
        row.addStretch(1)
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(self.after)
        self.column.addLayout(row)

    def show_page(self, image: QImage, page: int, pages: int) -> None:
        """Show a page."""
        self._image, self._page, self._pages = image, page, pages
        words = tr("Page {page} of {pages}", page=page + 1, pages=pages)
        self._where.setText(words)
        self._picture.setAccessibleName(tr("Preview: {page}", page=words))
        self._show_turns()
        self._fit()

    def show_nothing(self, text: str) -> None:
        """Say why there is nothing to see."""
        self._image, self._pages = QImage(), 0
        self._picture.setPixmap(QPixmap())
        self._picture.setTextFormat(Qt.TextFormat.PlainText)
        self._picture.setWordWrap(True)
        self._picture.setProperty("tone", "muted")
        self._picture.setText(text)
        self._where.setText("")
        self._show_turns()

    def _show_turns(self) -> None:
        for each in (self.before, self.after):
            each.setVisible(self._pages > 1)
        self.before.setEnabled(self._page > 0)
        self.after.setEnabled(self._page + 1 < self._pages)

    def _fit(self) -> None:
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = QSize(round(self._picture.width() * ratio), round(self._picture.height() * ratio))
        mode = Qt.TransformationMode.SmoothTransformation
        shown = self._image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, mode)
        pixmap = QPixmap.fromImage(shown)
        pixmap.setDevicePixelRatio(ratio)
        self._picture.setPixmap(pixmap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _turn_back(self) -> None:
        self.page_asked.emit(self._page - 1)

    def _turn_on(self) -> None:
        self.page_asked.emit(self._page + 1)
