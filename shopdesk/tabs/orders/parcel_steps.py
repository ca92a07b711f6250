"""From orders to parcels: start a wave, merge, split, enter waybills, say how goods are packed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.ui.action import Action
from shopdesk.ui.chosen_rows import ChosenRows
from shopdesk.ui.page import TabPage

WAVE = "orders.wave"


class ParcelSteps(QObject):
    """The actions, on the orders that ``rows`` has chosen; ``whole``: the chip of which a wave takes everything."""

    def __init__(self, page: TabPage, rows: ChosenRows, whole: str) -> None:
        super().__init__(page)
        self._page, self._context, self._rows, self._whole = page, page.context, rows, whole
        some, one, any_ = rows.has_selected, self._is_one, self._can_pick
        page.context.actions.add_all(
            [
                Action(WAVE, N_("Start a wave"), self.start_wave, "Ctrl+Shift+G", "shopping-cart", "shop", 0, any_),
                Action("orders.split", N_("Split into parcels…"), self.split, "", "git-fork", "shop.parcels", 1, one),
                Action("orders.merge", N_("Merge parcels…"), self.merge, "", "git-merge", "shop.parcels", 1),
                Action("orders.waybills", N_("Enter waybills…"), self.enter_waybills, "Ctrl+Shift+W", "barcode",
                       "shop.parcels", 1),
                Action("orders.packed", N_("Mark as packed"), self.mark_packed, "", "archive", "shop.parcels", 1, some),
                Action("orders.packing", N_("Packing materials and recipes…"), self.packing, "", "cube",
                       "shop.parcels", 3),
            ],
            page,
        )  # fmt: skip

    def _can_pick(self) -> bool:
        return self._rows.count(self._whole) > 0

    def _is_one(self) -> bool:
        return self._rows.count() == 1

    def refresh(self) -> None:
        """Say with how many orders a wave would start."""
        n = self._rows.count(self._whole)
        counted = trn("Start a wave with {n} order", "Start a wave with {n} orders", n)
        self._rows.say(WAVE, n, counted, tr("Start a wave"))

    @Slot()
    def start_wave(self) -> None:
        """Pick them: one walk for each warehouse and carrier."""
        if chosen := self._rows.targets(self._whole):
            self._context.tasks.run_db(tr("Start a wave"), start_wave, chosen)

    @Slot()
    def mark_packed(self) -> None:
        """In the box."""
        if chosen := self._rows.targets():
            self._context.tasks.run_db(tr("Mark as packed"), pack, chosen)

    @Slot()
    def merge(self) -> None:
        """What could travel together."""
        from shopdesk.dialogs.merge_parcels import MergeDialog

        self._open(MergeDialog(self._context, self._page.window()))

    @Slot()
    def enter_waybills(self) -> None:
        """Many waybills at once, for the orders chosen where there are only numbers."""
        from shopdesk.dialogs.waybills import WaybillDialog

        self._open(WaybillDialog(self._context, self._page.window(), self._rows.targets(self._whole)))

    @Slot()
    def packing(self) -> None:
        """Materials and recipes."""
        from shopdesk.dialogs.packing_materials import PackingDialog

        self._open(PackingDialog(self._context, self._page.window()))

    @Slot()
    def split(self) -> None:
        """Deal the selected order out to parcels."""
        if self._is_one():
            self._context.tasks.run_io(tr("Order"), order_detail, self._rows.targets()[0], on_done=self._ask_parts)

    def _ask_parts(self, order: Any) -> None:
        from shopdesk.dialogs.split_order import SplitDialog

        self._open(SplitDialog(self._context, order, self._page.window()))

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def start_wave(session: Any, order_ids: Sequence[int]) -> Any:
    """The service, imported with the first wave and not with the window."""
    from shopdesk.services import waves

    return waves.start(session, order_ids)


def pack(session: Any, order_ids: Sequence[int]) -> Any:
    """The orders are packed."""
    from shopdesk.services import parcels

    return parcels.pack(session, order_ids)


def order_detail(session: Any, order_id: int) -> Any:
    """An order with its lines and parcels."""
    from shopdesk.services import orders

    return orders.detail(session, order_id)
