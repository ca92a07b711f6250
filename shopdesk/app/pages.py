"""The pages of the tabs: built on first show, forgotten with the shop or the language. Knows no feature."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopdesk.ui.context import Context
from shopdesk.ui.page import TabPage
from shopdesk.ui.tab import TabDeclaration, ViewDeclaration


class Pages(QObject):
    """Fills a stack. ``asked(key)`` when a page wants another one of its tab in sight."""

    asked = Signal(str)

    def __init__(self, context: Context, stack: QStackedWidget, tabs: Iterable[TabDeclaration]) -> None:
        super().__init__(stack)
        self._context = context
        self._stack = stack
        self._views: dict[str, tuple[ViewDeclaration, TabDeclaration]] = {
            view.key: (view, tab) for tab in tabs for view in tab.views
        }
        self._made: dict[str, QWidget] = {}
        self._badges: dict[str, int] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._views

    def built(self) -> dict[str, QWidget]:
        """The pages that exist, by key."""
        return dict(self._made)

    def tab_of(self, key: str) -> TabDeclaration:
        """The tab to which the page ``key`` belongs. Raises ``KeyError``."""
        return self._views[key][1]

    def show(self, key: str) -> QWidget:
        """Bring a page in sight. Raises ``KeyError``."""
        if key not in self._made:
            self._made[key] = self._make(*self._views[key])
        self._stack.setCurrentWidget(self._made[key])
        return self._made[key]

    def _make(self, view: ViewDeclaration, tab: TabDeclaration) -> QWidget:
        page = view.make(self._context, self._stack)
        self._stack.addWidget(page)
        if isinstance(page, TabPage):
            page.offer_views(tab.views)
            page.set_view_badges(self._badges)
            page.view_asked.connect(self.asked)
        return page

    def current(self) -> TabPage | None:
        """The page in sight."""
        current = self._stack.currentWidget()
        return current if isinstance(current, TabPage) else None

    def has_views(self) -> bool:
        """Whether the tab in sight has more than one page."""
        page = self.current()
        return page is not None and page.view_switch is not None

    def next_view(self) -> None:
        """Ask for the page of the same tab that comes next."""
        self._step(1)

    def previous_view(self) -> None:
        """Ask for the page of the same tab that comes before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if (page := self.current()) is not None and page.key in self._views:
            keys = [view.key for view in self.tab_of(page.key).views]
            self.asked.emit(keys[(keys.index(page.key) + step) % len(keys)])

    @Slot(dict)
    def set_badges(self, badges: dict[str, int]) -> None:
        """How much waits on each page, by key."""
        self._badges = badges
        for page in self._tab_pages():
            page.set_view_badges(badges)

    def set_density(self, density: str) -> None:
        """Row heights of every table."""
        for page in self._tab_pages():
            page.table.set_density(density)

    def drop(self) -> None:
        """Forget every built page: another shop, or another language."""
        for page in self._made.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._made.clear()

    def _tab_pages(self) -> Iterable[TabPage]:
        return [page for page in self._made.values() if isinstance(page, TabPage)]
