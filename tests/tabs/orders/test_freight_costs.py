"""The page of freight costs over the sample shop: chips, the pane, a bill read from a file, the way to the order."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from sqlalchemy import select

from shopdesk.storage.tables import Shipment
from shopdesk.tabs.orders.freight.view import FreightPage
from shopdesk.ui.action import Action
from tests.tabs.orders.test_page import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot, context):
    window = QWidget()
    qtbot.addWidget(window)
    context.actions.add(Action("shop.carriers", "Carriers…", lambda: None), window)
    made = FreightPage(context, window)
    window.resize(1200, 800)
    made.resize(1200, 800)
    with qtbot.waitSignal(made.model.completed):
        window.show()
    qtbot.waitUntil(context.tasks.is_idle)
    yield made


def said(page) -> str:
    return "\n".join(label.text() for label in page.pane.findChildren(QLabel) if label.isVisibleTo(page))


def test_what_was_dearer_comes_first(qtbot, page):
    assert page.chips.current() == "dearer"
    assert page.model.rowCount() > 0
    page.show_record(page.model.ids()[0])
    settle(qtbot, page)
    qtbot.waitUntil(lambda: "more than quoted" in said(page))
    assert "All bills so far" in said(page)


def test_a_bill_is_read_and_undone(qtbot, page, tmp_path):
    query = select(Shipment).where(Shipment.fee_billed_minor.is_(None), Shipment.fee_quoted_minor.is_not(None))
    with page.context.shop.read() as session:
        parcel = session.scalars(query.where(Shipment.waybill != "").limit(1)).one()
        waybill, parcel_id = parcel.waybill, parcel.id
    bill = tmp_path / "november.csv"
    bill.write_text(f"Waybill,Amount\n{waybill},99.00\nNOBODY,1\n", encoding="utf-8")
    page.cost_actions.take_bill(bill)
    qtbot.waitUntil(lambda: any(isinstance(each, QMessageBox) for each in QApplication.topLevelWidgets()))
    box = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox))
    assert "NOBODY" in box.informativeText()
    box.close()
    settle(qtbot, page)
    with page.context.shop.read() as session:
        assert session.get_one(Shipment, parcel_id).fee_billed_minor == 9_900
        assert session.get_one(Shipment, parcel_id).billed_ref == "november"
    page.context.undo.undo_last()
    settle(qtbot, page)
    with page.context.shop.read() as session:
        assert session.get_one(Shipment, parcel_id).fee_billed_minor is None


def test_the_way_to_the_order(qtbot, page):
    page.show_record(page.model.ids()[0])
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.cost_actions.order_id is not None)
    with page.context.shop.read() as session:
        wanted = session.get_one(Shipment, page.model.ids()[0]).order_id
    asked = []
    page.context.navigate = lambda key, **more: asked.append((key, more))
    page.pane.findChild(QPushButton, "freight.show_order").click()
    assert asked == [("orders", {"record": wanted})]
