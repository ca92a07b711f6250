"""Small parts that every dialog is put together from: labels that never read markup, notices, panels, and the look
on top of the theme's.

Knows no shop and no service.
"""

from __future__ import annotations

from dataclasses import fields
from string import Template

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shopdesk.base.catalog import resources_dir
from shopdesk.ui.buttons import make_button
from shopdesk.ui.theme import Theme, Tokens, scaled_font

_EDGE_PX = 16


def dialog_sheet(tokens: Tokens) -> str:
    """What dialogs add to the theme's style sheet."""
    text = (resources_dir() / "dialogs.qss").read_text(encoding="utf-8")
    colours = {field.name: getattr(tokens, field.name) for field in fields(tokens)}
    return Template(text).substitute(colours, resources=resources_dir().as_posix())


def fit(dialog: QWidget, width: int, height: int) -> None:
    """Open ``dialog`` at its own size, but no larger than the window it stands over; without one, than the screen."""
    parent = dialog.parentWidget()
    room = dialog.screen().availableSize() if parent is None else parent.window().size()
    dialog.resize(min(width, room.width() - _EDGE_PX), min(height, room.height() - _EDGE_PX))


class _Dresser(QObject):
    """Keeps a dialog in the scheme in force."""

    def __init__(self, widget: QWidget, theme: Theme) -> None:
        super().__init__(widget)
        self._widget, self._theme = widget, theme
        theme.changed.connect(self.dress)
        self.dress()

    @Slot()
    def dress(self) -> None:
        self._widget.setStyleSheet(dialog_sheet(self._theme.tokens))


def dress(widget: QWidget, theme: Theme) -> None:
    """Give a dialog its look, now and after each change of scheme."""
    _Dresser(widget, theme)


def plain_label(
    text: str = "",
    parent: QWidget | None = None,
    *,
    tone: str = "",
    wrap: bool = False,
    scale: float = 1,
    bold: bool = False,
) -> QLabel:
    """A label that shows ``text`` as it is: what comes from a file is never read as markup (H11)."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if tone:
        label.setProperty("tone", tone)
    if scale != 1 or bold:
        label.setFont(scaled_font(label.font(), scale, bold=bold))
    return label


def heading(text: str, parent: QWidget | None = None, *, scale: float = 1.1) -> QLabel:
    """A heading inside a dialog."""
    return plain_label(text, parent, bold=True, scale=scale)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a style property and have the style sheet look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Notice(QFrame):
    """A tinted box with one plain sentence; hidden while it has nothing to say."""

    def __init__(self, tone: str, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setProperty("notice", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        self.label = plain_label(parent=self, wrap=True)
        row.addWidget(self.label)
        if name:
            self.setObjectName(name)
        self.hide()

    def say(self, text: str) -> None:
        """Show ``text``; ``""`` hides the box."""
        self.label.setText(text)
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        return self.label.text()


class Panel(QFrame):
    """A white box with an optional heading; put things into ``column``."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, margin: int = 16) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, max(margin - 2, 1), margin, max(margin - 2, 1))
        self.column.setSpacing(8)
        if title:
            self.column.addWidget(heading(title, self))

    def form(self) -> QFormLayout:
        """A form at the end of the panel."""
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(form)
        return form


def in_the_middle(panel: Panel, width: int) -> QWidget:
    """A column of ``width`` in the middle of a panel that would be too wide for a few lines."""
    inner = QWidget(panel)
    inner.setMaximumWidth(width)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(inner, 100)
    row.addStretch(1)
    panel.column.addStretch(2)
    panel.column.addLayout(row)
    panel.column.addStretch(3)
    return inner


def button(text: str, name: str, parent: QWidget, *, primary: bool = False) -> QPushButton:
    """A push button with its object name; the primary one is what Enter means where no button has the focus."""
    made = make_button(text, rank="primary" if primary else "secondary", parent=parent)
    made.setObjectName(name)
    made.setAutoDefault(primary)
    return made
