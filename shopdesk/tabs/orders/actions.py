"""What the owner can do with the orders in sight. Each action says to how many; the work is the services'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.tabs.orders.confirm_count import ConfirmCount
from shopdesk.tabs.orders.papers import open_print_window
from shopdesk.tabs.orders.parcel_steps import ParcelSteps
from shopdesk.ui.action import Action
from shopdesk.ui.chosen_rows import ChosenRows
from shopdesk.ui.page import TabPage

#: The one primary action of each chip; every other chip prints labels of the selection.
PRIMARY = {
    "to_review": "orders.confirm", "exceptions": "orders.back", "attention": "orders.fine",
    "archived": "orders.bring_back",
}  # fmt: skip
PRINT = "orders.labels"
#: The chips on which printing and confirming are the next step of everything that is shown.
_PRINTS, _CONFIRMS = "to_ship", "to_review"
_ARCHIVE = "archived"


class OrderActions(ChosenRows):
    """The actions of the Orders tab, on the selection; only the next step of a chip takes all that the chip shows."""

    def __init__(self, page: TabPage) -> None:
        super().__init__(page)
        self._confirm_count = ConfirmCount(page.context, "orders.confirm", self)
        page.context.actions.add_all(self._declared(), page)
        page.context.actions.add_all(self._of_the_archive(), page.table)  # Del: only while the rows have the focus
        self._parcels = ParcelSteps(page, self, _PRINTS)

    def _declared(self) -> list[Action]:
        some, prints, confirms = self.has_selected, self.can_print, self.can_confirm
        return [
            Action(PRINT, N_("Print labels…"), self.print_labels, "Ctrl+Shift+P", "printer", "shop.print", 0, prints),
            Action(
                "orders.pick",
                N_("Print the pick list…"),
                self.print_pick_list,
                "",
                "clipboard-text",
                "shop.print",
                0,
                prints,
            ),
            Action("orders.notes", N_("Print packing notes…"), self.print_notes, "", "note", "shop.print", 0, prints),
            Action("orders.cards", N_("Save shop cards…"), self.save_cards, "", "cards", "shop.print", 0, prints),
            Action(
                "orders.slips",
                N_("Print return slips…"),
                self.print_slips,
                "",
                "arrow-u-up-left",
                "shop.print",
                0,
                some,
            ),
            Action("orders.confirm", N_("Confirm orders"), self.confirm, "Ctrl+Return", "check", "shop", 1, confirms),
            Action("orders.fine", N_("Mark as fine"), self.mark_fine, "Ctrl+Shift+F", "check-circle", "shop", 1, some),
            Action("orders.checked", N_("Mark as checked"), self.mark_checked, "", "check-square", "shop", 1, some),
            Action("orders.ship", N_("Mark as shipped"), self.mark_shipped, "Ctrl+M", "truck", "shop", 1, some),
            Action("orders.exception", N_("Set aside as an exception"), self.set_aside, "", "warning", "shop", 2, some),
            Action("orders.back", N_("Put back to review"), self.put_back, "", "arrow-bend-up-left", "shop", 2, some),
            Action("orders.cancel", N_("Cancel orders"), self.cancel, "Ctrl+Del", "x-circle", "shop", 2, some),
        ]

    def _of_the_archive(self) -> list[Action]:
        archive, back = self.can_archive, self.can_bring_back
        return [
            Action("orders.archive", N_("Archive"), self.archive, ("Del", "Backspace"), "archive", "shop", 2, archive),
            Action("orders.bring_back", N_("Bring back"), self.bring_back, "", "arrow-u-up-left", "shop", 2, back),
        ]

    # ---- on which orders

    def can_print(self) -> bool:
        """Whether there is anything to print."""
        return self.count(_PRINTS) > 0

    def can_confirm(self) -> bool:
        """Whether there is anything to confirm."""
        return self.count(_CONFIRMS) > 0

    def can_archive(self) -> bool:
        """Whether something is selected that is not in the archive."""
        return self.count() > 0 and self.chip() != _ARCHIVE

    def can_bring_back(self) -> bool:
        """Whether something of the archive is selected."""
        return self.count() > 0 and self.chip() == _ARCHIVE

    def refresh(self) -> None:
        """Say the numbers anew; grey out what cannot be done."""
        labels, n = self.count(_PRINTS), self.count()
        texts = (
            (PRINT, labels, trn("Print {n} label", "Print {n} labels", labels), tr("Print labels…")),
            ("orders.fine", n, trn("Mark {n} as fine", "Mark {n} as fine", n), tr("Mark as fine")),
            ("orders.back", n, trn("Put {n} back to review", "Put {n} back to review", n), tr("Put back to review")),
            ("orders.ship", n, trn("Mark {n} as shipped", "Mark {n} as shipped", n), tr("Mark as shipped")),
            ("orders.archive", n, trn("Archive {n}", "Archive {n}", n), tr("Archive")),
            ("orders.bring_back", n, trn("Bring {n} back", "Bring {n} back", n), tr("Bring back")),
        )
        for key, count, counted, plain in texts:
            self.say(key, count, counted, plain)
        self._confirm_count.ask(self.targets(_CONFIRMS))
        self._parcels.refresh()
        self._context.actions.refresh()

    # ---- doing it

    @Slot()
    def confirm(self) -> None:
        """Reviewed: to ship."""
        self._run(tr("Confirm orders"), "confirm", self.targets(_CONFIRMS))

    @Slot()
    def mark_fine(self) -> None:
        """The owner looked; it is fine."""
        self._run(tr("Mark as fine"), "mark_fine", self.targets())

    @Slot()
    def mark_checked(self) -> None:
        """All five ticks by hand (R-O2)."""
        if order_ids := self.targets():
            self._context.tasks.run_db(tr("Mark as checked"), check, order_ids)

    @Slot()
    def mark_shipped(self) -> None:
        """Handed over to the carrier."""
        self._run(tr("Mark as shipped"), "mark_shipped", self.targets())

    @Slot()
    def set_aside(self) -> None:
        """An exception to be cleared with the customer."""
        self._run(tr("Set aside as an exception"), "mark_exception", self.targets())

    @Slot()
    def put_back(self) -> None:
        """From exception or waiting to review."""
        self._run(tr("Put back to review"), "put_back", self.targets())

    @Slot()
    def cancel(self) -> None:
        """Cancel what is selected."""
        self._run(tr("Cancel orders"), "cancel", self.targets())

    @Slot()
    def archive(self) -> None:
        """Out of the lists; what still waits for something stays."""
        self._run(tr("Archive"), "archive", self.targets())

    @Slot()
    def bring_back(self) -> None:
        """Out of the archive."""
        self._run(tr("Bring back"), "bring_back", self.targets())

    def _run(self, title: str, step: str, order_ids: Sequence[int]) -> None:
        if order_ids:
            self._context.tasks.run_db(title, take_step, step, list(order_ids))

    # ---- paper

    @Slot()
    def print_labels(self) -> None:
        """Labels (D01)."""
        self.print_paper("labels", self.targets(_PRINTS))

    @Slot()
    def print_pick_list(self) -> None:
        """Pick list (D04)."""
        self.print_paper("pick_list", self.targets(_PRINTS))

    @Slot()
    def print_notes(self) -> None:
        """Packing notes (D05)."""
        self.print_paper("packing_notes", self.targets(_PRINTS))

    @Slot()
    def print_slips(self) -> None:
        """Return slips (D30)."""
        self.print_paper("return_slips", self.targets())

    @Slot()
    def save_cards(self) -> None:
        """Shop cards (D28), one for each parcel's buyer, as a PDF to print and cut."""
        from shopdesk.tabs.orders.cards import save_cards

        save_cards(self._context, self._page.window(), self.targets(_PRINTS))

    def print_paper(self, paper: str, order_ids: Sequence[int]) -> None:
        """Open the print window on ``order_ids``."""
        open_print_window(self._page, paper, order_ids)


def take_step(session: Any, step: str, order_ids: Sequence[int]) -> Any:
    """A step of ``services.orders`` by its name, imported with the first one and not with the window."""
    from shopdesk.services import orders

    return getattr(orders, step)(session, order_ids)


def check(session: Any, order_ids: Sequence[int]) -> Any:
    """Set the five ticks of a review."""
    from shopdesk.services import verification

    return verification.tick(session, order_ids)


def primary_of(chip: str) -> str:
    """The primary action of a chip."""
    return PRIMARY.get(chip, PRINT)
