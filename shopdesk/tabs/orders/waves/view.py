"""The page of waves: orders that are picked in one walk, from the shelf to the carrier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.tabs.orders.waves.actions import HAND_OVER, PICK_LIST, PRIMARY, START, WaveActions
from shopdesk.tabs.orders.waves.columns import WAVES
from shopdesk.ui.context import Context
from shopdesk.ui.page import TabPage
from shopdesk.ui.table.list_source import ListSource

if TYPE_CHECKING:
    from shopdesk.tabs.orders.waves.detail import WavePane


class WavesPage(TabPage):
    """Waves with chips, search and detail."""

    print_key = PICK_LIST

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "waves", N_("Waves"), parent)
        self.wave_actions = WaveActions(self)
        self.set_primary(PICK_LIST)
        model = self.use_list(ListSource(WAVES, context), tr("Search waves, carriers, warehouses"))
        self.use_pane(self._make_pane, load)
        model.counts_changed.connect(self._say_state)
        model.loaded.connect(self.wave_actions.refresh)
        self.table.selection_changed.connect(self.wave_actions.refresh)
        self.chips.chosen.connect(self._chip_changed)
        self._chip_changed(str(self.chips.current()))

    @Slot(dict)
    def _say_state(self, counts: dict[str, int]) -> None:
        parts = [
            trn("{n} being picked", "{n} being picked", counts.get("open", 0)),
            trn("{n} on the packing table", "{n} on the packing table", counts.get("picked", 0)),
        ]
        self.set_state_text(" · ".join(parts) if counts.get("all") else tr("No waves yet"))

    @Slot(str)
    def _chip_changed(self, chip: str) -> None:
        self.set_primary(PRIMARY.get(chip, HAND_OVER))
        title, text = _EMPTY.get(chip, _EMPTY["all"])
        self.set_empty("shopping-cart", tr(title), tr(text), START)
        self.wave_actions.refresh()

    def _make_pane(self) -> WavePane:
        from shopdesk.tabs.orders.waves.detail import WavePane

        return WavePane(self.context, self)


def load(session: Any, wave_id: int) -> Any:
    """A wave for its pane."""
    from shopdesk.services import wave_detail

    return wave_detail.detail(session, wave_id)


_EMPTY = {
    "open": (N_("Nothing is being picked"), N_("Choose orders to ship and start a wave with them.")),
    "picked": (N_("The packing table is empty"), N_("Waves of which everything was found wait here to be packed.")),
    "handed_over": (N_("Nothing handed over yet"), N_("Waves that the carrier has taken are kept here.")),
    "all": (N_("No waves yet"), N_("Choose orders to ship and start a wave: one walk for each warehouse and carrier.")),
}
