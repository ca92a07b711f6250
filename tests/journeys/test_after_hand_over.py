"""After the hand-over, by keyboard alone: news are imported, the order is delivered, the buyer called."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from shopdesk.base.clock import now
from shopdesk.dialogs.form_dialog import FormDialog
from shopdesk.dialogs.import_wizard.wizard import ImportWizard
from shopdesk.services import upkeep
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order, Shipment, Task
from tests.journeys.test_main_job import CTRL, SHIFT, Owner, owner
from tests.services.order_rows import add_orders

__all__ = ["owner"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def handed_over(shop: ShopFile, days: float) -> int:
    """An order whose parcel left so many days ago."""
    with shop.write() as session:
        (order_id,) = add_orders(session, state="shipped", ship_country="DE")
        parcel = {"state": "handed_over", "carrier": "DHL", "waybill": "0034043416", "service": "Paket"}
        session.add(Shipment(order_id=order_id, handed_over_at=now() - timedelta(days=days), **parcel))
    return order_id


def tracking_file(folder: Path) -> Path:
    path, moment = folder / "tracking.csv", now() - timedelta(hours=20)
    lines = [
        "Tracking number,Carrier,Event time,Status,Location",
        f"0034043416,DHL,{moment - timedelta(days=1):%Y-%m-%d %H:%M},Picked up,Berlin",
        f"0034043416,DHL,{moment:%Y-%m-%d %H:%M},Delivered,Hamburg",
        f"9999,DHL,{moment:%Y-%m-%d %H:%M},Delivered,Hamburg",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_from_the_carriers_news_to_the_call(owner: Owner, shop: ShopFile, tmp_path: Path) -> None:
    order_id = handed_over(shop, 5)
    import_news(owner, tracking_file(tmp_path))
    with shop.write() as session:
        order = session.get(Order, order_id)
        assert order is not None and order.state == "delivered"
        upkeep.keep_up(session)
        called = session.scalars(select(Task.id).where(Task.kind == "follow_up_call")).one()

    owner.press(Qt.Key.Key_PageDown, CTRL)
    while (page := owner.window.page()) is not None and page.key != "follow_ups":
        owner.press(Qt.Key.Key_PageDown, CTRL)
    assert page is not None and page.table.current_id() == called
    owner.press(Qt.Key.Key_Return, CTRL)
    owner.dialog(FormDialog)
    owner.press(Qt.Key.Key_Down)  # from "Happy" to "Has a problem"
    owner.walk_to("form_go")
    owner.press(Qt.Key.Key_Return)
    with shop.read() as session:
        task = session.get(Task, called)
        assert task is not None and (task.state, task.outcome) == ("done", "problem")
        assert session.scalars(select(Task.state).where(Task.kind == "buyer_problem")).one() == "due"

    owner.press(Qt.Key.Key_Z, CTRL)
    with shop.read() as session:
        task = session.get(Task, called)
        assert task is not None and task.state == "due"

    owner.press(Qt.Key.Key_N, CTRL | SHIFT)
    owner.dialog(FormDialog)
    owner.type("Ring the printer")
    owner.press(Qt.Key.Key_Return)
    with shop.read() as session:
        assert session.scalars(select(Task.state).where(Task.kind == "by_hand")).one() == "due"


def import_news(owner: Owner, path: Path) -> None:
    owner.press(Qt.Key.Key_I, CTRL)
    wizard = owner.dialog(ImportWizard)
    owner.walk_to("choose_file")
    owner.press_and_name(Qt.Key.Key_Return, path)
    if wizard.next.text() == "&Next":  # type: ignore[attr-defined]  # a table of no marketplace: its columns are shown
        owner.walk_to("wizard_next")
        owner.press(Qt.Key.Key_Return)
    assert wizard.next.text() == "&Import 2 tracking events"  # type: ignore[attr-defined]
    owner.press(Qt.Key.Key_Return)
    assert wizard.result_page.isVisible()  # type: ignore[attr-defined]
    owner.press(Qt.Key.Key_Return)
    assert owner.front() is owner.window
