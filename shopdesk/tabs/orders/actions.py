"""What the owner can do with the orders in sight. Each action says to how many; the work is the services'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Slot

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.domain.orders import OrderState
from shopdesk.ui.action import Action
from shopdesk.ui.page import TabPage

#: The one primary action of each chip; every other chip prints labels of the selection.
PRIMARY = {"to_review": "orders.confirm", "attention": "orders.fine"}
PRINT = "orders.labels"


class OrderActions(QObject):
    """The actions of the Orders tab, acting on the selection, else (chips with a next step) on the whole chip."""

    def __init__(self, page: TabPage) -> None:
        super().__init__(page)
        self._page = page
        self._context = page.context
        page.context.actions.add_all(self._declared(), page)

    def _declared(self) -> list[Action]:
        some = self.has_targets
        return [
            Action(PRINT, N_("Print labels…"), self.print_labels, "Ctrl+Shift+P", "printer", "shop", 0, some),
            Action(
                "orders.pick", N_("Print the pick list…"), self.print_pick_list, "", "clipboard-text", "shop", 0, some
            ),
            Action("orders.notes", N_("Print packing notes…"), self.print_notes, "", "note", "shop", 0, some),
            Action("orders.confirm", N_("Confirm orders"), self.confirm, "Ctrl+Return", "check", "shop", 1, some),
            Action("orders.fine", N_("Mark as fine"), self.mark_fine, "Ctrl+Shift+F", "check-circle", "shop", 1, some),
            Action("orders.ship", N_("Mark as shipped"), self.mark_shipped, "Ctrl+M", "truck", "shop", 1, some),
            Action("orders.exception", N_("Set aside as an exception"), self.set_aside, "", "warning", "shop", 2, some),
            Action("orders.back", N_("Put back to review"), self.put_back, "", "arrow-bend-up-left", "shop", 2, some),
            Action("orders.cancel", N_("Cancel orders"), self.cancel, "Ctrl+Del", "x-circle", "shop", 2, some),
        ]

    # ---- on which orders

    def chip(self) -> str:
        """The chip in force."""
        return str(self._page.chips.current())

    def targets(self) -> list[int]:
        """Several selected rows; else everything the chip shows where the chip has a next step; else the one row."""
        if self._page.model is None:
            return []
        selected = list(self._page.table.selected_ids())
        if len(selected) > 1 or self.chip() not in {"to_ship", "to_review"}:
            return selected
        return list(self._page.model.ids())

    def count(self) -> int:
        """How many orders the actions would touch now, without reading their ids."""
        if self._page.model is None:
            return 0
        selected = self._page.table.selected_count()
        if selected > 1 or self.chip() not in {"to_ship", "to_review"}:
            return selected
        return self._page.model.rowCount()

    def has_targets(self) -> bool:
        """Whether there is anything to act on."""
        return self.count() > 0

    def refresh(self) -> None:
        """Say the numbers anew; grey out what cannot be done."""
        n, actions = self.count(), self._context.actions
        actions.set_text(PRINT, trn("Print {n} label", "Print {n} labels", n) if n else tr("Print labels…"))
        actions.set_text(
            "orders.confirm", trn("Confirm {n} order", "Confirm {n} orders", n) if n else tr("Confirm orders")
        )
        actions.set_text("orders.fine", trn("Mark {n} as fine", "Mark {n} as fine", n) if n else tr("Mark as fine"))
        actions.set_text(
            "orders.ship", trn("Mark {n} as shipped", "Mark {n} as shipped", n) if n else tr("Mark as shipped")
        )
        actions.refresh()

    # ---- doing it

    @Slot()
    def confirm(self) -> None:
        """Reviewed: to ship."""
        self._run(tr("Confirm orders"), "confirm")

    @Slot()
    def mark_fine(self) -> None:
        """The owner looked; it is fine."""
        self._run(tr("Mark as fine"), "mark_fine")

    @Slot()
    def mark_shipped(self) -> None:
        """Handed over to the carrier."""
        self._run(tr("Mark as shipped"), "mark_shipped")

    @Slot()
    def set_aside(self) -> None:
        """An exception to be cleared with the customer."""
        self._run(tr("Set aside as an exception"), "mark_exception", self._one_or_selected())

    @Slot()
    def put_back(self) -> None:
        """From exception or waiting to review."""
        self._run(tr("Put back to review"), "put_back", self._one_or_selected())

    @Slot()
    def cancel(self) -> None:
        """Cancel what is selected (never a whole chip)."""
        self._run(tr("Cancel orders"), "cancel", self._one_or_selected())

    def _one_or_selected(self) -> list[int]:
        return list(self._page.table.selected_ids())

    def _run(self, title: str, step: str, ids: Sequence[int] | None = None) -> None:
        chosen = self.targets() if ids is None else list(ids)
        if chosen:
            self._context.tasks.run_db(title, take_step, step, chosen)

    # ---- paper

    @Slot()
    def print_labels(self) -> None:
        """Labels (D01)."""
        self.print_paper("labels", self.targets())

    @Slot()
    def print_pick_list(self) -> None:
        """Pick list (D04)."""
        self.print_paper("pick_list", self.targets())

    @Slot()
    def print_notes(self) -> None:
        """Packing notes (D05)."""
        self.print_paper("packing_notes", self.targets())

    def print_paper(self, paper: str, order_ids: Sequence[int]) -> None:
        """Open the print dialog on ``order_ids``."""
        if not order_ids:
            return
        from shopdesk.dialogs.print_dialog.dialog import PrintDialog

        dialog = PrintDialog(self._context, list(order_ids), paper=paper, parent=self._page.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def take_step(session: Any, step: str, order_ids: Sequence[int]) -> Any:
    """A step of ``services.orders`` by its name, imported with the first one and not with the window."""
    from shopdesk.services import orders

    return getattr(orders, step)(session, order_ids)


def primary_of(chip: str) -> str:
    """The primary action of a chip."""
    return PRIMARY.get(chip, PRINT)


def can_ship(state: str) -> bool:
    """Whether an order in ``state`` still waits to leave."""
    return state in {OrderState.CONFIRMED, OrderState.ALLOCATED, OrderState.PICKING, OrderState.PACKED}
