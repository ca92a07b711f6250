"""After the sale, in the order's pane: what is there and what is begun."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from sqlalchemy import select

from shopdesk.dialogs.form_dialog import FormDialog
from shopdesk.storage.tables import InvoiceRequest, Order, Refund, Shipment, TrackingEvent
from tests.tabs.orders.test_page import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def go_to(qtbot, page, query) -> int:
    with page.context.shop.read() as session:
        order_id = session.scalars(query.limit(1)).one()
    page.show_record(order_id)
    settle(qtbot, page)
    block = page.pane.aftercare
    qtbot.waitUntil(lambda: block.wishes._care is not None and block.wishes._care.order_id == order_id)
    return order_id


def delivered(page):
    asked = select(InvoiceRequest.order_id)
    return select(Order.id).where(Order.state == "delivered", Order.id.not_in(asked)).order_by(Order.id.desc())


def link(page, name: str) -> QPushButton | None:
    """The link that is in sight; those of the order before may still wait to be destroyed."""
    found = page.pane.aftercare.findChildren(QPushButton, f"aftercare.{name}")
    return next((made for made in found if made.isVisibleTo(page)), None)


def press(qtbot, page, name: str) -> None:
    qtbot.waitUntil(lambda: link(page, name) is not None)
    link(page, name).click()


def answer(qtbot, page, **values: str) -> FormDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
    dialog = QApplication.activeModalWidget()
    for key, value in values.items():
        dialog.form.set_value(key, value)
    dialog.go.click()
    settle(qtbot, page)
    return dialog


def said(page) -> str:
    return "\n".join(label.text() for label in page.pane.aftercare.findChildren(QLabel) if label.isVisibleTo(page))


@pytest.mark.rule("R-O9")
def test_a_refund_is_noted_shown_and_paid(qtbot, page):
    order_id = go_to(qtbot, page, delivered(page))
    press(qtbot, page, "refund.add")
    answer(qtbot, page, amount="5,50")
    qtbot.waitUntil(lambda: "5.50" in said(page))
    press(qtbot, page, "refund.paid")
    answer(qtbot, page, reference="TX-1")
    qtbot.waitUntil(lambda: "paid" in said(page))
    with page.context.shop.read() as session:
        refund = session.scalars(select(Refund).where(Refund.order_id == order_id)).one()
        assert (refund.amount_minor, refund.reference) == (550, "TX-1") and refund.paid_at is not None


@pytest.mark.rule("R-O9")
def test_what_is_no_amount_keeps_the_dialog_and_says_so(qtbot, page):
    order_id = go_to(qtbot, page, delivered(page))
    press(qtbot, page, "refund.add")
    dialog = answer(qtbot, page, amount="five")
    assert dialog.isVisible() and "five" in dialog.notice.text
    dialog.reject()
    with page.context.shop.read() as session:
        assert not list(session.scalars(select(Refund).where(Refund.order_id == order_id)))


@pytest.mark.rule("R-O11")
def test_an_invoice_for_the_rest_is_noted_and_issued(qtbot, page):
    order_id = go_to(qtbot, page, delivered(page))
    press(qtbot, page, "invoice.add")
    answer(qtbot, page)
    qtbot.waitUntil(lambda: link(page, "invoice.issued") is not None)
    press(qtbot, page, "invoice.issued")
    answer(qtbot, page, number="2026-9")
    with page.context.shop.read() as session:
        wish = session.scalars(select(InvoiceRequest).where(InvoiceRequest.order_id == order_id)).one()
        assert (wish.issued_no, wish.amount_minor) == ("2026-9", session.get(Order, order_id).total_minor)
    qtbot.waitUntil(lambda: "2026-9" in said(page))
    assert link(page, "invoice.add") is None


def test_news_typed_in_move_the_parcel_on_and_are_copied_for_the_buyer(qtbot, page):
    order_id = go_to(qtbot, page, select(Order.id).where(Order.state == "shipped").order_by(Order.id.desc()))
    press(qtbot, page, "tracking.note")
    answer(qtbot, page, status="out_for_delivery", text="With Kim", place="Hamburg")
    qtbot.waitUntil(lambda: "With Kim" in said(page))
    press(qtbot, page, "tracking.copy")
    settle(qtbot, page)
    with page.context.shop.read() as session:
        parcel = session.scalars(select(Shipment).where(Shipment.order_id == order_id)).one()
        assert parcel.state == "out_for_delivery"
        assert session.scalars(select(TrackingEvent).where(TrackingEvent.text == "With Kim")).one()
        assert parcel.waybill in QGuiApplication.clipboard().text()
        assert "Hamburg" in QGuiApplication.clipboard().text()
