"""The main window: rail, menu bar, pages, status bar. Puts parts together; owns no rule, no query, no feature."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from shopdesk.app.actions import tab_actions, window_actions
from shopdesk.app.context import AppContext
from shopdesk.app.flows import Flows
from shopdesk.app.menus import Menus
from shopdesk.app.pages import Pages
from shopdesk.app.paths import SHOP_SUFFIX
from shopdesk.app.rail import Rail
from shopdesk.app.registry import tab_declarations
from shopdesk.app.shop_line import ShopLine
from shopdesk.app.shops import Shops
from shopdesk.app.welcome import WelcomePage
from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import tr, trn
from shopdesk.ui.message import show_error, show_message
from shopdesk.ui.page import TabPage
from shopdesk.ui.status import StatusBar
from shopdesk.ui.tab import TabDeclaration

_SIZE = (1440, 900)
_DECORATION = QSize(16, 48)  # what the system may put around it
_SMALLEST = (1000, 640)
_NAMED = 30


class MainWindow(QMainWindow):
    """``context.wire`` makes it the one that shows tabs and imports."""

    def __init__(self, context: AppContext, shops: Shops, tabs: tuple[TabDeclaration, ...] | None = None) -> None:
        super().__init__()
        self.context = context
        self.shops = shops
        self.tabs = {tab.key: tab for tab in (tab_declarations() if tabs is None else tabs)}
        self.flows = Flows(context, shops, self)
        self.setObjectName("mainWindow")
        self.setWindowTitle("ShopDesk")
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self._lay_out()
        context.actions.add_all(window_actions(self), self)
        context.actions.add_all(tab_actions(self, list(self.tabs.values())), self)
        self.welcome.offer("file.new", "file.open", "file.sample")
        self.menus = Menus(self.menuBar(), context.actions, context.machine, shops)
        self._connect()
        self._restore()
        self._shop_changed()

    def _lay_out(self) -> None:
        shell = QWidget(self)
        shell.setObjectName("shell")
        row = QHBoxLayout(shell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(list(self.tabs.values()), self.context.theme, shell)
        self.stack = QStackedWidget(shell)
        self.welcome = WelcomePage(self.context, self.stack)
        self.stack.addWidget(self.welcome)
        self.pages = Pages(self.context, self.stack, self.tabs.values())
        row.addWidget(self.rail)
        row.addWidget(self.stack, 1)
        self.setCentralWidget(shell)
        self.status = StatusBar(self.context.tasks, self)
        self.setStatusBar(self.status)
        self.shop_line = ShopLine(self.context, self.status, self.rail, list(self.tabs.values()))

    def _connect(self) -> None:
        context = self.context
        self.rail.chosen.connect(self._rail_chosen)
        self.rail.preferences.clicked.connect(self.flows.preferences)
        context.wire(self.show_tab, self.flows.import_file)
        context.toasts.set_host(self.stack)
        context.shop_changed.connect(self._shop_changed)
        context.undo.changed.connect(self._undo_changed)
        context.undo.kept.connect(self._say_kept)
        context.machine.preference_changed.connect(self._preference_changed)
        context.tasks.refused.connect(self.say)
        self.shops.failed.connect(self._could_not_open)
        self.shops.asked.connect(self._asked)
        self.shops.copied.connect(self.shop_line.refresh)
        self.shop_line.counted.connect(self.pages.set_badges)
        self.pages.asked.connect(self._rail_chosen)

    # ---- tabs

    def show_tab(self, key: str, *, record: int | None = None, chip: str | None = None) -> None:
        """Show a tab or one of its other pages; put its cursor onto a record or switch it to a chip."""
        if key not in self.pages or self.context.shop is None:
            return
        page = self.pages.show(key)
        self.rail.select(self.pages.tab_of(key).key)
        self.context.machine.set_state("window.tab", key)
        if isinstance(page, TabPage):
            if chip is not None:
                page.show_chip(chip)
            if record is not None:
                page.show_record(record)
            page.focus_table()
        self.context.actions.refresh()

    def opener(self, key: str) -> Callable[[], None]:
        """What shows the tab ``key``."""
        return lambda: self.show_tab(key)

    def page(self) -> TabPage | None:
        """The tab page in sight."""
        return self.pages.current()

    @Slot(str)
    def _rail_chosen(self, key: str) -> None:
        self.show_tab(key)

    # ---- what actions ask and do

    def has_shop(self) -> bool:
        return self.context.shop is not None

    def has_page(self) -> bool:
        return self.page() is not None

    def can_print(self) -> bool:
        page = self.page()
        return page is not None and bool(page.print_key)

    def is_compact(self) -> bool:
        return bool(self.context.machine.preference("density") == "compact")

    def is_dark(self) -> bool:
        return self.context.theme.is_dark

    def print_page(self) -> None:
        page = self.page()
        if page is not None and page.print_key:
            self.context.actions.trigger(page.print_key)

    def focus_search(self) -> None:
        if (page := self.page()) is not None:
            page.focus_search()

    def copy_rows(self) -> None:
        if (page := self.page()) is not None:
            page.table.copy()

    def select_all(self) -> None:
        if (page := self.page()) is not None:
            page.table.select_all_matching()

    def choose_columns(self) -> None:
        if (page := self.page()) is not None:
            page.table.choose_columns()

    def toggle_detail(self) -> None:
        if (page := self.page()) is not None:
            page.toggle_detail()

    def toggle_density(self) -> None:
        self.context.machine.set_preference("density", "comfortable" if self.is_compact() else "compact")

    def toggle_dark(self) -> None:
        self.context.machine.set_preference("scheme", "light" if self.is_dark() else "dark")

    def show_palette(self) -> None:
        """Ctrl/⌘+K."""
        from shopdesk.app.palette_records import record_kinds
        from shopdesk.ui.palette import CommandPalette

        self.context.actions.refresh()
        palette = CommandPalette(self.context, record_kinds(self.tabs.values(), self.context), self)
        palette.show()
        palette.field.setFocus()

    # ---- what happens

    @Slot()
    def _shop_changed(self) -> None:
        self.pages.drop()
        name = self.context.facts.name
        self.setWindowTitle(f"{name} – ShopDesk" if name else "ShopDesk")
        self.stack.setCurrentWidget(self.welcome)
        if self.context.shop is not None and self.tabs:
            last = self.context.machine.state("window.tab")
            self.show_tab(last if last in self.pages else next(iter(self.tabs)))
        self.context.actions.refresh()

    @Slot()
    def _undo_changed(self) -> None:
        self.context.actions.set_text("edit.undo", self.context.undo.undo_text())
        self.context.actions.refresh()

    @Slot(list)
    def _say_kept(self, names: list[str]) -> None:
        """What an undo left alone, by name."""
        shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        text = trn(
            "{n} record was changed since, so it was kept as it is.",
            "{n} records were changed since, so they were kept as they are.",
            len(names),
        )
        show_message(self, text, title=tr("Undo"), detail=shown)

    @Slot(str, object)
    def _preference_changed(self, key: str, value: str) -> None:
        if key == "density":
            self.pages.set_density(value)
        self.context.actions.refresh()

    @Slot(object)
    def say(self, error: ShopDeskError) -> None:
        """An expected error that nobody else says."""
        show_error(self, error)

    @Slot(object)
    def _could_not_open(self, error: Exception) -> None:
        self.welcome.not_opening()
        if isinstance(error, ShopDeskError):
            show_error(self, error)

    @Slot(dict)
    def _asked(self, wish: dict[str, str]) -> None:
        """A second start of the program: come forward, and import what it was given."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()
        if wish.get("import"):
            self.flows.import_file(wish["import"])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and all(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        event.acceptProposedAction()
        shops = [path for path in paths if path.suffix == SHOP_SUFFIX]
        if shops:
            self.shops.open(shops[0])
        elif paths:
            self.flows.import_files(paths)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.context.actions.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.context.machine.set_state("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        super().closeEvent(event)

    def _restore(self) -> None:
        kept = self.context.machine.state("window.geometry")
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(QSize(*_SIZE).boundedTo(self.screen().availableSize() - _DECORATION))
