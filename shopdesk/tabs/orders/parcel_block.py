"""The parcel: carrier and waybill, typed or scanned in place."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from shopdesk.base.i18n import message, tr
from shopdesk.lists.parcel_words import PARCEL_WORDS
from shopdesk.services.order_detail import OrderDetail, ShipmentDetail
from shopdesk.ui.panel import heading, text_label


def _told(parcel: ShipmentDetail) -> str:
    """``1/2 · DHL 0034… · Handed over``."""
    number = " ".join(part for part in (parcel.carrier, parcel.waybill) if part)
    state = tr(PARCEL_WORDS.get(parcel.state, parcel.state))
    return " · ".join(part for part in (f"{parcel.parcel_no}/{parcel.parcel_count}", number, state) if part)


class ParcelBlock(QWidget):
    """``saved(carrier, waybill)`` on Enter (a scanner ends with it) or when the field is left, also when a field was
    emptied.
    """

    saved = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = self._before = ("", "")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(heading(tr("Parcel"), scale=1.0, parent=self), 0, 0, 1, 2)
        self.carrier = self._field("parcel.carrier", tr("Carrier"))
        self.waybill = self._field("parcel.waybill", tr("Waybill number"))
        grid.addWidget(self.carrier, 1, 0)
        grid.addWidget(self.waybill, 1, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self.warning = text_label("", tone="amber", parent=self)
        self.more = text_label("", tone="muted", parent=self)
        grid.addWidget(self.warning, 2, 0, 1, 2)
        grid.addWidget(self.more, 3, 0, 1, 2)

    def _field(self, name: str, label: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setPlaceholderText(label)
        field.setAccessibleName(label)
        field.setToolTip(label)
        field.editingFinished.connect(self._finished)
        return field

    def show_order(self, order: OrderDetail, *, keep_editing: bool) -> None:
        """Show the first parcel of ``order``; others are named below."""
        first = order.shipments[0] if order.shipments else None
        shown = (first.carrier, first.waybill) if first else ("", "")
        typing = keep_editing and (self.carrier.hasFocus() or self.waybill.hasFocus()) and self._typed() != self._shown
        self._shown = shown
        if not typing:
            self.carrier.setText(shown[0])
            self.waybill.setText(shown[1])
        self.warning.setText(
            message(first.warning, waybill=first.waybill, order=order.order_no) if first and first.warning else ""
        )
        self.warning.setVisible(bool(self.warning.text()))
        told = [_told(parcel) for parcel in order.shipments] if len(order.shipments) > 1 else []
        told += [
            tr("Packed together with order {order}.", order=parcel.travels_in)
            for parcel in order.shipments
            if parcel.travels_in
        ]
        self.more.setText("\n".join(told))
        self.more.setVisible(bool(told))

    def _typed(self) -> tuple[str, str]:
        return self.carrier.text().strip(), self.waybill.text().strip()

    @Slot()
    def _finished(self) -> None:
        typed = self._typed()
        if typed != self._shown:
            self._before, self._shown = self._shown, typed
            self.saved.emit(*typed)

    def take_back(self) -> None:
        """What was typed last was refused: what is kept stands there again."""
        self._shown = self._before
        self.carrier.setText(self._shown[0])
        self.waybill.setText(self._shown[1])
