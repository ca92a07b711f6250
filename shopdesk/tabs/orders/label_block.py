"""The label as it will print, drawn by the code that prints it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.base.i18n import message, tr
from shopdesk.domain.paper import LabelData
from shopdesk.printing.labels import paint_preview
from shopdesk.printing.sheets import DEFAULT_SHEET, LabelSheet, sheet
from shopdesk.services.labels import LabelBatch
from shopdesk.services.orders import OrderDetail
from shopdesk.ui.buttons import make_button
from shopdesk.ui.panel import heading, text_label

_WIDTH = 240


class LabelBlock(QWidget):
    """``asked`` when this one label is to be printed."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(heading(tr("Label preview"), scale=1.0, parent=self), 1)
        self.print_button = make_button(tr("Print this label…"), rank="link", parent=self)
        self.print_button.setObjectName("label.print")
        self.print_button.clicked.connect(self.asked)
        head.addWidget(self.print_button)
        column.addLayout(head)
        self.reason = text_label("", tone="muted", parent=self)
        self.picture = LabelPicture(sheet(DEFAULT_SHEET), self)
        column.addWidget(self.reason)
        column.addWidget(self.picture)

    def show_label(self, order: OrderDetail, batch: LabelBatch) -> None:
        """Show the first label of ``batch``, or why there is none."""
        label = batch.ready[0] if batch.ready else None
        missing = batch.refused[0].missing if batch.refused else ()
        self.reason.setText(", ".join(message(code) for code in missing))
        self.reason.setVisible(label is None)
        self.print_button.setEnabled(label is not None)
        self.picture.setVisible(label is not None)
        self.picture.set_label(label)
        self.picture.setAccessibleName(tr("Label of order {order}", order=order.order_no))


class LabelPicture(QWidget):
    """One label, upright, at the width there is."""

    def __init__(self, stock: LabelSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stock = stock
        self._label: LabelData | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_label(self, label: LabelData | None) -> None:
        """Show another label."""
        self._label = label
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        across, down = self._stock.upright
        return round(min(width, _WIDTH) * down / across) + 2

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self.heightForWidth(_WIDTH))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._label is None:
            return
        width = min(self.width() - 2, _WIDTH)
        painter = QPainter(self)
        painter.translate(1, 1)
        height = paint_preview(painter, self._label, self._stock, width)
        painter.setPen(Qt.GlobalColor.black)
        painter.drawRect(0, 0, width - 1, round(height) - 1)
        painter.end()
