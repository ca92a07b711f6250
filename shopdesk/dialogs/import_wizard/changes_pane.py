"""The pane beside the preview's list: what changes in the selected row, what the owner's own edits keep, why
rows are refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.import_wizard.preview_wording import ChangeText
from shopdesk.dialogs.pieces import button
from shopdesk.ui.icons import icon
from shopdesk.ui.panel import Notice, Panel, heading, text_label


class ChangesPane(Panel):
    """Emits ``save_asked`` when the refused rows should be saved to fix."""

    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=0)
        self.setObjectName("changes_pane")
        area = QScrollArea(self)
        area.setObjectName("changes_scroll")
        area.setAccessibleName(tr("What changes"))
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget(area)
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        self._title = heading("", inner, scale=1.1)
        self._title.setWordWrap(True)
        self._body = QVBoxLayout()
        self._body.setSpacing(6)
        self._kept = Notice("amber", inner, name="kept_edits")
        self._refused_title = heading("", inner, scale=1.1)
        self._refused = text_label(parent=inner, tone="red")
        self._refused.setObjectName("refused_rows")
        self.save = button(tr("&Save these rows to fix…"), "save_rejected", inner)
        self.save.setIcon(icon("floppy-disk"))
        self.save.clicked.connect(self.save_asked)
        self._notes = text_label(parent=inner, tone="muted")
        column.addWidget(self._title)
        column.addLayout(self._body)
        column.addWidget(self._kept)
        column.addSpacing(8)
        for widget in (self._refused_title, self._refused, self.save):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self._notes)
        area.setWidget(inner)
        self.column.addWidget(area)
        self._lines: list[QWidget] = []

    def show_row(self, title: str, text: str, changes: Sequence[ChangeText]) -> None:
        """What happens to one row: a heading, a sentence, and the cells that change."""
        for line in self._lines:
            line.setParent(None)
            line.deleteLater()
        self._lines = []
        self._title.setText(title)
        if text:
            self._add(text_label(text, self, tone="muted"))
        for change in (each for each in changes if not each.kept):
            self._add(text_label(change.label, self, tone="muted", wrap=False))
            self._add(self._diff(change))
        self._kept.say("\n".join(change.kept for change in changes if change.kept))

    def _add(self, widget: QWidget) -> None:
        self._lines.append(widget)
        self._body.addWidget(widget)
        widget.show()

    def _diff(self, change: ChangeText) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        before, after = (self._cell(text, kind) for text, kind in ((change.before, "before"), (change.after, "after")))
        line.addWidget(before)
        line.addWidget(QLabel("→", row))
        line.addWidget(after)
        line.addStretch(1)
        row.setAccessibleName(
            tr("{field}: {before} becomes {after}", field=change.label, before=change.before, after=change.after)
        )
        return row

    def _cell(self, text: str, kind: str) -> QLabel:
        cell = text_label(text or tr("empty"), self, wrap=len(text) > 24)
        cell.setProperty("diff", kind)
        return cell

    def show_refused(self, title: str, lines: Sequence[str]) -> None:
        """Which rows cannot be imported and why; nothing at all when every row can."""
        for widget in (self._refused_title, self._refused, self.save):
            widget.setVisible(bool(title))
        self._refused_title.setText(title)
        self._refused.setText("\n".join(lines))

    def show_notes(self, text: str) -> None:
        """What else the owner should know of the file."""
        self._notes.setText(text)
        self._notes.setVisible(bool(text))
