"""The page of parcels: from the label to the doorstep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.tabs.orders.parcels.actions import HAND_OVER, PRIMARY, PRINT, ParcelActions
from shopdesk.tabs.orders.parcels.columns import SHIPMENTS
from shopdesk.ui.context import Context
from shopdesk.ui.page import TabPage
from shopdesk.ui.table.list_source import ListSource

if TYPE_CHECKING:
    from shopdesk.tabs.orders.parcels.detail import ParcelPane


class ParcelsPage(TabPage):
    """Parcels with chips, search and detail."""

    print_key = PRINT

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "parcels", N_("Parcels"), parent)
        self.parcel_actions = ParcelActions(self)
        self.set_secondary("parcels.waybills")
        self.set_primary(HAND_OVER)
        model = self.use_list(ListSource(SHIPMENTS, context), tr("Search parcels"))
        self.use_pane(self._make_pane, load)
        model.counts_changed.connect(self._say_state)
        model.loaded.connect(self.parcel_actions.refresh)
        model.completed.connect(self.parcel_actions.refresh)
        model.dataChanged.connect(self.parcel_actions.refresh)  # the status of what is selected may be in now
        self.table.selection_changed.connect(self.parcel_actions.refresh)
        self.chips.chosen.connect(self._chip_changed)
        self._chip_changed(str(self.chips.current()))

    @Slot(dict)
    def _say_state(self, counts: dict[str, int]) -> None:
        parts = [
            trn("{n} to label", "{n} to label", counts.get("to_label", 0)),
            trn("{n} to hand over", "{n} to hand over", counts.get("to_hand_over", 0)),
            trn("{n} on the way", "{n} on the way", counts.get("on_the_way", 0)),
        ]
        self.set_state_text(" · ".join(parts) if counts.get("all") else tr("No parcels yet"))

    @Slot(str)
    def _chip_changed(self, chip: str) -> None:
        self.set_primary(PRIMARY.get(chip, HAND_OVER))
        title, text = _EMPTY.get(chip, _EMPTY["all"])
        self.set_empty("barcode", tr(title), tr(text))
        self.parcel_actions.refresh()

    def _make_pane(self) -> ParcelPane:
        from shopdesk.tabs.orders.parcels.detail import ParcelPane

        return ParcelPane(self.context, self)


def load(session: Any, parcel_id: int) -> Any:
    """A parcel for its pane."""
    from shopdesk.services import parcel_detail

    return parcel_detail.detail(session, parcel_id)


_EMPTY = {
    "to_label": (N_("Nothing to label"), N_("Parcels of confirmed orders wait here for their label.")),
    "to_hand_over": (N_("Nothing to hand over"), N_("Labelled and packed parcels wait here for the carrier.")),
    "on_the_way": (N_("Nothing on the way"), N_("Parcels that the carrier has are shown here until they arrive.")),
    "stalled": (N_("Nothing stalled or lost"), N_("Parcels that do not move, are lost or came back are named here.")),
    "delivered": (N_("Nothing delivered yet"), N_("Parcels that have arrived are kept here.")),
    "all": (N_("No parcels yet"), N_("A parcel is made with its label or its waybill.")),
}
