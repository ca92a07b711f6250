"""The first minute: language, and three doors: a sample shop to look around in, a shop of one's own, or a spreadsheet.

Says what the owner chose (:class:`StartChoice`); who opens or makes the shop is the application.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk.base.i18n import LANGUAGES, current_language, set_language, tr
from shopdesk.dialogs.first_start.choice import Door, StartChoice
from shopdesk.dialogs.first_start.shop_form import ShopForm
from shopdesk.dialogs.pieces import fit
from shopdesk.ui.combo import ComboBox
from shopdesk.ui.icons import icon
from shopdesk.ui.panel import heading, text_label


class FirstStart(QDialog):
    """``choice`` holds what was chosen once the dialog was accepted."""

    language_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_start")
        fit(self, 960, 600)
        self.choice: StartChoice | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(32, 24, 32, 24)
        self._body: QWidget | None = None
        self._build()

    def _build(self) -> None:
        """Everything anew in the language that was chosen."""
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.deleteLater()
        self.setWindowTitle(tr("Welcome to ShopDesk"))
        self._body = QWidget(self)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._head())
        self.pages = QStackedWidget(self._body)
        self.pages.addWidget(self._doors())
        self.form = ShopForm(self.pages)
        self.form.finished.connect(self._own_shop)
        self.form.left.connect(self._show_doors)
        self.pages.addWidget(self.form)
        column.addWidget(self.pages, 1)
        self._column.addWidget(self._body)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(heading(tr("Welcome to ShopDesk"), self._body, scale=1.7))
        row.addStretch(1)
        label = text_label(tr("&Language"), self._body, tone="muted", wrap=False)
        self.language = ComboBox(self._body)
        self.language.setObjectName("first_language")
        self.language.setAccessibleName(tr("Language"))
        for key, name in LANGUAGES.items():
            self.language.addItem(name, key)
        self.language.setCurrentIndex(self.language.findData(current_language()))
        self.language.activated.connect(self._language_picked)
        label.setBuddy(self.language)
        row.addWidget(label)
        row.addWidget(self.language)
        return row

    def _language_picked(self) -> None:
        language = str(self.language.currentData())
        if language != current_language():
            set_language(language)
            self.language_changed.emit(language)
            self._build()
            self.language.setFocus()

    def _doors(self) -> QWidget:
        page = QWidget(self._body)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        hint = tr("Everything stays on this computer, in one file of your own. What would you like to do first?")
        column.addWidget(text_label(hint, page, tone="muted"))
        self.sample = self._door(
            "door_sample",
            "storefront",
            tr("Open the sample shop"),
            tr("A small shop with orders, products and stock. Try everything; nothing can go wrong."),
        )
        self.own = self._door(
            "door_own",
            "key",
            tr("Start my shop"),
            tr("Name, currency, time zone, warehouse and first channel: one page."),
        )
        self.spreadsheet = self._door(
            "door_import",
            "file-arrow-up",
            tr("Import a spreadsheet now"),
            tr("An export of your marketplace is enough. You see what will happen before it happens, and can undo it."),
        )
        self.sample.clicked.connect(self._sample_shop)
        self.own.clicked.connect(self._start_own)
        self.spreadsheet.clicked.connect(self._start_import)
        for door in (self.sample, self.own, self.spreadsheet):
            column.addWidget(door, 1)
        self.sample.setDefault(True)
        return page

    def _door(self, name: str, icon_name: str, title: str, text: str) -> QPushButton:
        door = QPushButton(self._body)
        door.setObjectName(name)
        door.setProperty("door", True)
        door.setAccessibleName(title)
        door.setAccessibleDescription(text)
        door.setMinimumHeight(104)
        door.setAutoDefault(True)
        door.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row = QHBoxLayout(door)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(20)
        picture = text_label(parent=door, wrap=False)
        picture.setPixmap(icon(icon_name).pixmap(36, 36))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        for label in (heading(title, door, scale=1.25), text_label(text, door, tone="muted")):
            words.addWidget(label)
        words.addStretch(1)
        row.addWidget(picture)
        row.addLayout(words, 1)
        for child in door.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return door

    def _sample_shop(self) -> None:
        self.choice = StartChoice(Door.SAMPLE, current_language())
        self.accept()

    def _start_own(self) -> None:
        self._show_form(Door.OWN)

    def _start_import(self) -> None:
        self._show_form(Door.IMPORT)

    def _show_form(self, door: Door) -> None:
        self.form.begin(door)
        self.pages.setCurrentWidget(self.form)

    def _show_doors(self) -> None:
        self.pages.setCurrentIndex(0)
        self.sample.setFocus()

    def _own_shop(self) -> None:
        self.choice = self.form.choice()
        self.accept()
