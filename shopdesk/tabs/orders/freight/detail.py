"""The pane beside freight costs: the parcel's quote and bill, and how each carrier's bills compare as a whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.lists.formatting import format_money
from shopdesk.lists.spec import Money
from shopdesk.services.freight_words import cost_line, kilograms
from shopdesk.services.parcel_costs import ParcelCosts
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.panel import empty, heading, text_label

_EDGE = 16


class FreightCostPane(QWidget):
    """One parcel. ``shown(order id)`` (``None``: none is chosen), ``order_wanted`` when its order is asked for."""

    shown = Signal(object)
    order_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self.setAccessibleName(tr("Freight costs"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self._column.setSpacing(8)
        self._inner = QVBoxLayout()
        self._inner.setSpacing(8)
        self._column.addLayout(self._inner)
        self._column.addStretch(1)
        self.clear()

    def clear(self) -> None:
        """No parcel is chosen."""
        empty(self._inner)
        self._inner.addWidget(text_label(tr("Choose a parcel to see it here."), tone="muted", parent=self))
        self.shown.emit(None)

    def show_record(self, costs: ParcelCosts) -> None:
        """Show a parcel and the sums of the carriers."""
        empty(self._inner)
        self._inner.addWidget(heading(costs.order_no, parent=self))
        sent = " · ".join(part for part in (costs.carrier, costs.service, costs.waybill) if part)
        self._say(sent)
        if costs.weight_g:
            self._say(tr("Weighs {weight}", weight=kilograms(costs.weight_g)))
        self._say(tr("Quoted: {amount}", amount=_money(costs.quoted)), "")
        self._say(tr("Billed: {amount}", amount=_money(costs.billed)), "")
        self._add_difference(costs)
        if costs.bill:
            self._say(tr("Bill: {bill}", bill=costs.bill))
        link = make_button(tr("Show the order"), rank="link", parent=self)
        link.setObjectName("freight.show_order")
        link.clicked.connect(self.order_wanted)
        self._inner.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if costs.carriers:
            self._inner.addWidget(heading(tr("All bills so far"), scale=1.0, parent=self))
        for entry in costs.carriers:
            self._say(cost_line(entry), "amber" if entry.difference.minor > 0 else "muted")
        self.shown.emit(costs.order_id)

    def _add_difference(self, costs: ParcelCosts) -> None:
        if costs.quoted is None or costs.billed is None:
            return
        more = costs.billed.minor - costs.quoted.minor
        amount = format_money(abs(more), costs.billed.currency)
        if more > 0:
            self._say(tr("{amount} more than quoted", amount=amount), "amber")
        elif more < 0:
            self._say(tr("{amount} less than quoted", amount=amount), "green")
        else:
            self._say(tr("as quoted"), "green")

    def _say(self, text: str, tone: str = "muted") -> None:
        self._inner.addWidget(text_label(text, tone=tone, parent=self))


def _money(amount: Money | None) -> str:
    return "–" if amount is None else format_money(amount.minor, amount.currency)
