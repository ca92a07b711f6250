"""Rules by keyboard alone, in the real window: made, tried, switched on; then they run on what is imported, and the
shipped order goes into the marketplace's file once.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from shopdesk.dialogs.batch_ship.dialog import BatchShipDialog
from shopdesk.dialogs.order_rules.dialog import OrderRulesDialog
from shopdesk.dialogs.platform_health.dialog import PlatformHealthDialog
from shopdesk.services import orders
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order, OrderEvent
from tests.journeys.test_main_job import CTRL, SHIFT, Owner, import_by_keyboard, owner, three_orders

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so
__all__ = ["owner"]
ALT = Qt.KeyboardModifier.AltModifier


def by_palette(owner: Owner, words: str) -> None:
    owner.press(Qt.Key.Key_K, CTRL)
    owner.type(words)
    owner.press(Qt.Key.Key_Return)


def make_a_rule(owner: Owner) -> None:
    """Every order to Germany is tagged."""
    by_palette(owner, "Order rules")
    dialog = owner.dialog(OrderRulesDialog)
    owner.press(Qt.Key.Key_N, ALT)
    owner.qtbot.waitUntil(dialog.editor.name.hasFocus, timeout=10_000)
    owner.type("At home")
    owner.walk_to("rule_value")
    owner.type("DE, AT")
    owner.walk_to("rule_text")
    owner.type("home")
    owner.press(Qt.Key.Key_T, ALT)
    owner.qtbot.waitUntil(dialog.switch.isEnabled, timeout=10_000)
    owner.press(Qt.Key.Key_S, ALT)
    owner.qtbot.waitUntil(lambda: dialog.switch.text() == "&Switch off", timeout=10_000)
    owner.press(Qt.Key.Key_Escape)
    owner.window.activateWindow()
    owner.qtbot.waitUntil(owner.window.isActiveWindow, timeout=10_000)


def test_a_rule_runs_on_what_comes_in(owner: Owner, shop: ShopFile, tmp_path: Path) -> None:
    make_a_rule(owner)
    import_by_keyboard(owner, three_orders(tmp_path))
    with shop.read() as session:
        assert list(session.scalars(select(Order.tags))) == ["home"] * 3
        assert list(session.scalars(select(OrderEvent.code).where(OrderEvent.code == "order_rule_tag")))


def test_shipped_orders_are_written_once(owner: Owner, shop: ShopFile, tmp_path: Path) -> None:
    out = tmp_path / "shipped.csv"
    import_by_keyboard(owner, three_orders(tmp_path))
    with shop.write() as session:
        found = list(session.scalars(select(Order.id)))
        orders.mark_fine(session, found)
        orders.confirm(session, found)
        orders.mark_shipped(session, found[:1], carrier="DHL", waybill="00340434161094042557")
    owner.press(Qt.Key.Key_E, CTRL | SHIFT)
    dialog = owner.dialog(BatchShipDialog)
    assert dialog.marketplace.currentData() == "shopify"
    owner.walk_to("batch_ship_write")
    owner.press_and_name(Qt.Key.Key_Return, out)
    assert out.read_text("utf-8").splitlines()[1] == "#1001,UPDATE,success,DHL Express,00340434161094042557,TRUE"
    assert not dialog.write.isEnabled()
    owner.press(Qt.Key.Key_Escape)
    by_palette(owner, "Platform health")
    owner.dialog(PlatformHealthDialog)
    owner.press(Qt.Key.Key_Escape)
    assert owner.front() is owner.window
