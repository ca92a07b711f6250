"""The page of freight costs: what carriers quoted for parcels, what they billed, and where the two differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopdesk.base.i18n import N_
from shopdesk.ui.tab import ViewDeclaration

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shopdesk.ui.context import Context


def _make(context: Context, parent: QWidget) -> QWidget:
    from shopdesk.tabs.orders.freight.view import FreightPage

    return FreightPage(context, parent)


def _badge(_session: Any) -> int:
    """Nothing here waits for the owner by the hour."""
    return 0


VIEW = ViewDeclaration(key="freight", title=N_("Freight costs"), icon="scales", make=_make, badge=_badge)
