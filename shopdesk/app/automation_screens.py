"""Rules, platform health and the marketplaces' files over the sample shop, for :mod:`shopdesk.app.screens`."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

Stage = Any  # of ``app.screens``, which brings these up


def rules(stage: Stage) -> QWidget:
    """The first rule, which is on."""
    from shopdesk.dialogs.order_rules.dialog import OrderRulesDialog

    dialog: QWidget = stage.dialog(OrderRulesDialog(stage.context, stage.window))
    return dialog


def rule_tried(stage: Stage) -> Any:
    """The second rule, and what it would have done."""
    dialog: Any = rules(stage)
    dialog.list.setCurrentRow(1)
    dialog.try_button.click()
    stage.settle()
    return dialog


def health(stage: Stage) -> QWidget:
    """Every channel."""
    from shopdesk.dialogs.platform_health.dialog import PlatformHealthDialog

    dialog: QWidget = stage.dialog(PlatformHealthDialog(stage.context, stage.window))
    return dialog


def limit(stage: Stage) -> QWidget:
    """The first limit is being changed."""
    from shopdesk.dialogs.platform_health.limit_form import LimitForm

    dialog = health(stage)
    first = next(button for button in dialog.findChildren(QPushButton) if button.objectName().startswith("limit."))
    first.click()
    return dialog.findChild(LimitForm) or dialog


def batch_ship(stage: Stage) -> QWidget:
    """What waits to be told."""
    from shopdesk.dialogs.batch_ship.dialog import BatchShipDialog

    dialog: QWidget = stage.dialog(BatchShipDialog(stage.context, None, stage.window))
    return dialog
