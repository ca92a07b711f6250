"""The page of what there is to do: parcels to ask for, buyers to call, money to pay back, and what the owner adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopdesk.base.i18n import N_
from shopdesk.ui.tab import ViewDeclaration

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shopdesk.ui.context import Context


def _make(context: Context, parent: QWidget) -> QWidget:
    from shopdesk.tabs.orders.follow_ups.view import FollowUpsPage

    return FollowUpsPage(context, parent)


def _badge(session: Any) -> int:
    from shopdesk.lists.query import count
    from shopdesk.tabs.orders.follow_ups.columns import FOLLOW_UPS

    return count(session, FOLLOW_UPS, "due")


VIEW = ViewDeclaration(key="follow_ups", title=N_("To do"), icon="check-square", make=_make, badge=_badge)
