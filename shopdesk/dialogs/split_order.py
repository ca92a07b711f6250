"""Dealing an order out to parcels: a column for each parcel, a number for each line, one undoable step."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import tr, trn
from shopdesk.dialogs.pieces import button, fit
from shopdesk.services import splitting
from shopdesk.services.order_detail import LineDetail, OrderDetail
from shopdesk.ui.combo import SpinBox
from shopdesk.ui.context import Context
from shopdesk.ui.forms import inset
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, heading, text_label

_MOST = 9
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class SplitDialog(QDialog):
    """``SplitDialog(context, order, parent)``: the first parcel begins with everything, the second empty."""

    def __init__(self, context: Context, order: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("split_order")
        self.setWindowTitle(tr("Split into parcels"))
        fit(self, 760, 480)
        self._context, self._order = context, order
        self._lines = [line for line in order.lines if line.quantity > 0]
        self._counts: list[list[SpinBox]] = []  # by parcel, by line; the first parcel takes what the others leave
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Split {order} into parcels", order=order.order_no), self, scale=1.45))
        told = tr("Say what goes into the other parcels; the first one takes the rest and keeps the waybill.")
        column.addWidget(text_label(told, self, tone="muted"))
        self._problem = Notice("red", self, name="split_problem")
        column.addWidget(self._problem)
        column.addWidget(self._table(), 1)
        column.addLayout(self._footer())
        self._add_parcel()

    def _table(self) -> QWidget:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("What goes into which parcel"))
        inner = QWidget(area)
        inner.setObjectName("scrolled")
        self._grid = QGridLayout(inner)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(text_label(tr("Item"), inner, bold=True, wrap=False), 0, 0)
        self._grid.addWidget(text_label(tr("Parcel {n}", n=1), inner, bold=True, wrap=False), 0, 1, _CENTRE)
        self._rest = []
        for row, line in enumerate(self._lines, 1):
            self._grid.addWidget(text_label(_name(line), inner), row, 0)
            rest = text_label(str(line.quantity), inner, wrap=False)
            self._rest.append(rest)
            self._grid.addWidget(rest, row, 1, _CENTRE)
        self._grid.setRowStretch(len(self._lines) + 1, 1)
        self._inner = inner
        area.setWidget(inner)
        return area

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.more = button(tr("&Add a parcel"), "split_more", self)
        self.more.clicked.connect(self._add_parcel)
        self.whole = button(tr("Make it &one parcel"), "split_whole", self)
        self.whole.setVisible(len(self._order.shipments) > 1)
        self.whole.clicked.connect(self._join)
        cancel = button(tr("Cancel"), "split_cancel", self)
        cancel.clicked.connect(self.reject)
        self.go = button("", "split_go", self, primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self._split)
        row.addWidget(self.more)
        row.addWidget(self.whole)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        return row

    def _add_parcel(self) -> None:
        number = len(self._counts) + 2
        self._grid.addWidget(
            text_label(tr("Parcel {n}", n=number), self._inner, bold=True, wrap=False), 0, number, _CENTRE
        )
        counts = []
        for row, line in enumerate(self._lines, 1):
            spin = SpinBox(self._inner)
            spin.setObjectName(f"split.{number}.{row}")
            spin.setAccessibleName(tr("{item} in parcel {n}", item=_name(line), n=number))
            spin.setRange(0, line.quantity)
            inset(spin)
            spin.valueChanged.connect(self._counted)
            self._grid.addWidget(spin, row, number, _CENTRE)
            counts.append(spin)
        self._counts.append(counts)
        self.more.setEnabled(number < _MOST)
        self._counted()
        if counts:
            counts[0].setFocus()

    def _counted(self) -> None:
        for row, line in enumerate(self._lines):
            self._rest[row].setText(str(line.quantity - sum(counts[row].value() for counts in self._counts)))
        parts = len(self.parts())
        counted = trn("&Split into {n} parcel", "&Split into {n} parcels", parts)
        self.go.setText(counted if parts > 1 else tr("&Split"))
        self.go.setAccessibleName(self.go.text().replace("&", ""))
        self.go.setEnabled(parts > 1)

    def parts(self) -> list[dict[int, int]]:
        """What was dealt out, empty parcels left out; too much of a line is told by the service."""
        dealt = [
            {line.id: counts[row].value() for row, line in enumerate(self._lines) if counts[row].value()}
            for counts in self._counts
        ]
        rest = {
            line.id: line.quantity - sum(part.get(line.id, 0) for part in dealt) for line in self._lines
        }  # fmt: skip
        first = {line: quantity for line, quantity in rest.items() if quantity}
        return [part for part in (first, *dealt) if part]

    def _split(self) -> None:
        self._run(splitting.split, self._order.id, self.parts())

    def _join(self) -> None:
        self._run(splitting.unsplit, self._order.id)

    def _run(self, fn: Any, *args: Any) -> None:
        self._context.tasks.run_db(
            tr("Split into parcels"), fn, *args, on_done=self._done, on_error=self._refused
        )  # fmt: skip

    def _done(self, _change: object) -> None:
        self.accept()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))


def _name(line: LineDetail) -> str:
    return " · ".join(part for part in (line.sku_code, line.title, line.options) if part)
