"""What the owner can do about the freight of the orders in sight: choose carriers, print customs papers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Slot

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.tabs.orders.actions import OrderActions
from shopdesk.ui.action import Action
from shopdesk.ui.page import TabPage

CHOOSE = "orders.carriers"
_TO_SHIP = "to_ship"


class FreightActions(QObject):
    """On the orders that ``orders`` acts on: all of the chip *To ship*, else the selection."""

    def __init__(self, page: TabPage, orders: OrderActions) -> None:
        super().__init__(page)
        self._context, self._orders = page.context, orders
        some = orders.can_print
        page.context.actions.add_all(
            [
                Action(CHOOSE, N_("Choose carriers"), self.choose, "Ctrl+Shift+C", "scales", "shop.parcels", 1, some),
                Action(
                    "orders.customs",
                    N_("Print customs declarations…"),
                    self.customs,
                    "",
                    "globe",
                    "shop.print",
                    0,
                    some,
                ),
                Action(
                    "orders.invoices",
                    N_("Print invoices for customs…"),
                    self.invoices,
                    "",
                    "receipt",
                    "shop.print",
                    0,
                    some,
                ),
            ],
            page,
        )

    def refresh(self) -> None:
        """Say for how many orders."""
        n = self._orders.count(_TO_SHIP)
        counted = trn("Choose the carrier for {n} order", "Choose carriers for {n} orders", n)
        self._context.actions.set_text(CHOOSE, counted if n else tr("Choose carriers"))

    @Slot()
    def choose(self) -> None:
        """The buyer's choice, else the cheapest service that fits (R-O14)."""
        if ids := self._orders.targets(_TO_SHIP):
            self._context.tasks.run_db(tr("Choose carriers"), choose_for, ids)

    @Slot()
    def customs(self) -> None:
        """Customs declarations (D06)."""
        self._orders.print_paper("customs", self._orders.targets(_TO_SHIP))

    @Slot()
    def invoices(self) -> None:
        """Commercial invoices (D07)."""
        self._orders.print_paper("invoices", self._orders.targets(_TO_SHIP))


def choose_for(session: Any, order_ids: list[int]) -> Any:
    """The service, imported with the first choice and not with the window."""
    from shopdesk.services import carrier_choice

    return carrier_choice.choose_for(session, order_ids)
