"""The page of the Orders tab: the four storeys filled with orders.

Rows first: the pane, and the services and printing it needs, are imported once the first rows are painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.tabs.orders.actions import PRINT, OrderActions, primary_of
from shopdesk.tabs.orders.columns import ORDERS
from shopdesk.ui.context import Context
from shopdesk.ui.page import TabPage
from shopdesk.ui.table.list_source import ListSource

if TYPE_CHECKING:
    from shopdesk.services.labels import LabelBatch
    from shopdesk.services.orders import OrderDetail
    from shopdesk.tabs.orders.detail import OrderPane

_AFTER_PAINT_MS = 50


class OrdersPage(TabPage):
    """Orders with chips, search and detail."""

    print_key = PRINT

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "orders", N_("Orders"), parent)
        self.order_actions = OrderActions(self)
        self._pane: OrderPane | None = None
        self.detail_pane.show()
        self.set_secondary("file.import")
        self.set_primary(PRINT)
        model = self.use_list(ListSource(ORDERS, context), tr("Search orders, buyers, SKUs"))
        self._shown: int | None = None
        model.counts_changed.connect(self._say_state)
        model.loaded.connect(self._rows_changed)
        model.completed.connect(self._rows_changed)
        self.chips.chosen.connect(self._chip_changed)
        self.table.selection_changed.connect(self._rows_changed)
        self.table.selection_changed.connect(self._follow_selection)
        self.table.opened.connect(self._open)
        self.record_shown.connect(self._show)
        self._pane_soon = QTimer(self, singleShot=True, interval=_AFTER_PAINT_MS)
        self._pane_soon.timeout.connect(self._prepare_pane)
        model.loaded.connect(self._pane_soon.start, Qt.ConnectionType.SingleShotConnection)
        context.bus.changed.connect(self._reload_pane)
        self._chip_changed(str(self.chips.current()))

    @Slot(dict)
    def _say_state(self, counts: dict[str, int]) -> None:
        parts = [
            trn("{n} to ship", "{n} to ship", counts.get("to_ship", 0)),
            trn("{n} to review", "{n} to review", counts.get("to_review", 0)),
            trn("{n} needs attention", "{n} need attention", counts.get("attention", 0)),
        ]
        self.set_state_text(" · ".join(parts) if counts.get("all") else tr("No orders yet"))

    @Slot(str)
    def _chip_changed(self, chip: str) -> None:
        self.set_primary(primary_of(chip))
        self._say_what_belongs_here(chip)
        self._rows_changed()

    def _say_what_belongs_here(self, chip: str) -> None:
        title, text = _EMPTY.get(chip, _EMPTY["all"])
        self.set_empty("package", tr(title), tr(text), "file.import")

    @Slot()
    def _rows_changed(self) -> None:
        self.order_actions.refresh()

    @Slot(int)
    def _open(self, _record: int) -> None:
        self.detail_pane.show()
        self.pane.setFocus()

    @Slot(int)
    def _follow_selection(self, count: int) -> None:
        """A click beside the rows selects none: the pane then shows none either, as the buttons act on none."""
        wanted = self.table.current_id() if count else None
        if (wanted is None) != (self._shown is None):
            self._show(wanted)

    # ---- the pane

    @property
    def pane(self) -> OrderPane:
        """What shows one order; made when it is first asked for."""
        if self._pane is None:
            from shopdesk.tabs.orders.detail import OrderPane

            is_shown = self.detail_pane.isVisibleTo(self)
            self._pane = OrderPane(self.context, self)
            self._pane.printed.connect(self._print_one)
            self.set_detail(self._pane)
            self.detail_pane.setVisible(is_shown)
        return self._pane

    @Slot()
    def _prepare_pane(self) -> None:
        self.pane.show()

    @Slot(object)
    def _show(self, order_id: int | None) -> None:
        self._shown = order_id
        if order_id is None:
            if self._pane is not None:
                self._pane.clear()
        else:
            self.context.tasks.run_io(tr("Order"), load, order_id, on_done=self._filled, on_error=self._gone)

    def _filled(self, loaded: tuple[OrderDetail, LabelBatch]) -> None:
        if loaded[0].id == self._shown:
            self.pane.show_order(*loaded)

    def _gone(self, _error: Exception) -> None:
        self.pane.clear()

    @Slot(object)
    def _reload_pane(self, _change: object) -> None:
        self._show(self._shown)

    @Slot(int)
    def _print_one(self, order_id: int) -> None:
        self.order_actions.print_paper("labels", [order_id])


def load(session: Any, order_id: int) -> tuple[OrderDetail, LabelBatch]:
    """An order for its pane, and the label it would get (rules about phone and waybill aside: it is a preview)."""
    from shopdesk.services import labels, orders

    label = labels.labels_for(session, [order_id], phone_required=False, waybill_required=False)
    return orders.detail(session, order_id), label


_EMPTY = {
    "to_ship": (N_("Nothing to ship"), N_("Orders you have confirmed wait here for their label.")),
    "to_review": (N_("Nothing to review"), N_("New orders come here first: drop an export file on the window.")),
    "attention": (N_("Nothing needs attention"), N_("Orders with an odd address, total or SKU are named here.")),
    "waiting": (N_("Nothing is waiting"), N_("Orders that are not paid yet wait here.")),
    "shipped": (N_("Nothing shipped yet"), N_("Orders that have left are kept here.")),
    "cancelled": (N_("Nothing cancelled"), N_("Cancelled orders are kept here.")),
    "all": (N_("No orders yet"), N_("Drop the order export of a marketplace on the window, or choose Import.")),
}
