"""Freight in the order's pane and in the menu: choosing by keyboard, reasons, many at once (R-O14)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from sqlalchemy import func, select

from shopdesk.services import carrier_choice
from shopdesk.storage.tables import Order, Shipment
from tests.tabs.orders.test_page import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def buttons(page, name: str) -> list[QPushButton]:
    """Those in sight; those of the order before may still wait to be destroyed."""
    found = page.pane.freight.findChildren(QPushButton)
    return [made for made in found if made.objectName().startswith(name) and made.isVisibleTo(page)]


def said(page) -> str:
    return "\n".join(label.text() for label in page.pane.freight.findChildren(QLabel) if label.isVisibleTo(page))


def go_to_unsent(qtbot, page) -> int:
    """The order to ship in Germany that has no parcel yet and several services."""
    has = select(Shipment.id).where(Shipment.order_id == Order.id).exists()
    query = select(Order.id).where(Order.state == "confirmed", Order.ship_country == "DE", ~has)
    with page.context.shop.read() as session:
        ids = session.scalars(query.order_by(Order.id)).all()
        order_id = next(row for row in ids if len(carrier_choice.options(session, [row])[0].comparison.quotes) > 1)
    page.show_record(order_id)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: buttons(page, "freight.take") != [])
    return order_id


@pytest.mark.rule("R-O14")
def test_an_offer_is_taken_by_keyboard(qtbot, page):
    order_id = go_to_unsent(qtbot, page)
    button = buttons(page, "freight.take")[-1]
    service_id = int(button.objectName().rpartition(".")[2])
    qtbot.keyClick(button, Qt.Key.Key_Return)
    settle(qtbot, page)
    with page.context.shop.read() as session:
        parcel = session.scalars(select(Shipment).where(Shipment.order_id == order_id)).one()
    assert parcel.service_id == service_id
    assert parcel.fee_quoted_minor
    qtbot.waitUntil(lambda: "●" in said(page))


@pytest.mark.rule("R-O14")
def test_the_reason_of_each_other_service_unfolds(qtbot, page):
    go_to_unsent(qtbot, page)
    assert "no price" not in said(page)
    (why,) = buttons(page, "freight.why")
    qtbot.keyClick(why, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: buttons(page, "freight.why") == [] and "no price" in said(page))


@pytest.mark.rule("R-O14")
def test_carriers_for_all_that_is_to_ship(qtbot, page):
    actions = page.context.actions
    assert actions.qaction("orders.carriers").text().startswith("Choose carriers for ")
    quoted = select(func.count()).where(Shipment.fee_quoted_minor.is_not(None))
    with page.context.shop.read() as session:
        before = session.scalar(quoted)
    actions.trigger("orders.carriers")
    settle(qtbot, page)
    with page.context.shop.read() as session:
        assert session.scalar(quoted) > before
