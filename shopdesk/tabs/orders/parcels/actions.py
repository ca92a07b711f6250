"""What the owner can do with the parcels in sight. Each action says to how many; the work is the services'."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.domain.parcels import WAITING, ParcelState
from shopdesk.lists.parcel_words import PARCEL_WORDS
from shopdesk.tabs.orders.papers import open_print_window
from shopdesk.tabs.orders.parcels.columns import SHIPMENTS
from shopdesk.ui.action import Action
from shopdesk.ui.chosen_rows import ChosenRows
from shopdesk.ui.page import TabPage

PRINT, HAND_OVER = "parcels.labels", "parcels.hand_over"
PRIMARY = {"to_label": PRINT}
_LABELS, _LEAVES = "to_label", "to_hand_over"
_STATUS = next(place for place, column in enumerate(SHIPMENTS.columns) if column.key == "status")
_GONE = {str(state) for state in ParcelState} - {str(state) for state in WAITING}
_LOOKED_AT = 200  # selected rows whose status is looked at; of more, handing over says itself how many had left


class ParcelActions(ChosenRows):
    """The actions of the parcels page, on the selection; the next step of a chip takes all that the chip shows."""

    def __init__(self, page: TabPage) -> None:
        super().__init__(page)
        page.context.actions.add_all(self._declared(), page)

    def _declared(self) -> list[Action]:
        some = self.has_selected
        return [
            Action(PRINT, N_("Print labels…"), self.print_labels, "Ctrl+Shift+P", "printer", "shop", 0, self.can_label),
            Action("parcels.notes", N_("Print packing notes…"), self.print_notes, "", "note", "shop", 0, some),
            Action(
                "parcels.sheet", N_("Print the hand-over sheet…"), self.print_sheet, "", "pen-nib", "shop", 0,
                lambda: self.count(_LEAVES) > 0,
            ),
            Action(
                "parcels.waybills", N_("Enter waybills…"), self.enter_waybills, "Ctrl+Shift+W", "barcode", "shop", 1
            ),
            Action(HAND_OVER, N_("Hand over"), self.hand_over, "Ctrl+M", "truck", "shop", 1, self.can_leave),
            Action("parcels.order", N_("Go to the order"), self.go_to_order, "Ctrl+G", "package", "shop", 2, some),
        ]  # fmt: skip

    def can_label(self) -> bool:
        """Whether there is anything to label."""
        return self.count(_LABELS) > 0

    def can_leave(self) -> bool:
        """Whether there is anything to hand over."""
        return self._leaving() > 0

    def _leaving(self) -> int:
        """To how many parcels handing over applies; to none where all that is selected has left already."""
        n = self.count(_LEAVES)
        model = self._page.model
        if model is None or n > _LOOKED_AT or self.chip() == _LEAVES:
            return n
        rows = (row for part in self._page.table.selected_ranges() for row in range(part.top(), part.bottom() + 1))
        gone = {tr(PARCEL_WORDS[state]) for state in _GONE}
        return 0 if n and all(model.known_text(row, _STATUS) in gone for row in rows) else n

    def refresh(self) -> None:
        """Say the numbers anew; grey out what cannot be done."""
        labels, leaving = self.count(_LABELS), self._leaving()
        self.say(PRINT, labels, trn("Print {n} label", "Print {n} labels", labels), tr("Print labels…"))
        self.say(HAND_OVER, leaving, trn("Hand over {n} parcel", "Hand over {n} parcels", leaving), tr("Hand over"))
        self._context.actions.refresh()

    @Slot()
    def hand_over(self) -> None:
        """The carrier has them."""
        if chosen := self.targets(_LEAVES):
            self._context.tasks.run_db(tr("Hand over"), take_step, chosen)

    @Slot()
    def print_labels(self) -> None:
        """Labels (D01)."""
        self._print("labels", self.targets(_LABELS))

    @Slot()
    def print_notes(self) -> None:
        """Packing notes (D05)."""
        self._print("packing_notes", self.targets())

    @Slot()
    def print_sheet(self) -> None:
        """What the carrier signs."""
        self._print("handover", self.targets(_LEAVES))

    def _print(self, paper: str, parcels: Sequence[int]) -> None:
        opened = partial(open_print_window, self._page, paper)
        self._context.tasks.run_io(tr("Print"), orders_of, list(parcels), on_done=opened)

    @Slot()
    def enter_waybills(self) -> None:
        """Scanned, pasted or typed."""
        from shopdesk.dialogs.waybills import WaybillDialog

        dialog = WaybillDialog(self._context, self._page.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def go_to_order(self) -> None:
        """The order of the parcel under the cursor."""
        if chosen := self.targets():
            self._context.tasks.run_io(tr("Order"), orders_of, chosen[:1], on_done=self._show_order)

    def _show_order(self, orders: Sequence[int]) -> None:
        if orders:
            self._context.navigate("orders", record=orders[0])


def take_step(session: Any, parcels: Sequence[int]) -> Any:
    """Hand over; the services are imported with the first step and not with the window."""
    from shopdesk.services import parcels as services

    return services.hand_over(session, parcels)


def orders_of(session: Any, parcels: list[int]) -> list[int]:
    """The orders of these parcels."""
    from shopdesk.services.parcel_detail import orders_of_parcels

    return orders_of_parcels(session, parcels)
