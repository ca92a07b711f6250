"""After the sale, in the order's pane: news of the parcel, money back, invoices, installation, tasks, and how to begin
one. Reads for itself, so that the rest of the pane does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.base.clock import now
from shopdesk.base.i18n import current_language, tr
from shopdesk.lists.formatting import format_datetime, format_money
from shopdesk.services.aftercare import Aftercare, InstallationLine, InvoiceLine, RefundLine
from shopdesk.services.orders import OrderDetail
from shopdesk.tabs.orders.aftercare_wishes import AftercareWishes
from shopdesk.tabs.orders.tracking_lines import tracking_lines
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.flow import FlowLayout
from shopdesk.ui.panel import heading, text_label

_SHOWN = 4
_Link = tuple[str, str, Callable[[], object]]


class AftercareBlock(QWidget):
    """Built anew for each order."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._order: OrderDetail | None = None
        self.wishes = AftercareWishes(context, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(4)

    def show_order(self, order: OrderDetail) -> None:
        """Ask what follows ``order`` and show it."""
        self._order = order
        self._context.tasks.run_io(tr("Order"), load, order.id, on_done=self._filled, on_error=self._gone)

    def _gone(self, _error: Exception) -> None:
        self._empty()

    def _filled(self, care: Aftercare) -> None:
        if self._order is None or care.order_id != self._order.id:
            return
        order = self._order
        self.wishes.set_order(care, order.shipments[0].id if order.shipments else None, order.buyer_name)
        self._empty()
        self._column.addWidget(heading(tr("After the sale"), scale=1.0, parent=self))
        for line in tracking_lines(care.tracking[:_SHOWN], self._context.facts.timezone):
            self._column.addWidget(text_label(line, tone="muted", parent=self))
        for refund in care.refunds:
            self._add_refund(refund)
        if care.refund_days is not None:
            self._say(
                tr("Refunds of the last 90 days took {days} days (median).", days=f"{care.refund_days:.1f}"), "muted"
            )
        for wish in care.invoices:
            self._add_invoice(wish)
        for job in care.installations:
            self._add_installation(job)
        self._add_tasks(care)
        self._add_links(self._beginnings(order, care))

    def _empty(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _when(self, moment: Any) -> str:
        return format_datetime(moment, current_language(), self._context.facts.timezone)

    def _add_refund(self, line: RefundLine) -> None:
        amount = format_money(line.amount.minor, line.amount.currency)
        if line.paid_at is not None:
            self._say(tr("Refund of {amount}: paid {when}", amount=amount, when=self._when(line.paid_at)))
            return
        late = now() > line.due_at
        text = tr("Refund of {amount}: to pay by {when}", amount=amount, when=self._when(line.due_at))
        self._say(text, "red" if late else "amber")
        self._add_links(
            [
                ("refund.paid", tr("Paid…"), partial(self.wishes.refund_paid, line.id)),
                ("refund.withdraw", tr("Withdraw"), partial(self.wishes.refund_withdrawn, line.id)),
            ]
        )

    def _add_invoice(self, line: InvoiceLine) -> None:
        amount = format_money(line.amount.minor, line.amount.currency)
        if line.issued_no:
            self._say(
                tr("Invoice {number} for {title}: {amount}", number=line.issued_no, title=line.title, amount=amount)
            )
            return
        self._say(tr("Invoice wanted for {title}: {amount}", title=line.title, amount=amount), "amber")
        self._add_links([("invoice.issued", tr("Issued…"), partial(self.wishes.invoice_issued, line.id))])

    def _add_installation(self, line: InstallationLine) -> None:
        outlet = line.outlet or "–"
        if line.done_at is not None:
            self._say(tr("Installed by {outlet}, {when}", outlet=outlet, when=self._when(line.done_at)))
            return
        late = now() > line.due_at
        text = tr("Installation by {outlet}, due {when}", outlet=outlet, when=self._when(line.due_at))
        self._say(text, "red" if late else "amber")
        self._add_links(
            [
                ("install.done", tr("Installed"), partial(self.wishes.installation_done, line.id)),
                ("install.assign", tr("Give to somebody else…"), partial(self.wishes.installation_assigned, line.id)),
            ]
        )

    def _add_tasks(self, care: Aftercare) -> None:
        waiting = [task for task in care.tasks if task.status.state == "due"]
        for task in waiting:
            words, tone = task.status.badge(now())
            self._say(f"{task.title} · {words}", "" if str(tone) == "neutral" else str(tone))
        if waiting:
            first = waiting[0].id
            self._add_links([("tasks.show", tr("Show in To do"), partial(self._show_task, first))])

    def _show_task(self, task_id: int) -> None:
        self._context.navigate("follow_ups", record=task_id)

    def _beginnings(self, order: OrderDetail, care: Aftercare) -> list[_Link]:
        wishes = self.wishes
        links: list[_Link] = []
        if order.shipments:
            links.append(("tracking.copy", tr("Copy tracking message"), wishes.copy_tracking))
            links.append(("tracking.note", tr("Note news of the parcel…"), wishes.note_news))
        if care.refundable.minor and order.payment_state != "unpaid":
            links.append(("refund.add", tr("Refund…"), wishes.promise_refund))
        if care.invoiceable.minor:
            links.append(("invoice.add", tr("Invoice…"), wishes.request_invoice))
        links.append(("install.add", tr("Installation…"), wishes.request_installation))
        links.append(("tasks.add", tr("Add a task…"), wishes.add_task))
        return links

    def _say(self, text: str, tone: str = "") -> None:
        self._column.addWidget(text_label(text, tone=tone, parent=self))

    def _add_links(self, links: list[_Link]) -> None:
        holder = QWidget(self)
        row = FlowLayout(holder, 4)
        for name, text, handler in links:
            link = make_button(text, rank="link", parent=holder)
            link.setObjectName(f"aftercare.{name}")
            link.clicked.connect(partial(_call, handler))
            row.addWidget(link)
        self._column.addWidget(holder)


def _call(handler: Callable[[], object], *_ignored: Any) -> None:
    handler()


def load(session: Any, order_id: int) -> Aftercare:
    """What follows an order."""
    from shopdesk.services import aftercare

    return aftercare.of_order(session, order_id)
