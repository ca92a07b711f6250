"""What the owner is reminded of above the orders: a new export to import (R-O1), a clock that cannot be right.

Asks once a minute and after every change of orders; says nothing while there is nothing to say.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from shopdesk.base.clock import now
from shopdesk.base.i18n import current_language, tr
from shopdesk.lists.formatting import format_datetime
from shopdesk.lists.status import since_text
from shopdesk.services.punctuality import ReviewFigures
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.panel import text_label

_MINUTE_MS = 60_000


class ReminderBar(QFrame):
    """``asked`` when the figures should be read again; show them with :meth:`show_figures`."""

    asked = Signal()

    def __init__(self, context: Context, import_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reminder")
        self.setProperty("notice", "amber")
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        self.label = text_label("", parent=self)
        row.addWidget(self.label, 1)
        self.button = make_button(tr("Import…"), rank="link", parent=self)
        self.button.setObjectName("reminder.import")
        self.button.clicked.connect(import_action.trigger)
        row.addWidget(self.button)
        self.hide()
        minute = QTimer(self, interval=_MINUTE_MS)
        minute.timeout.connect(self.asked)
        minute.start()

    @Slot(object)
    def show_figures(self, figures: ReviewFigures) -> None:
        """Say what there is to say."""
        text = self._clock_text(figures) or self._import_text(figures)
        self.button.setVisible(figures.last_step_at is None)
        self.label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def _clock_text(self, figures: ReviewFigures) -> str:
        if figures.last_step_at is None:
            return ""
        zone = self._context.facts.timezone
        return tr(
            "This computer's clock says {now}, but the last step in this shop was at {last}. Times will be wrong until "
            "the clock is set right; nothing is lost.",
            now=format_datetime(now(), current_language(), zone),
            last=format_datetime(figures.last_step_at, current_language(), zone),
        )

    def _import_text(self, figures: ReviewFigures) -> str:
        due, last, moment = figures.import_due_at, figures.last_import_at, now()
        if due is None or last is None or moment < due:
            return ""
        return tr(
            "Orders were last imported {ago}. New ones may be waiting: import the newest export of your sales "
            "channels.",
            ago=since_text(last, moment),
        )
