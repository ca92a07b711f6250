"""What the owner begins or ends after the sale, asked in small dialogs: money back, invoices, installations, news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shopdesk.base.clock import now
from shopdesk.base.i18n import tr
from shopdesk.domain.aftercare import InvoiceKind, InvoiceWish, RefundKind, check_invoice, check_refund
from shopdesk.domain.money import to_decimal
from shopdesk.domain.typed_amount import typed_amount
from shopdesk.lists.refunds import INVOICE_WORDS, REFUND_WORDS
from shopdesk.services.aftercare import Aftercare
from shopdesk.tabs.orders.tracking_lines import STATUS_WORDS
from shopdesk.ui.context import Context
from shopdesk.ui.forms import Field


class AftercareWishes(QObject):
    """Dialogs over ``parent``'s window on the order that :meth:`set_order` named."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._care: Aftercare | None = None
        self._parcel: int | None = None
        self._buyer = ""

    def set_order(self, care: Aftercare, parcel_id: int | None, buyer: str) -> None:
        """The order that is worked on, its first parcel, and whose it is."""
        self._care, self._parcel, self._buyer = care, parcel_id, buyer

    @Slot()
    def promise_refund(self) -> None:
        """Money goes back."""
        if (care := self._care) is None:
            return
        currency = care.refundable.currency
        fields = [
            Field(
                "amount", tr("Amount in {currency}", currency=currency), value=_amount(care.refundable), required=True
            ),
            Field("kind", tr("Why"), "choice", RefundKind.RETURN, _choices(REFUND_WORDS)),
            Field("reason", tr("Reason"), "lines"),
        ]

        def answered(typed: dict[str, Any]) -> None:
            minor = typed_amount(typed["amount"], currency)
            self._run(
                tr("Refund"), "refunds", "promise", care.order_id, minor, kind=typed["kind"], reason=typed["reason"]
            )

        def check(typed: dict[str, Any]) -> None:
            check_refund(typed_amount(typed["amount"], currency), care.refundable.minor)

        self._ask(tr("Pay money back"), fields, tr("Note the refund"), answered, check=check)

    def refund_paid(self, refund_id: int) -> None:
        """It was paid."""
        fields = [Field("reference", tr("Reference of the payment"))]
        self._ask(
            tr("The refund is paid"), fields, tr("Paid"),
            lambda typed: self._run(tr("Refund"), "refunds", "pay", refund_id, reference=typed["reference"]),
        )  # fmt: skip

    def refund_withdrawn(self, refund_id: int) -> None:
        """It is not owed."""
        self._run(tr("Refund"), "refunds", "withdraw", refund_id)

    @Slot()
    def request_invoice(self) -> None:
        """The buyer wants an invoice (R-O11)."""
        if (care := self._care) is None:
            return
        currency = care.invoiceable.currency
        fields = [
            Field("kind", tr("For"), "choice", InvoiceKind.PERSONAL, _choices(INVOICE_WORDS)),
            Field("title", tr("Title (who it is made out to)"), value=self._buyer, required=True),
            Field("tax_no", tr("Tax number (a company's)")),
            Field(
                "amount", tr("Amount in {currency}", currency=currency), value=_amount(care.invoiceable), required=True
            ),
            Field("email", tr("E-mail")),
        ]

        def answered(typed: dict[str, Any]) -> None:
            minor = typed_amount(typed["amount"], currency)
            more = {key: typed[key] for key in ("kind", "tax_no", "email")}
            self._run(tr("Invoice"), "invoicing", "request", care.order_id, typed["title"], minor, **more)

        def check(typed: dict[str, Any]) -> None:
            minor = typed_amount(typed["amount"], currency)
            check_invoice(InvoiceWish(typed["kind"], typed["title"], typed["tax_no"], minor), care.invoiceable.minor)

        self._ask(tr("An invoice is wanted"), fields, tr("Note the invoice"), answered, check=check)

    def invoice_issued(self, request_id: int) -> None:
        """It is made out."""
        fields = [Field("number", tr("Invoice number"), required=True)]
        self._ask(
            tr("The invoice is issued"), fields, tr("Issued"),
            lambda typed: self._run(tr("Invoice"), "invoicing", "issue", request_id, typed["number"]),
        )  # fmt: skip

    @Slot()
    def request_installation(self) -> None:
        """The buyer wants it installed (R-O15)."""
        if (care := self._care) is not None:
            order_id = care.order_id
            fields = [Field("outlet", tr("Who installs it")), Field("note", tr("Note"), "lines")]
            self._ask(
                tr("An installation is wanted"), fields, tr("Note the installation"),
                lambda typed: self._run(tr("Installation"), "installations", "request", order_id, **typed),
            )  # fmt: skip

    def installation_assigned(self, installation_id: int) -> None:
        """Somebody else does it."""
        fields = [Field("outlet", tr("Who installs it"), required=True)]
        self._ask(
            tr("Give the installation to somebody else"), fields, tr("Give it over"),
            lambda typed: self._run(tr("Installation"), "installations", "assign", installation_id, typed["outlet"]),
        )  # fmt: skip

    def installation_done(self, installation_id: int) -> None:
        """It is installed."""
        self._run(tr("Installation"), "installations", "finish", installation_id)

    @Slot()
    def note_news(self) -> None:
        """What the carrier says, typed in."""
        if (parcel := self._parcel) is not None:
            choices = tuple((str(key), tr(words)) for key, words in STATUS_WORDS.items())
            fields = [
                Field("status", tr("Where it stands"), "choice", "in_transit", choices),
                Field("text", tr("What the carrier says")),
                Field("place", tr("Place")),
            ]
            self._ask(
                tr("News of the parcel"), fields, tr("Note it"),
                lambda typed: self._run(tr("Parcel"), "tracking", "note_news", parcel, **typed),
            )  # fmt: skip

    @Slot()
    def add_task(self) -> None:
        """Something to do about this order, by tomorrow."""
        if (care := self._care) is not None:
            order_id, due = care.order_id, now() + timedelta(days=1)
            fields = [Field("text", tr("What is there to do?"), required=True)]
            self._ask(
                tr("Add a task"), fields, tr("Add"),
                lambda typed: self._run(tr("Task"), "todo", "add", typed["text"], due, order_id),
            )  # fmt: skip

    @Slot()
    def copy_tracking(self) -> None:
        """The words about the parcel, onto the clipboard."""
        if self._care is not None:
            order_id = self._care.order_id
            self._context.tasks.run_io(
                tr("Parcel"), call, "tracking", "tracking_message", order_id, on_done=self._copied
            )

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._context.toasts.show(tr("The message is on the clipboard."))

    def _run(self, title: str, service: str, step: str, *arguments: Any, **more: Any) -> None:
        self._context.tasks.run_db(title, _call_with, service, step, arguments, more)

    def _ask(
        self,
        title: str,
        fields: list[Field],
        action: str,
        answered: Callable[[dict[str, Any]], None],
        *,
        check: Callable[[dict[str, Any]], object] | None = None,
    ) -> None:
        from shopdesk.dialogs.form_dialog import FormDialog

        dialog = FormDialog(title, fields, action, self._parent.window(), check=check)
        dialog.answered.connect(answered)
        dialog.open()


def call(session: Any, service: str, step: str, *arguments: Any) -> Any:
    """A step of a service by name, imported with the first one and not with the window."""
    return _call_with(session, service, step, arguments, {})


def _call_with(session: Any, service: str, step: str, arguments: tuple[Any, ...], more: dict[str, Any]) -> Any:
    from importlib import import_module

    return getattr(import_module(f"shopdesk.services.{service}"), step)(session, *arguments, **more)


def _choices(words: dict[Any, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(key), tr(text)) for key, text in words.items())


def _amount(money: Any) -> str:
    return str(to_decimal(money.minor, money.currency))
