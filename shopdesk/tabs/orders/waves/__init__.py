"""The page of waves: orders picked in one walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopdesk.base.i18n import N_
from shopdesk.ui.tab import ViewDeclaration

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shopdesk.ui.context import Context


def _make(context: Context, parent: QWidget) -> QWidget:
    from shopdesk.tabs.orders.waves.view import WavesPage

    return WavesPage(context, parent)


def _badge(session: Any) -> int:
    from shopdesk.lists.query import count
    from shopdesk.tabs.orders.waves.columns import WAVES

    return count(session, WAVES, "open") + count(session, WAVES, "picked")


VIEW = ViewDeclaration(key="waves", title=N_("Waves"), icon="shopping-cart", make=_make, badge=_badge)
