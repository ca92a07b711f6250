"""The window of platform health: every channel and metric; a limit changed and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.app.context import AppContext
from shopdesk.base.clock import now
from shopdesk.dialogs.platform_health.dialog import PlatformHealthDialog
from shopdesk.dialogs.platform_health.limit_form import LimitForm
from shopdesk.domain.platform_health import Metric
from shopdesk.storage.session import ShopFile
from tests.services.order_rows import add_orders

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def test_a_limit_is_changed_and_taken_back(
    qtbot: QtBot, shop: ShopFile, context: AppContext, settle: Callable[[], None]
) -> None:
    with shop.write() as session:
        add_orders(session, 41, state="confirmed", paid_at=now())
    dialog = PlatformHealthDialog(context)
    with qtbot.waitExposed(dialog):
        dialog.show()

    def texts() -> list[str]:
        settle()
        return [label.text() for label in dialog.findChildren(QLabel)]

    def form() -> LimitForm:
        settle()
        name = f"limit.1.{Metric.CANCELLED}"
        next(button for button in dialog.findChildren(QPushButton, name) if button.isVisible()).click()
        return next(made for made in dialog.findChildren(LimitForm) if made.isVisible())

    assert "1 more cancellation this week before the limit of 2.5 %" in texts()
    assert texts().count("Nothing in the imported files to measure it by") == 4
    first = form()
    assert (first.percent.value(), first.days.value(), first.drop.isVisible()) == (2.5, 7, False)
    first.percent.setValue(10)
    first.days.setValue(30)
    first.save.click()
    assert "4 more cancellations in 30 days before the limit of 10 %" in texts()
    second = form()
    assert second.drop.isVisible()
    second.drop.click()
    assert "1 more cancellation this week before the limit of 2.5 %" in texts()
    dialog.close()
    dialog.deleteLater()
