"""A channel's own time to ship, set in the preferences (R-O4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shopdesk.app.context import AppContext
from shopdesk.dialogs.preferences import PreferencesDialog
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Channel, Order

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PAID = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.mark.rule("R-O4")
def test_a_channel_gets_its_own_hours_and_gives_them_back(
    qtbot: QtBot, context: AppContext, shop: ShopFile, settle: Callable[[], None]
) -> None:
    with shop.write() as session:
        channel = session.scalars(select(Channel)).first() or Channel(name="Shopify", kind="shopify", currency="EUR")
        session.add(channel)
        session.flush()
        channel_id = channel.id
        due = PAID + timedelta(hours=48)
        order = Order(
            channel_id=channel_id, external_no="P-1", state="confirmed", placed_at=PAID, paid_at=PAID, ship_by=due,
            currency="EUR",
        )  # fmt: skip
        session.add(order)
        session.flush()
        order_id = order.id
    dialog = PreferencesDialog(context)
    qtbot.addWidget(dialog)
    dialog.show_section("channels")
    settle()
    spin = dialog.findChild(QSpinBox, f"promise.{channel_id}")
    assert spin.text() == "as the shop (48 h)"
    spin.setValue(24)
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    settle()
    with shop.read() as session:
        assert session.get_one(Order, order_id).ship_by == PAID + timedelta(hours=24)
    context.undo.undo_last()
    settle()
    assert spin.text() == "as the shop (48 h)"
    with shop.read() as session:
        assert session.get_one(Order, order_id).ship_by == due
