"""The pages of waves and parcels as they are used: chips, primary action, scanning, shortage, undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from sqlalchemy import select

from shopdesk.dialogs.shortage import ShortageDialog
from shopdesk.storage.tables import Order, OrderException, Shipment, Wave
from shopdesk.tabs.orders.parcels.view import ParcelsPage
from shopdesk.tabs.orders.waves.view import WavesPage
from shopdesk.ui.page import TabPage
from tests.tabs.orders.test_page import choose, settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def shown(qtbot, context, make: type[TabPage]) -> Iterator[TabPage]:
    window = QWidget()
    qtbot.addWidget(window)
    page = make(context, window)
    window.resize(1300, 800)
    page.resize(1300, 800)
    with qtbot.waitSignal(page.model.completed):
        window.show()
    settle(qtbot, page)
    yield page
    QApplication.processEvents()
    qtbot.waitUntil(context.tasks.is_idle)


@pytest.fixture
def waves(qtbot, context) -> Iterator[TabPage]:
    """The page of waves over the sample shop."""
    yield from shown(qtbot, context, WavesPage)


@pytest.fixture
def parcels(qtbot, context) -> Iterator[TabPage]:
    """The page of parcels over the sample shop."""
    yield from shown(qtbot, context, ParcelsPage)


def wait_for_pane(qtbot, page, record: int) -> None:
    qtbot.waitUntil(lambda: page.detail_pane.record == record)


def button(page, name: str) -> QPushButton:
    found = [each for each in page.findChildren(QPushButton, name) if not each.isHidden()]
    return found[-1]


def stored(page, query):
    with page.context.shop.read() as session:
        return list(session.scalars(query))


def test_the_primary_action_of_each_chip_is_its_next_step(qtbot, waves):
    texts = {}
    for chip in ("open", "picked", "handed_over"):
        choose(qtbot, waves, chip)
        texts[chip] = waves._primary.text()
    assert texts == {
        "open": "Print the pick list…", "picked": "Everything is packed", "handed_over": "Hand over the wave",
    }  # fmt: skip


def test_a_scanned_order_is_packed_and_undo_takes_it_back(qtbot, waves):
    wave = choose(qtbot, waves, "open")
    wait_for_pane(qtbot, waves, wave)
    pane = waves.pane
    n = len(stored(waves, select(Order.id).where(Order.wave_id == wave)))
    assert pane.progress.text() == f"0 of {n} orders packed"
    number = stored(waves, select(Order.external_no).where(Order.wave_id == wave))[0]
    pane.scan.setFocus()
    QTest.keyClicks(pane.scan, number)
    QTest.keyClick(pane.scan, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.progress.text() == f"1 of {n} orders packed")
    assert pane.scan.text() == ""
    waves.context.undo.look()
    qtbot.waitUntil(waves.context.undo.can_undo)
    waves.context.undo.undo_last()
    qtbot.waitUntil(lambda: pane.progress.text() == f"0 of {n} orders packed")


def test_a_parcel_is_known_by_its_waybill_too_and_a_stranger_is_refused(qtbot, waves):
    wave = choose(qtbot, waves, "open")
    wait_for_pane(qtbot, waves, wave)
    query = select(Shipment.waybill).join(Order, Order.id == Shipment.order_id).where(Order.wave_id == wave)
    waves.pane.scan.setText(stored(waves, query)[0])
    waves.pane._scanned()
    qtbot.waitUntil(lambda: waves.pane.progress.text().startswith("1 of"))
    waves.pane.scan.setText("nobody's")
    with qtbot.waitSignal(waves.context.tasks.refused) as refused:
        waves.pane._scanned()
    assert refused.args[0].code == "scan_unknown"


def test_a_shortage_is_recorded_from_the_walk(qtbot, waves):
    wave = choose(qtbot, waves, "open")
    wait_for_pane(qtbot, waves, wave)
    before = len(stored(waves, select(OrderException.id)))
    button(waves, "wave.short.0").click()
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, ShortageDialog))
    dialog.form.set_value("found", 0)
    dialog.save.click()
    qtbot.waitUntil(lambda: len(stored(waves, select(OrderException.id))) > before, timeout=20_000)
    settle(qtbot, waves)


def test_a_wave_goes_from_the_shelf_to_the_carrier_by_its_buttons(qtbot, waves):
    wave = choose(qtbot, waves, "open")
    for key in ("waves.picked", "waves.pack", "waves.hand_over"):
        waves.show_chip("all")
        settle(qtbot, waves)
        waves.table.select_ids([wave])
        waves.context.actions.trigger(key)
        settle(qtbot, waves)
    assert stored(waves, select(Wave.state).where(Wave.id == wave)) == ["handed_over"]
    assert set(stored(waves, select(Order.state).where(Order.wave_id == wave))) == {"shipped"}


def test_waves_start_with_all_that_is_ready(qtbot, waves):
    ready = len(stored(waves, select(Order.id).where(Order.state == "confirmed")))
    waves.context.actions.trigger("waves.start")
    settle(qtbot, waves)
    assert ready and not stored(waves, select(Order.id).where(Order.state == "confirmed"))


def test_parcels_are_handed_over_as_a_whole_chip(qtbot, parcels):
    choose(qtbot, parcels, "to_hand_over")
    n = parcels.model.rowCount()
    assert parcels._primary.text() == f"Hand over {n} parcels"
    parcels.context.actions.trigger("parcels.hand_over")
    settle(qtbot, parcels)
    assert parcels.model.rowCount() == 0


def in_state(state: str):
    return select(Shipment.id).where(Shipment.state == state)


@pytest.mark.parametrize("chip", ["delivered", "on_the_way", "all"])
def test_a_parcel_that_has_left_is_not_offered_to_be_handed_over(qtbot, parcels, chip):
    choose(qtbot, parcels, chip)
    if chip == "all":
        gone = next(each for each in stored(parcels, in_state("delivered")) if parcels.model.row_of(each) >= 0)
        parcels.table.selectRow(parcels.model.row_of(gone))
        settle(qtbot, parcels)
    qtbot.waitUntil(lambda: not parcels._primary.isEnabled())
    assert parcels._primary.text() == "Hand over"
    if chip == "all":
        here = next(each for each in stored(parcels, in_state("packed")) if parcels.model.row_of(each) >= 0)
        parcels.table.selectRow(parcels.model.row_of(here))
        qtbot.waitUntil(parcels._primary.isEnabled)
        assert parcels._primary.text() == "Hand over 1 parcel"


def test_the_pane_says_where_a_parcel_goes_and_leads_to_its_order(qtbot, parcels, monkeypatch):
    parcel = choose(qtbot, parcels, "to_hand_over")
    wait_for_pane(qtbot, parcels, parcel)
    went = []
    monkeypatch.setattr(parcels.context, "navigate", lambda tab, **where: went.append((tab, where)))
    (order,) = stored(parcels, select(Shipment.order_id).where(Shipment.id == parcel))
    button(parcels, "parcel.order").click()
    parcels.context.actions.trigger("parcels.order")
    settle(qtbot, parcels)
    assert went == [("orders", {"record": order})] * 2


def test_parcels_are_found_by_waybill_and_buyer(qtbot, parcels):
    (waybill, name), *_ = parcels.context.shop and [
        (row.waybill, row.order_id) for row in stored(parcels, select(Shipment).where(Shipment.waybill != "").limit(1))
    ]
    parcels.show_chip("all")
    parcels.search.search_now(waybill)
    settle(qtbot, parcels)
    qtbot.waitUntil(lambda: parcels.model.rowCount() == 1)
    assert stored(parcels, select(Shipment.order_id).where(Shipment.id == parcels.model.id_at(0))) == [name]
