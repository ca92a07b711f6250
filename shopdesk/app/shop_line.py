"""Keeps the status bar's shop line, the rail and the badges right: after opening, after every change, once a minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shopdesk.app.context import AppContext
from shopdesk.app.rail import Rail
from shopdesk.base.clock import now
from shopdesk.base.i18n import tr, trn
from shopdesk.ui.status import StatusBar
from shopdesk.ui.tab import TabDeclaration

_MINUTE_MS = 60_000
_SOON_MS = 250  # the rows of a new shop come first


class ShopLine(QObject):
    """ "Shop “Berlin Kettle Co.” · 431 orders · 212 products · copy saved 6 min ago".

    ``counted(badges)``: how much waits on each page of the tabs, by key.
    """

    counted = Signal(dict)

    def __init__(self, context: AppContext, status: StatusBar, rail: Rail, tabs: Sequence[TabDeclaration]) -> None:
        super().__init__(status)
        self._context = context
        self._status = status
        self._rail = rail
        self._tabs = tabs
        self._counts = ""
        self.badges: dict[str, int] = {}
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.count)
        minute = QTimer(self, interval=_MINUTE_MS)
        minute.timeout.connect(self.refresh)
        minute.start()
        context.shop_changed.connect(self._shop_changed)
        context.bus.changed.connect(self._soon.start)
        self._shop_changed()

    @Slot()
    def _shop_changed(self) -> None:
        self._counts = ""
        self._rail.set_shop(self._context.shop is not None)
        self.refresh()
        self._soon.start()

    @Slot()
    def count(self) -> None:
        """Ask how much there is."""
        if self._context.shop is not None:
            self._context.tasks.run_io("counts", _count, self._tabs, on_done=self._counted)

    def _counted(self, result: tuple[Any, dict[str, int]]) -> None:
        counts, badges = result
        orders = trn("{n} order", "{n} orders", counts.orders)
        skus = trn("{n} product variant", "{n} product variants", counts.skus)
        self._counts = f"{orders}  ·  {skus}"
        self.badges = badges
        for tab in self._tabs:
            self._rail.set_badge(tab.key, badges.get(tab.key, 0))
        self.counted.emit(badges)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Word the line anew."""
        shop = self._context.shop
        if shop is None:
            self._status.set_shop_line(tr("No shop is open"))
            return
        copied = self._context.machine.state(f"copied.{getattr(shop, 'path', '')}")
        copied_text = copy_text(now() - datetime.fromisoformat(copied)) if copied else tr("no copy saved yet")
        self._status.set_shop_line(tr("Shop “{name}”", name=self._context.facts.name), self._counts, copied_text)


def copy_text(age: timedelta) -> str:
    """ "copy saved 6 min ago"; a clock set back counts as now."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 1:
        return tr("copy saved just now")
    if minutes < 60:
        return trn("copy saved {n} min ago", "copy saved {n} min ago", minutes)
    if minutes < 48 * 60:
        return trn("copy saved {n} h ago", "copy saved {n} h ago", minutes // 60)
    return trn("copy saved {n} day ago", "copy saved {n} days ago", minutes // (24 * 60))


def _count(session: Any, tabs: Sequence[TabDeclaration]) -> tuple[Any, dict[str, int]]:
    from shopdesk.services.summary import shop_counts

    views = [view for tab in tabs for view in tab.views]
    return shop_counts(session), {view.key: view.badge(session) for view in views if view.badge is not None}
