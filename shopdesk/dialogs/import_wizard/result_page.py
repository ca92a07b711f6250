"""The end of the wizard: what was imported, what was kept, what was refused; undo it, or save what was refused."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.import_wizard.outcome import Outcome
from shopdesk.dialogs.pieces import button, in_the_middle
from shopdesk.ui.icons import icon
from shopdesk.ui.panel import Notice, Panel, heading, text_label

_WIDTH_PX = 640


class ResultPage(QWidget):
    """Emits ``undo_asked`` and ``save_asked``."""

    undo_asked = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result_page")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        panel = Panel(parent=self, margin=32)
        outer.addWidget(panel)
        self._title = heading("", panel, scale=1.4)
        self._title.setObjectName("result_title")
        self._title.setWordWrap(True)
        self._lines = text_label(parent=panel)
        self._lines.setObjectName("result_lines")
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._kept = Notice("amber", panel, name="result_kept")
        self._refused = Notice("red", panel, name="result_refused")
        self.undo = button(tr("&Undo this import"), "undo_import", panel)
        self.undo.setIcon(icon("arrow-counter-clockwise"))
        self.save = button(tr("&Save rejected rows to fix…"), "save_rejected_result", panel)
        self.save.setIcon(icon("floppy-disk"))
        self.undo.clicked.connect(self.undo_asked)
        self.save.clicked.connect(self.save_asked)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.undo)
        row.addWidget(self.save)
        row.addStretch(1)
        picture = text_label(parent=panel, wrap=False)
        picture.setPixmap(icon("check-circle", QPalette.ColorRole.Accent).pixmap(44, 44))
        column = QVBoxLayout(in_the_middle(panel, _WIDTH_PX))
        column.setSpacing(8)
        for widget in (picture, self._title, self._lines, self._kept, self._refused):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(row)

    def show_outcome(self, outcome: Outcome) -> None:
        """Word the outcome."""
        self._title.setText(outcome.title)
        self._lines.setText("\n".join(outcome.lines))
        self._kept.say(outcome.kept)
        self._refused.say(outcome.refused)
        self.undo.setVisible(outcome.can_undo)
        self.save.setVisible(outcome.can_save)
