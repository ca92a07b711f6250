"""The Orders tab: imported orders, from review to the parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopdesk.base.i18n import N_
from shopdesk.tabs.orders import parcels, waves
from shopdesk.tabs.orders.follow_ups import VIEW as FOLLOW_UPS
from shopdesk.tabs.orders.freight import VIEW as FREIGHT
from shopdesk.ui.tab import TabDeclaration

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shopdesk.ui.context import Context
    from shopdesk.ui.table.source import RowSource


def _make(context: Context, parent: QWidget) -> QWidget:
    from shopdesk.tabs.orders.view import OrdersPage

    return OrdersPage(context, parent)


def _badge(session: Any) -> int:
    from shopdesk.lists.query import counts
    from shopdesk.tabs.orders.columns import ORDERS

    return counts(session, ORDERS)["to_ship"]


def _records(context: Context) -> RowSource:
    from shopdesk.tabs.orders.columns import ORDERS
    from shopdesk.ui.table.list_source import ListSource

    return ListSource(ORDERS, context)


TAB = TabDeclaration(
    key="orders",
    title=N_("Orders"),
    icon="package",
    order=3,
    make=_make,
    badge=_badge,
    records=_records,
    also=(waves.VIEW, parcels.VIEW, FOLLOW_UPS, FREIGHT),
)
