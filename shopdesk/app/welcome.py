"""What the window shows while no shop is open: the ways to one. While one is being opened it says so."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.ui.buttons import ActionButton
from shopdesk.ui.context import Context
from shopdesk.ui.icons import icon
from shopdesk.ui.panel import heading, text_label


class WelcomePage(QWidget):
    """:meth:`offer` puts the buttons of registered actions; the first is the primary one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._picture = QLabel(self)
        self._heading = heading("", scale=1.6, parent=self)
        self._sentence = text_label("", tone="muted", wrap=False, parent=self)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._buttons: list[ActionButton] = []
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self._picture, self._heading, self._sentence):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self._row.addStretch(1)
        self._row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(self._row)
        column.addStretch(3)
        context.theme.changed.connect(self._paint_icon)
        self._paint_icon()
        self.not_opening()

    @Slot()
    def _paint_icon(self) -> None:
        made = icon("storefront", QPalette.ColorRole.PlaceholderText)
        self._picture.setPixmap(made.pixmap(QSize(56, 56), self.devicePixelRatioF()))

    def offer(self, *keys: str) -> None:
        """Show the ways to a shop."""
        for place, key in enumerate(keys):
            action = self._context.actions.action(key)
            rank = "primary" if place == 0 else "secondary"
            button = ActionButton(self._context.actions.qaction(key), rank=rank, icon_name=action.icon, parent=self)
            self._row.insertWidget(self._row.count() - 1, button)
            self._buttons.append(button)
        self._buttons[0].setFocus()

    def opening(self, name: str) -> None:
        """A shop is on its way."""
        self._say(tr("Opening {file}…", file=name), tr("One moment."), offer=False)

    def not_opening(self) -> None:
        """Nothing is open, nothing is on its way."""
        self._say(
            tr("No shop is open"),
            tr("A shop is one file on this computer. Start one, or open one you have."),
            offer=True,
        )

    def _say(self, title: str, text: str, *, offer: bool) -> None:
        self._heading.setText(title)
        self._sentence.setText(text)
        for button in self._buttons:
            button.setVisible(offer)
        for button in self._buttons[:1] if offer else ():
            button.setFocus()
