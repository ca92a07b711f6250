"""What saves the owner work on the orders in sight: if-then rules run on them, files for the marketplaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

from shopdesk.base.i18n import N_, tr
from shopdesk.tabs.orders.actions import OrderActions
from shopdesk.ui.action import Action
from shopdesk.ui.page import TabPage


class Automation(QObject):
    """Registers its actions; those on orders take the selection of ``orders``."""

    def __init__(self, page: TabPage, orders: OrderActions) -> None:
        super().__init__(page)
        self._page = page
        self._context = page.context
        self._orders = orders
        some = orders.has_selected
        page.context.actions.add_all(
            [
                Action("orders.apply_rules", N_("Run the rules on these orders"), self.apply_rules, "", "lightning",
                       "shop", 3, some),
                Action("orders.batch_ship", N_("Shipped orders for the marketplace…"), self.batch_ship, "Ctrl+Shift+E",
                       "export", "shop", 3),
            ],
            page,
        )  # fmt: skip

    @Slot()
    def apply_rules(self) -> None:
        """The rules that are on, on the selected orders, as one step."""
        ids = self._orders.targets()
        if ids:
            self._context.tasks.run_db(tr("Order rules"), run_rules, ids)

    @Slot()
    def batch_ship(self) -> None:
        """Several selected orders, or all that wait to be told."""
        from shopdesk.dialogs.batch_ship.dialog import BatchShipDialog

        chosen = self._orders.targets() if self._orders.count() > 1 else None
        self._open(BatchShipDialog(self._context, chosen, self._page.window()))

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def run_rules(session: Any, order_ids: Sequence[int]) -> Any:
    """The service, imported with the first run and not with the window."""
    from shopdesk.services import order_rule_runs

    return order_rule_runs.apply(session, order_ids)
