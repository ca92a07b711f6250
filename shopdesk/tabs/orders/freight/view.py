"""The page of freight costs: the four storeys filled with parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.tabs.orders.freight.actions import BILL, FreightCostActions
from shopdesk.tabs.orders.freight.columns import FREIGHT
from shopdesk.ui.context import Context
from shopdesk.ui.page import TabPage
from shopdesk.ui.table.list_source import ListSource

if TYPE_CHECKING:
    from shopdesk.services.parcel_costs import ParcelCosts
    from shopdesk.tabs.orders.freight.detail import FreightCostPane


class FreightPage(TabPage):
    """Parcels with what was quoted and billed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "freight", N_("Freight costs"), parent)
        self.cost_actions = FreightCostActions(self)
        self.set_secondary("shop.carriers")
        self.set_primary(BILL)
        model = self.use_list(ListSource(FREIGHT, context), tr("Search orders, waybills, bills"))
        model.counts_changed.connect(self._say_state)
        self.chips.chosen.connect(self._say_what_belongs_here)
        self.use_pane(self._make_pane, load)
        self._say_what_belongs_here(str(self.chips.current()))

    @Slot(dict)
    def _say_state(self, counts: dict[str, int]) -> None:
        dearer, unbilled = counts.get("dearer", 0), counts.get("unbilled", 0)
        parts = [
            trn("{n} dearer than quoted", "{n} dearer than quoted", dearer),
            trn("{n} not billed yet", "{n} not billed yet", unbilled),
        ]
        self.set_state_text(" · ".join(parts) if counts.get("all") else tr("Nothing quoted or billed yet"))

    @Slot(str)
    def _say_what_belongs_here(self, chip: str) -> None:
        title, text = _EMPTY.get(chip, _EMPTY["all"])
        self.set_empty("scales", tr(title), tr(text), BILL)

    def _make_pane(self) -> FreightCostPane:
        from shopdesk.tabs.orders.freight.detail import FreightCostPane

        pane = FreightCostPane(self.context, self)
        pane.shown.connect(self.cost_actions.set_order)
        pane.order_wanted.connect(self.cost_actions.show_order)
        return pane


def load(session: Any, shipment_id: int) -> ParcelCosts:
    """A parcel's costs for its pane."""
    from shopdesk.services.parcel_costs import parcel_costs

    return parcel_costs(session, shipment_id)


_EMPTY = {
    "dearer": (N_("No parcel was dearer than quoted"), N_("What a carrier bills above its quote is named here.")),
    "unbilled": (N_("Nothing waits for a bill"), N_("Parcels that have left wait here for their carrier's bill.")),
    "unquoted": (
        N_("Nothing was billed without a quote"),
        N_("Choose carriers before parcels leave: then each has a quote."),
    ),
    "billed": (N_("No bill was read yet"), N_("Read a carrier's bill: a CSV or XLSX file of waybills and amounts.")),
    "all": (
        N_("Nothing quoted or billed yet"),
        N_("Choose carriers for orders, then read the carriers' bills: the difference stands here."),
    ),
}  # fmt: skip
