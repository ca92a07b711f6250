"""The window of shipped orders: the marketplace that waits first, what is left out said, written once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from shopdesk.app.context import AppContext
from shopdesk.dialogs.batch_ship.dialog import BatchShipDialog
from shopdesk.services import orders
from shopdesk.storage.session import ShopFile
from tests.services.order_rows import add_orders

Settle = Callable[[], None]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def dialog(qtbot: QtBot, shop: ShopFile, context: AppContext, settle: Settle) -> Iterator[BatchShipDialog]:
    with shop.write() as session:
        first, second, bare = add_orders(session, 3, state="confirmed")
        orders.mark_shipped(session, [first], carrier="DHL", waybill="111")
        orders.mark_shipped(session, [second], carrier="DHL", waybill="222")
        orders.mark_shipped(session, [bare])
    made = BatchShipDialog(context, None)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    yield made
    made.close()
    made.deleteLater()


def test_it_is_written_once(
    dialog: BatchShipDialog, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "amazon.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    assert dialog.marketplace.currentData() == "amazon"
    assert dialog.write.text() == "&Write 2 orders into the file…"
    assert dialog._remark.text == "1 order left out, no carrier or waybill: 303-0003."
    assert [dialog.table.item(row, 2).text() for row in range(2)] == ["111", "222"]
    dialog.write.click()
    settle()
    assert len(out.read_text("utf-8").splitlines()) == 3
    assert "2" in dialog._told.text
    assert not dialog.write.isEnabled()
    assert "2 parcels were in an earlier file." in dialog._remark.text
    dialog.again.setChecked(True)
    settle()
    assert dialog.write.isEnabled()


def test_a_layout_that_is_not_the_marketplaces_own_asks_for_a_look(dialog: BatchShipDialog, settle: Settle) -> None:
    dialog.marketplace.setCurrentIndex(dialog.marketplace.findData("taobao"))
    dialog.marketplace.activated.emit(0)
    settle()
    assert "Compare the columns" in dialog._remark.text
    assert not dialog.write.isEnabled()
    assert dialog._empty.isVisible()


def test_a_disk_that_refuses_is_said_and_nothing_is_remembered(
    dialog: BatchShipDialog, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "a.txt"), ""))
    dialog.write.click()
    settle()
    assert dialog._problem.text
    dialog._look()
    settle()
    assert dialog.write.text() == "&Write 2 orders into the file…"
