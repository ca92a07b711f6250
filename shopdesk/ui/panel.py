"""Panels, notices, headings and labels: what panes, cards and dialogs are put together from. Knows no shop."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLayout, QVBoxLayout, QWidget

from shopdesk.ui.theme import scaled_font


def text_label(
    text: str = "",
    parent: QWidget | None = None,
    *,
    tone: str = "",
    wrap: bool = True,
    scale: float = 1,
    bold: bool = False,
) -> QLabel:
    """A label that shows ``text`` as it is: what comes from a file is never read as markup (H11).

    ``tone``: ``""``, ``"muted"``, ``"red"``, ``"amber"``, ``"green"``, ``"accent"``, ``"neutral"``.
    """
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if tone:
        label.setProperty("tone", tone)
    if scale != 1 or bold:
        label.setFont(scaled_font(label.font(), scale, bold=bold))
    return label


def heading(text: str, parent: QWidget | None = None, *, scale: float = 1.2) -> QLabel:
    """A bold line, larger than the text by ``scale``."""
    return text_label(text, parent, wrap=False, scale=scale, bold=True)


class Notice(QFrame):
    """A tinted box with one plain sentence: ``"red"``, ``"amber"``, ``"green"``, ``"neutral"``. Hidden while it has
    nothing to say.
    """

    def __init__(self, tone: str, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setProperty("notice", tone)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        self.label = text_label("", self)
        column.addWidget(self.label)
        if name:
            self.setObjectName(name)
        self.hide()

    def say(self, text: str) -> None:
        """Show ``text``; ``""`` hides the box."""
        self.label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        return self.label.text()


def notice(text: str, tone: str, parent: QWidget) -> Notice:
    """A :class:`Notice` that says ``text`` from the beginning."""
    made = Notice(tone, parent)
    made.say(text)
    return made


class Panel(QFrame):
    """A white (dark: raised) surface with a hairline and round corners, and an optional heading; put things into
    ``column``.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None, *, margin: int = 16) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, max(margin - 2, 1), margin, max(margin - 2, 1))
        self.column.setSpacing(8)
        if title:
            self.column.addWidget(heading(title, self, scale=1.1))

    def form(self) -> QFormLayout:
        """A form at the end of the panel."""
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(form)
        return form


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a style property and have the style sheet look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout, and out of sight at once."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
