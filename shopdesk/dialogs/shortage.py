"""Fewer pieces were found than a wave needs: how many, and what follows for the orders."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import tr
from shopdesk.dialogs.pieces import button
from shopdesk.domain.paper import PickLine
from shopdesk.services import waves
from shopdesk.services.waves import Goods
from shopdesk.ui.context import Context
from shopdesk.ui.forms import Field, Form
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, heading, text_label


class ShortageDialog(QDialog):
    """Records a shortage of one line of a wave (R-O5)."""

    def __init__(self, context: Context, wave_id: int, line: PickLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortage")
        self.setWindowTitle(tr("Not found"))
        self.setMinimumWidth(460)
        self._context, self._wave_id, self._line = context, wave_id, line
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        name = " · ".join(part for part in (line.sku_code, line.title, line.options) if part)
        column.addWidget(heading(name, self, scale=1.1))
        self._problem = Notice("red", self, name="shortage_problem")
        column.addWidget(self._problem)
        needed = tr("{n} are needed.", n=line.quantity)
        most = line.quantity - 1
        found = Field("found", tr("Pieces found"), "integer", most, minimum=0, maximum=most, hint=needed)
        self.form = Form([found], self)
        self.form.editor("found").setMaximum(most)  # none at all is a number too
        column.addWidget(self.form)
        told = tr("The oldest orders are served. The others leave the wave and wait as exceptions, to be talked over.")
        column.addWidget(text_label(told, self, tone="muted"))
        column.addLayout(self._footer())

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        cancel = button(tr("Cancel"), "shortage_cancel", self)
        cancel.clicked.connect(self.reject)
        self.save = button(tr("&Record the shortage"), "shortage_save", self, primary=True)
        self.save.setDefault(True)
        self.save.clicked.connect(self._record)
        row.addWidget(cancel)
        row.addWidget(self.save)
        return row

    def _record(self) -> None:
        line = self._line
        goods = Goods(line.sku_code, line.title, line.options)
        self._context.tasks.run_db(
            tr("Not found"), waves.record_shortage, self._wave_id, goods, self.form.values()["found"],
            on_done=self._done, on_error=self._refused,
        )  # fmt: skip

    def _done(self, _change: object) -> None:
        self.accept()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))
