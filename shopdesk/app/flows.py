"""The flows a menu starts: which dialog comes, and what its answer sets going. Dialogs are imported when needed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from shopdesk.app.context import AppContext
from shopdesk.app.paths import SHOP_SUFFIX, log_dir, shops_dir
from shopdesk.app.shops import Shops
from shopdesk.base.i18n import current_language, tr
from shopdesk.dialogs.folders import ask_open, ask_save

if TYPE_CHECKING:
    from shopdesk.dialogs.first_start.choice import StartChoice


class Flows(QObject):
    """Dialogs over ``window``."""

    def __init__(self, context: AppContext, shops: Shops, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._shops = shops
        self._window = window
        self._import_after: bool = False
        shops.opened.connect(self._opened)

    @Slot()
    def new_shop(self) -> None:
        """The three doors."""
        from shopdesk.dialogs.first_start.dialog import FirstStart

        dialog = FirstStart(self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(self._door_chosen)
        dialog.language_changed.connect(self._language_chosen)
        dialog.open()

    @Slot(str)
    def _language_chosen(self, language: str) -> None:
        self._context.machine.set_preference("language", language)

    @Slot()
    def _door_chosen(self) -> None:
        dialog = self.sender()
        choice: StartChoice | None = getattr(dialog, "choice", None)
        if choice is None:
            return
        if choice.door == "sample":
            self._shops.open_sample(choice.language)
        else:
            self._import_after = choice.door == "import"
            self._shops.create(choice)

    @Slot()
    def open_sample(self) -> None:
        """Look around without risk."""
        self._shops.open_sample(current_language())

    @Slot()
    def open_shop(self) -> None:
        """Ask for a shop file."""
        path = ask_open(
            self._window, self._context.machine, "shop", tr("Open shop"), shop_files(), self._shops_folder()
        )
        if path is not None:
            self._shops.open(path)

    def _shops_folder(self) -> Path | None:
        """Where shops are kept, until the owner has gone elsewhere."""
        return None if self._context.machine.state("folder.shop") else shops_dir()

    @Slot()
    def save_copy(self) -> None:
        """Ask where to; a copy is checked before it counts."""
        if self._context.shop is None:
            return
        name = tr("{shop} copy", shop=self._context.shop.path.stem) + SHOP_SUFFIX
        path = ask_save(self._window, self._context.machine, "copy", tr("Save a copy"), name, shop_files())
        if path is not None:
            self._shops.save_copy(path.with_suffix(SHOP_SUFFIX))

    def import_file(self, path: str | None = None) -> None:
        """The import wizard, with a file or asking for one."""
        self.import_files([Path(path)] if path else [])

    def import_files(self, paths: list[Path]) -> None:
        """The import wizard over the files that were dropped."""
        from shopdesk.dialogs.import_wizard.wizard import ImportWizard

        if self._context.shop is not None:
            wizard = ImportWizard(self._context, paths, self._window)
            wizard.accepted.connect(self._imported)
            self._show(wizard)

    @Slot()
    def _imported(self) -> None:
        """After orders came in, their review is what comes next (R-O2)."""
        result = getattr(self.sender(), "last", None)
        if result is not None and result.counts.get("orders_new"):
            self._context.navigate("orders", chip="to_review")

    @Slot()
    def import_history(self) -> None:
        """What was imported, and the way back of each."""
        from shopdesk.dialogs.import_history import ImportHistory

        if self._context.shop is not None:
            self._show(ImportHistory(self._context, self._window))

    @Slot()
    def preferences(self) -> None:
        """What this machine prefers and what the shop's rules say."""
        from shopdesk.dialogs.preferences import PreferencesDialog

        self._show(PreferencesDialog(self._context, self._window))

    def open_again(self, names: Iterable[str]) -> None:
        """After the window was built anew for another language: the dialogs (object names) in which it was chosen."""
        ways = {"first_start": self.new_shop, "preferences": self._appearance}
        for way in (ways[name] for name in names if name in ways):
            way()

    def _appearance(self) -> None:
        from shopdesk.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._context, self._window)
        dialog.show_section("preferences.appearance")
        self._show(dialog)

    @Slot()
    def carriers(self) -> None:
        """Carriers, their prices, and what buyers pay for freight."""
        from shopdesk.dialogs.carriers import CarriersDialog

        if self._context.shop is not None:
            self._show(CarriersDialog(self._context, self._window))

    @Slot()
    def order_rules(self) -> None:
        """The owner's if-then rules."""
        from shopdesk.dialogs.order_rules.dialog import OrderRulesDialog

        if self._context.shop is not None:
            self._show(OrderRulesDialog(self._context, self._window))

    @Slot()
    def platform_health(self) -> None:
        """How each marketplace measures the shop."""
        from shopdesk.dialogs.platform_health.dialog import PlatformHealthDialog

        if self._context.shop is not None:
            self._show(PlatformHealthDialog(self._context, self._window))

    @Slot()
    def shortcuts(self) -> None:
        """Every action that has a key, with its key."""
        from shopdesk.dialogs.shortcuts import ShortcutsDialog

        self._show(ShortcutsDialog(self._context, self._window))

    @Slot()
    def show_log(self) -> None:
        """Open the log's folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_dir())))

    @Slot()
    def about(self) -> None:
        """Version, licences, newer versions."""
        self._about("about")

    @Slot()
    def news(self) -> None:
        """What is new in this version."""
        self._about("news")

    def _about(self, section: str) -> None:
        from shopdesk.dialogs.about.dialog import AboutDialog

        self._show(AboutDialog(self._context, self._window, section=section))

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _opened(self) -> None:
        if self._import_after:
            self._import_after = False
            self.import_files([])


def shop_files() -> str:
    """What a file dialog shows: shop files only."""
    return tr("Shop files") + f" (*{SHOP_SUFFIX})"
