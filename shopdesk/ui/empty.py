"""What stands where rows would be: what belongs there and the one next step. Never a blank grey area."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr, trn
from shopdesk.ui.buttons import ActionButton, make_button
from shopdesk.ui.context import Context
from shopdesk.ui.icons import icon
from shopdesk.ui.panel import heading, text_label

_ICON_PX = 48


class EmptyPane(QWidget):
    """Icon, title, a sentence, and (if an action was named) its button. ``elsewhere``: another chip is asked for."""

    elsewhere = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icon = ""
        self._title = ""
        self._text = ""
        self._picture = QLabel(self)
        self._heading = heading("", parent=self)
        self._sentence = text_label("", tone="muted", parent=self)
        self._button: ActionButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._column.addStretch(2)
        self._column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._heading, self._sentence):  # as wide as there is room: aligned ones get one line's height
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._column.addWidget(label)
        self._column.addSpacing(8)
        self.elsewhere_button = make_button("", parent=self)
        self.elsewhere_button.setObjectName("empty.elsewhere")
        self.elsewhere_button.clicked.connect(self.elsewhere)
        self._column.addWidget(self.elsewhere_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(3)
        context.theme.changed.connect(self._paint_icon)
        self.say("package", tr("Nothing here yet"), "")

    def say(self, icon_name: str, title: str, text: str, action: str = "") -> None:
        """Texts already in the owner's language; ``action`` is a registered key."""
        self._icon, self._title, self._text = icon_name, title, text
        if self._button is not None:
            self._button.deleteLater()
            self._button = None
        if action:
            declared = self._context.actions.action(action)
            qaction = self._context.actions.qaction(action)
            self._button = ActionButton(qaction, icon_name=declared.icon, parent=self)
            self._column.insertWidget(self._column.count() - 1, self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.set_search("")

    def set_search(self, search: str) -> None:
        """Say that nothing matches ``search``; ``""``: say what belongs here."""
        found_nothing = bool(search)
        self._heading.setText(tr("Nothing matches “{text}”", text=search[:60]) if found_nothing else self._title)
        self._sentence.setText(
            tr("Try fewer letters, or press Esc to see everything.") if found_nothing else self._text
        )
        if self._button is not None:
            self._button.setVisible(not found_nothing)
        self.set_elsewhere(0)
        self.setAccessibleName(f"{self._heading.text()} {self._sentence.text()}")
        self._paint_icon()

    def set_elsewhere(self, count: int) -> None:
        """Offer the ``count`` rows that other chips hold for the same search; 0: there are none."""
        text = trn("Show {n} match among all", "Show {n} matches among all", count)
        self.elsewhere_button.setText(text)
        self.elsewhere_button.setAccessibleName(text)
        self.elsewhere_button.setVisible(count > 0)

    def _paint_icon(self) -> None:
        made = icon(self._icon, QPalette.ColorRole.PlaceholderText)
        self._picture.setPixmap(made.pixmap(QSize(_ICON_PX, _ICON_PX), self.devicePixelRatioF()))
