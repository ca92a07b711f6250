"""The page of parcels: to label, to hand over, on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopdesk.base.i18n import N_
from shopdesk.ui.tab import ViewDeclaration

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shopdesk.ui.context import Context


def _make(context: Context, parent: QWidget) -> QWidget:
    from shopdesk.tabs.orders.parcels.view import ParcelsPage

    return ParcelsPage(context, parent)


def _badge(session: Any) -> int:
    from shopdesk.lists.query import count
    from shopdesk.tabs.orders.parcels.columns import SHIPMENTS

    return count(session, SHIPMENTS, "to_hand_over")


VIEW = ViewDeclaration(key="parcels", title=N_("Parcels"), icon="barcode", make=_make, badge=_badge)
