"""The window: whose layout, which parcels go into the file, what is left out and why, the button that writes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import localized, tr, trn
from shopdesk.dialogs.batch_ship import work
from shopdesk.dialogs.folders import ask_save
from shopdesk.dialogs.pieces import button, fit
from shopdesk.exporting.ship_templates import ship_templates
from shopdesk.services.changes import Change
from shopdesk.ui.combo import ComboBox
from shopdesk.ui.context import Context
from shopdesk.ui.message import change_text, worded
from shopdesk.ui.panel import Notice, Panel, heading, text_label

_SHOWN = 500
_NAMED = 6


class BatchShipDialog(QDialog):
    """``BatchShipDialog(context, order_ids | None, parent)``; ``None``: every shipped order that waits to be told."""

    def __init__(self, context: Context, order_ids: Sequence[int] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batch_ship")
        self.setWindowTitle(tr("Shipped orders for the marketplace"))
        fit(self, 900, 640)
        self._context = context
        self._order_ids = None if order_ids is None else list(order_ids)
        self._prepared: work.Prepared | None = None
        self._build()
        context.tasks.run_io(self.windowTitle(), work.waiting, self._order_ids, on_done=self._offer)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(self.windowTitle(), self, scale=1.45))
        self._problem = Notice("red", self, name="batch_ship_problem")
        self._told = Notice("green", self, name="batch_ship_told")
        self._remark = Notice("amber", self, name="batch_ship_remark")
        column.addLayout(self._choices())
        for notice in (self._problem, self._told, self._remark):
            column.addWidget(notice)
        column.addWidget(self._list(), 1)
        column.addLayout(self._footer())

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        label = text_label(tr("&Marketplace"), self, wrap=False)
        self.marketplace = ComboBox(self)
        self.marketplace.setObjectName("batch_ship_marketplace")
        self.marketplace.setAccessibleName(tr("Marketplace"))
        label.setBuddy(self.marketplace)
        for key, template in ship_templates().items():
            self.marketplace.addItem(localized(template.name), key)
        self.again = QCheckBox(tr("&Also what was written before"), self)
        self.again.setObjectName("batch_ship_again")
        self.marketplace.activated.connect(self._look)
        self.again.toggled.connect(self._look)
        row.addWidget(label)
        row.addWidget(self.marketplace, 1)
        row.addWidget(self.again)
        row.addStretch(1)
        return row

    def _list(self) -> Panel:
        panel = Panel(parent=self, margin=1)
        self.table = QTableWidget(0, 4, panel)
        self.table.setObjectName("batch_ship_parcels")
        self.table.setAccessibleName(tr("Parcels that go into the file"))
        headers = (tr("Order"), tr("Carrier"), tr("Waybill"), tr("Shipped at"))
        self.table.setHorizontalHeaderLabels(headers)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._empty = text_label(tr("Nothing waits to be told to this marketplace."), panel, tone="muted")
        self._empty.setMargin(24)
        panel.column.addWidget(self._empty)
        panel.column.addWidget(self.table, 1)
        panel.column.addStretch(0)
        return panel

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.source = text_label(parent=self, tone="muted")
        self.write = button(tr("&Write the file…"), "batch_ship_write", self, primary=True)
        self.close_button = button(tr("&Close"), "batch_ship_close", self)
        self.write.clicked.connect(self._write)
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.source, 1)
        row.addWidget(self.write)
        row.addWidget(self.close_button)
        return row

    # ---- what would go into the file

    def _offer(self, waiting: dict[str, int]) -> None:
        """Begin with the marketplace that waits for most; the plain list, which takes all, comes last."""
        best = max(waiting, key=lambda key: (bool(ship_templates()[key].channel), waiting[key]))
        self.marketplace.setCurrentIndex(self.marketplace.findData(best))
        self._look()

    def _look(self) -> None:
        key, again = self.marketplace.currentData(), self.again.isChecked()
        tasks = self._context.tasks
        tasks.run_io(self.windowTitle(), work.prepare, key, self._order_ids, again, on_done=self._show)

    def _show(self, prepared: work.Prepared) -> None:
        if prepared.template.key != self.marketplace.currentData():
            return
        self._prepared = prepared
        parcels = prepared.told.parcels
        n = len({parcel.order_id for parcel in parcels})
        words = trn("&Write {n} order into the file…", "&Write {n} orders into the file…", n)
        self.write.setText(words if n else tr("&Write the file…"))
        self.write.setAccessibleName(self.write.text().replace("&", ""))
        self.write.setEnabled(bool(parcels))
        self._remark.say(" ".join(_remarks(prepared)))
        self.source.setText(tr("Layout: {source}", source=prepared.template.source))
        self.table.setRowCount(min(len(parcels), _SHOWN))
        for row, parcel in enumerate(parcels[:_SHOWN]):
            day = parcel.shipped_on.isoformat() if parcel.shipped_on else ""
            for column, text in enumerate((parcel.order_no, parcel.carrier, parcel.waybill, day)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.setVisible(bool(parcels))
        self._empty.setVisible(not parcels)

    # ---- writing it

    def _write(self) -> None:
        prepared = self._prepared
        if prepared is None:
            return
        kinds = tr("Files for {marketplace}", marketplace=localized(prepared.template.name))
        kinds += f" (*.{prepared.template.file.rsplit('.', 1)[1]})"
        machine = self._context.machine
        path = ask_save(self, machine, "batch_ship", self.windowTitle(), prepared.template.file, kinds)
        if path is not None:
            self._problem.say("")
            self._context.tasks.run_job(
                self.windowTitle(), work.write, prepared, path, writes=True, on_done=self._written,
                on_error=self._refused,
            )  # fmt: skip

    def _written(self, change: Change) -> None:
        self._told.say(change_text(change))
        self.close_button.setFocus()
        self._look()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))


def _remarks(prepared: work.Prepared) -> list[str]:
    """What the owner should know before writing."""
    found = []
    if prepared.found.told_before:
        found.append(trn("{n} parcel was in an earlier file.", "{n} parcels were in an earlier file.",
                         prepared.found.told_before))  # fmt: skip
    left_out = partial(trn, "{n} order left out, {why}: {orders}", "{n} orders left out, {why}: {orders}")
    reasons = (
        (prepared.found.incomplete, tr("no carrier or waybill")),
        (prepared.told.unsafe, tr("a number that looks like a formula")),
    )
    for numbers, why in reasons:
        if numbers:
            named = tr(", ").join(numbers[:_NAMED]) + (" …" if len(numbers) > _NAMED else "")
            found.append(left_out(len(numbers), why=why, orders=named) + ".")
    if not prepared.template.is_documented:
        found.append(tr("Compare the columns with the template that the platform offers before the first upload."))
    return found
