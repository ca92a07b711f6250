"""Orders that could travel in one parcel: what is suggested, and merging what is ticked in one undoable step."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import current_language, tr, trn
from shopdesk.dialogs.grid import Grid
from shopdesk.dialogs.pieces import button, fit
from shopdesk.lists.formatting import format_datetime
from shopdesk.services import merging, settings
from shopdesk.services.merging import MergeSuggestion
from shopdesk.ui.context import Context
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, Panel, heading, text_label


class MergeDialog(QDialog):
    """Suggestions with ticks; *Merge n parcels* joins them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("merge_parcels")
        self.setWindowTitle(tr("Merge parcels"))
        fit(self, 900, 520)
        self._context = context
        self._found: list[MergeSuggestion] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Merge parcels"), self, scale=1.45))
        self._why = text_label("", self, tone="muted")
        column.addWidget(self._why)
        self._problem = Notice("red", self, name="merge_problem")
        column.addWidget(self._problem)
        panel = Panel(parent=self, margin=1)
        headers = (tr("Orders"), tr("Buyer"), tr("Address"), tr("Pieces"), tr("First placed"), tr("Saved"))
        self.grid = Grid("merge_groups", tr("Orders that could travel together"), headers, panel, stretch=2)
        self.grid.itemChanged.connect(self._show_button)
        self._empty = text_label(
            tr("No two open orders go from one buyer to one address."), panel, tone="muted", wrap=False
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        panel.column.addWidget(self._empty, 1)
        panel.column.addWidget(self.grid, 1)
        column.addWidget(panel, 1)
        column.addLayout(self._footer())
        context.tasks.run_io(tr("Merge parcels"), load, on_done=self._show)

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        self.close_button = button(tr("&Close"), "merge_close", self)
        self.close_button.clicked.connect(self.reject)
        self.go = button("", "merge_go", self, primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self._merge)
        row.addWidget(self.close_button)
        row.addWidget(self.go)
        return row

    def _show(self, loaded: tuple[list[MergeSuggestion], int]) -> None:
        self._found, hours = loaded
        self._why.setText(
            tr("Same buyer, same address, placed within {hours} h, and nothing has left yet.", hours=hours)
        )
        language, zone = current_language(), self._context.facts.timezone
        rows = [
            (
                " + ".join(each.order_nos), each.buyer, each.place, f"{each.units:,}",
                format_datetime(each.placed_at, language, zone),
                trn("{n} label less", "{n} labels less", each.labels_saved),
            )
            for each in self._found
        ]  # fmt: skip
        self.grid.fill(rows, ticks=True)
        self.grid.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._show_button()
        (self.grid if rows else self.close_button).setFocus()

    def _show_button(self) -> None:
        n = len(self.grid.ticked())
        self.go.setText(trn("&Merge {n} parcel", "&Merge {n} parcels", n) if n else tr("&Merge"))
        self.go.setAccessibleName(self.go.text().replace("&", ""))
        self.go.setEnabled(n > 0)

    def _merge(self) -> None:
        groups = [self._found[row].order_ids for row in self.grid.ticked()]
        self._context.tasks.run_db(
            tr("Merge parcels"), merging.merge, groups, on_done=self._done, on_error=self._refused
        )  # fmt: skip

    def _done(self, _change: object) -> None:
        self.accept()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))


def load(session: Any) -> tuple[list[MergeSuggestion], int]:
    """The suggestions and the window they are looked for in, in hours."""
    return merging.suggestions(session), settings.get(session, "order.merge_window_hours")
