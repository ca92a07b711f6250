"""What a rule would have done: a sentence, how many orders differ in what, and the orders before and after."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from shopdesk.base.i18n import tr, trn
from shopdesk.services.order_rule_runs import DryRun
from shopdesk.services.order_rule_words import FIELDS, Names, difference_text
from shopdesk.ui.panel import Panel, text_label

_SHOWN = 500
_TABLE_PX = 132  # the rule above is read beside it
_FIRST = "attention", "carrier", "carrier_service", "warehouse_id", "tags", "gifts", "packer_note"


class TrialPane(Panel):
    """Says what is to do until there is a dry run of exactly the rule in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("rule_trial")
        self.words = text_label(parent=self)
        self.counts = text_label(parent=self, tone="muted")
        self.table = QTableWidget(0, 4, self)
        self.table.setFixedHeight(_TABLE_PX)
        self._prepare_table()
        for widget in (self.words, self.counts):
            self.column.addWidget(widget)
        self.column.addWidget(self.table)
        self.clear()

    def _prepare_table(self) -> None:
        table = self.table
        table.setObjectName("rule_differences")
        table.setAccessibleName(tr("Orders that would be different"))
        table.setHorizontalHeaderLabels([tr("Order"), tr("Field"), tr("Before"), tr("After")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(30)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def clear(self) -> None:
        """Nothing was tried yet."""
        self.words.setText(tr("Try the rule before you switch it on: you see what it would have done in 90 days."))
        self.counts.hide()
        self._show_table(False)

    def show_trial(self, tried: DryRun, names: Names) -> None:
        """Show a dry run."""
        changed = f"{len(tried.orders):,}"
        self.words.setText(
            trn(
                "{changed} of {n} order of the last {days} days would be different.",
                "{changed} of {n} orders of the last {days} days would be different.",
                tried.looked_at,
                changed=changed,
                days=tried.days,
            )
        )
        parts = [f"{tr(FIELDS[name])} {tried.fields[name]:,}" for name in _FIRST if name in tried.fields]
        if len(tried.orders) > _SHOWN:
            parts.append(trn("the first {n} is shown", "the first {n} are shown", _SHOWN))
        self.counts.setText(" · ".join(parts))
        self.counts.setVisible(bool(parts))
        self._fill(tried, names)

    def _fill(self, tried: DryRun, names: Names) -> None:
        rows = [
            (order.order_no, *difference_text(difference, names))
            for order in tried.orders[:_SHOWN]
            for difference in order.differences
        ]
        self.table.setRowCount(len(rows))
        for place, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(place, column, item)
        self._show_table(bool(rows))

    def _show_table(self, is_shown: bool) -> None:
        """With nothing to list the pane leaves its room to the rule above."""
        self.table.setVisible(is_shown)
