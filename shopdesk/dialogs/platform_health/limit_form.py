"""The owner's own limit for a metric of a kind of channel, from today on; or back to the marketplace's."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.pieces import button
from shopdesk.domain.platform_health import Judgement, LimitRule
from shopdesk.services.platform_health_words import HINTS, METRICS
from shopdesk.ui.combo import DoubleSpinBox, SpinBox
from shopdesk.ui.context import Context
from shopdesk.ui.forms import inset
from shopdesk.ui.panel import Panel, heading, text_label

_MOST_DAYS = 366
_USUAL_DAYS = 30


class LimitForm(QDialog):
    """``saved(basis points, days)``; ``dropped`` when the marketplace's own limit shall count again."""

    saved = Signal(int, int)
    dropped = Signal()

    def __init__(self, context: Context, channel: str, judgement: Judgement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("limit_form")
        self.setWindowTitle(tr("Limit"))
        self._judgement = judgement
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        title = tr("{channel}: {metric}", channel=channel, metric=tr(METRICS[judgement.metric]))
        column.addWidget(heading(title, self, scale=1.2))
        column.addWidget(text_label(tr(HINTS[judgement.metric]), self, tone="muted"))
        column.addWidget(self._fields())
        if judgement.limit is not None and judgement.limit.source:
            column.addWidget(text_label(judgement.limit.source, self, tone="muted"))
        column.addLayout(self._footer())
        self.setMinimumWidth(460)

    def _fields(self) -> Panel:
        panel, limit = Panel(parent=self), self._judgement.limit
        form = panel.form()
        self.percent = DoubleSpinBox(panel)
        self.percent.setObjectName("limit_percent")
        self.percent.setDecimals(2)
        self.percent.setRange(0.01, 100)
        self.percent.setSuffix(" %")
        self.percent.setValue(limit.limit_bp / 100 if limit else 1)
        self.days = SpinBox(panel)
        self.days.setObjectName("limit_days")
        self.days.setRange(1, _MOST_DAYS)
        self.days.setValue(limit.window_days if limit else _USUAL_DAYS)
        at_least = limit is not None and limit.rule is LimitRule.AT_LEAST
        for text, spin in (
            (tr("At &least") if at_least else tr("&Limit"), self.percent),
            (tr("Over how many &days"), self.days),
        ):
            spin.setAccessibleName(text.replace("&", ""))
            inset(spin)
            form.addRow(text, spin)
        return panel

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.drop = button(tr("Use the &marketplace's"), "limit_drop", self)
        self.drop.setVisible(self._judgement.limit is not None and self._judgement.limit.is_own)
        self.save = button(tr("&Save"), "limit_save", self, primary=True)
        self.cancel = button(tr("&Cancel"), "limit_cancel", self)
        self.drop.clicked.connect(self._drop)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        row.addWidget(self.drop)
        row.addStretch(1)
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        return row

    def _save(self) -> None:
        self.saved.emit(int(Decimal(str(self.percent.value())) * 100), self.days.value())
        self.accept()

    def _drop(self) -> None:
        self.dropped.emit()
        self.accept()
