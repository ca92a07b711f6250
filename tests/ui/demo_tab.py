"""Nine demo tabs over the demo list: what the window is developed and looked over with."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.ui.action import Action
from shopdesk.ui.context import Context
from shopdesk.ui.page import TabPage
from shopdesk.ui.panel import heading, notice, text_label
from shopdesk.ui.tab import TabDeclaration
from tests.ui.demo import DemoSource

TABS = (
    ("today", "Today", "sun"),
    ("listings", "Listings", "tag"),
    ("orders", "Orders", "package"),
    ("inventory", "Inventory", "stack"),
    ("campaigns", "Campaigns", "megaphone"),
    ("tickets", "Tickets", "chat-circle-dots"),
    ("customers", "Customers", "users"),
    ("reports", "Reports", "chart-bar"),
    ("playbook", "Playbook", "book-open"),
)


def make_page(context: Context, parent: QWidget) -> TabPage:
    """The orders list of the mock."""
    page = TabPage(context, "demo", "Orders", parent)
    context.actions.add(Action("demo.print", "Print labels", _nothing, "Ctrl+Shift+P", "printer"), page)
    page.use_list(DemoSource(8), tr("Search"))
    page.set_state_text("8 to ship · 2 need attention")
    page.set_secondary("file.import")
    page.set_primary("demo.print")
    context.actions.set_text("demo.print", "Print 8 labels")
    page.set_detail(make_detail())
    page.set_empty("package", "No orders yet", "Drop an order export of your marketplace here.", "file.import")
    return page


def make_detail() -> QWidget:
    """Something like an order."""
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(16, 16, 16, 16)
    column.addWidget(heading("304-8812940-1120394", parent=widget))
    column.addWidget(text_label("Amazon DE · placed 22 Nov 08:14", tone="muted", parent=widget))
    column.addWidget(text_label("Emma Fischer\nLindenstraße 14\n10969 Berlin\nGermany", parent=widget))
    for tone in ("amber", "red", "green", "neutral"):
        column.addWidget(notice("4 left in Berlin, below reorder point 9: order 24 by Thu", tone, widget))
    column.addStretch(1)
    return widget


def demo_tabs() -> tuple[TabDeclaration, ...]:
    """The nine, in order."""
    return tuple(
        TabDeclaration(key=key, title=title, icon=icon, order=n, make=make_page)
        for n, (key, title, icon) in enumerate(TABS, 1)
    )


def _nothing() -> None:
    """What a demo action does."""
