"""The page of the Orders tab: the four storeys filled with orders. What its pane needs is imported with the pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.tabs.orders.actions import PRINT, OrderActions, primary_of
from shopdesk.tabs.orders.automation import Automation
from shopdesk.tabs.orders.columns import ORDERS
from shopdesk.tabs.orders.freight_actions import FreightActions
from shopdesk.ui.context import Context
from shopdesk.ui.page import TabPage
from shopdesk.ui.table.list_source import ListSource

if TYPE_CHECKING:
    from shopdesk.services.labels import LabelBatch
    from shopdesk.services.orders import OrderDetail
    from shopdesk.services.punctuality import ReviewFigures
    from shopdesk.tabs.orders.detail import OrderPane
    from shopdesk.tabs.orders.reminder_bar import ReminderBar


class OrdersPage(TabPage):
    """Orders with chips, search and detail."""

    print_key = PRINT

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "orders", N_("Orders"), parent)
        self.order_actions = OrderActions(self)
        self.automation = Automation(self, self.order_actions)
        self.freight_actions = FreightActions(self, self.order_actions)
        self.set_secondary("file.import")
        self.set_primary(PRINT)
        model = self.use_list(ListSource(ORDERS, context), tr("Search orders, buyers, SKUs"))
        self._counts: dict[str, int] = {}
        self._figures: ReviewFigures | None = None
        self._reminder: ReminderBar | None = None
        model.counts_changed.connect(self._say_counts)
        model.loaded.connect(self._rows_changed)
        model.completed.connect(self._rows_changed)
        self.chips.chosen.connect(self._chip_changed)
        self.table.selection_changed.connect(self._rows_changed)
        self.use_pane(self._make_pane, load)
        self._chip_changed(str(self.chips.current()))

    @Slot(dict)
    def _say_counts(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._say_state()
        self._ask_figures()

    @Slot()
    def _ask_figures(self) -> None:
        if self.context.shop is not None:
            self.context.tasks.run_io(tr("Orders"), figures_of, on_done=self._show_figures)

    def _show_figures(self, figures: ReviewFigures) -> None:
        self._figures = figures
        self._say_state()
        if self._reminder is None:
            from shopdesk.tabs.orders.reminder_bar import ReminderBar

            self._reminder = ReminderBar(self.context, self.context.actions.qaction("file.import"), self)
            self._reminder.asked.connect(self._ask_figures)
            column = self.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(column.indexOf(self.splitter), self._reminder)
        self._reminder.show_figures(figures)

    def _say_state(self) -> None:
        self.set_state_text(state_text(self._counts, self._figures))

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
        self.freight_actions.refresh()
        self.order_actions.refresh()

    def _make_pane(self) -> OrderPane:
        from shopdesk.tabs.orders.detail import OrderPane

        pane = OrderPane(self.context, self)
        pane.printed.connect(self._print_one)
        return pane

    @Slot(int)
    def _print_one(self, order_id: int) -> None:
        self.order_actions.print_paper("labels", [order_id])


def figures_of(session: Any) -> ReviewFigures:
    """How punctual reviews and parcels are."""
    from shopdesk.services.punctuality import review_figures

    return review_figures(session)


def state_text(counts: dict[str, int], figures: ReviewFigures | None) -> str:
    """The state line: what waits, what of it is late, and how punctual the shop was lately (R-O1, R-O4)."""
    if not counts.get("all"):
        return tr("No orders yet")
    to_review = trn("{n} to review", "{n} to review", counts.get("to_review", 0))
    if figures is not None and figures.counts.review_late:
        late = trn("{n} late", "{n} late", figures.counts.review_late)
        to_review = tr("{to_review} ({late})", to_review=to_review, late=late)
    elif figures is not None and figures.counts.review_soon:
        soon = trn("{n} soon due", "{n} soon due", figures.counts.review_soon)
        to_review = tr("{to_review} ({late})", to_review=to_review, late=soon)
    parts = [
        trn("{n} to ship", "{n} to ship", counts.get("to_ship", 0)),
        to_review,
        trn("{n} needs attention", "{n} need attention", counts.get("attention", 0)),
    ]
    if figures is not None and figures.in_time_percent is not None:
        parts.append(tr("{n} % reviewed in time", n=figures.in_time_percent))
    if figures is not None and figures.late_percent:
        parts.append(tr("{n} % shipped late", n=figures.late_percent))
    return " · ".join(parts)


def load(session: Any, order_id: int) -> tuple[OrderDetail, LabelBatch]:
    """An order for its pane, and the label it would get (rules about phone and waybill aside: it is a preview)."""
    from shopdesk.services import labels, orders

    label = labels.labels_for(session, [order_id], phone_required=False, waybill_required=False)
    return orders.detail(session, order_id), label


_EMPTY = {
    "to_ship": (N_("Nothing to ship"), N_("Orders you have confirmed wait here for their label.")),
    "to_review": (N_("Nothing to review"), N_("New orders come here first: drop an export file on the window.")),
    "exceptions": (N_("No exceptions"), N_("Orders you set aside wait here for a word with the customer.")),
    "attention": (N_("Nothing needs attention"), N_("Orders with an odd address, total or SKU are named here.")),
    "waiting": (N_("Nothing is waiting"), N_("Orders that are not paid yet wait here.")),
    "shipped": (N_("Nothing shipped yet"), N_("Orders that have left are kept here.")),
    "cancelled": (N_("Nothing cancelled"), N_("Cancelled orders are kept here.")),
    "archived": (N_("Nothing archived"), N_("Orders that are over leave the lists with Del and are kept here.")),
    "all": (N_("No orders yet"), N_("Drop the order export of a marketplace on the window, or choose Import.")),
}
