"""The running program: context, shops, window and crash reports, made once and taken down in the right order."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QDialog

from shopdesk.app.context import AppContext, language_of
from shopdesk.app.crash import CrashReporter
from shopdesk.app.machine import Machine
from shopdesk.app.paths import SHOP_SUFFIX, log_dir, machine_file
from shopdesk.app.shops import Shops
from shopdesk.app.upgrades import DailyLook
from shopdesk.app.upkeep import Upkeep
from shopdesk.app.window import MainWindow
from shopdesk.base.i18n import current_language, set_language
from shopdesk.base.log import set_up_log, tear_down_log
from shopdesk.ui.message import show_error
from shopdesk.ui.qt_words import speak_qt
from shopdesk.ui.theme import use_fonts

_TURN_S = 0.001  # how long a lane may keep the window's thread waiting for its turn in Python


class Program(QObject):
    """:meth:`begin` shows the window, :meth:`end` lets go of everything."""

    def __init__(self) -> None:
        super().__init__()
        sys.setswitchinterval(_TURN_S)
        self.machine = Machine(machine_file(), self)
        language = language_of(self.machine.preference("language"))
        if language != current_language():
            set_language(language)
        self._log = set_up_log(log_dir())
        self.context = AppContext(self.machine, self)
        self.context.theme.apply()
        self.crashes = CrashReporter(self)
        self.crashes.install()
        self.shops = Shops(self.context)
        self.upkeep = Upkeep(self.context)
        self.daily_look = DailyLook(self.context)
        self.window: MainWindow | None = None
        self._import: Path | None = None
        self.context.tasks.crashed.connect(self.crashes.report)
        self.crashes.refused.connect(self._say)
        self.machine.preference_changed.connect(self._preference_changed)
        self.shops.opened.connect(self._opened)
        self.shops.elsewhere.connect(self._elsewhere)

    def begin(self, file: Path | None) -> bool:
        """Show the window and open ``file``, the shop opened last or the first start. False.

        Another window took over.
        """
        is_shop = file is not None and file.suffix == SHOP_SUFFIX
        self._import = file if file is not None and not is_shop else None
        recent = self.machine.recent_shops()
        shop = file if is_shop else (recent[0] if recent else None)
        if shop is not None:
            self.shops.open(shop, and_import=self._import)  # before the window is built: the two go on side by side
            if not self.shops.is_opening():
                return False
        window = self._show_window()
        if shop is not None:
            window.welcome.opening(shop.name)
        else:
            QTimer.singleShot(0, window.flows.new_shop)
        return True

    def end(self) -> None:
        """Let go of the shop, the lanes, the hooks."""
        if self.window is not None:
            self.window.hide()
        self.shops.close()
        self.context.close()
        self.crashes.uninstall()
        tear_down_log(self._log)
        if self.window is not None:
            self.window.deleteLater()
            self.window = None

    def _show_window(self) -> MainWindow:
        self.window = MainWindow(self.context, self.shops)
        self.window.show()
        return self.window

    @Slot(object)
    def _opened(self, _path: Path) -> None:
        if self._import is not None and self.window is not None:
            self.window.flows.import_files([self._import])
            self._import = None

    @Slot(object)
    def _elsewhere(self, _path: Path) -> None:
        """Another window has the shop and was raised: nothing to do here, unless we show another shop already."""

    @Slot(object)
    def _say(self, error: Exception) -> None:
        if self.window is not None:
            show_error(self.window, error)  # type: ignore[arg-type]

    @Slot(str, object)
    def _preference_changed(self, key: str, value: str) -> None:
        if key == "language":
            set_language(language_of(value))
            QTimer.singleShot(0, self._speak_anew)

    @Slot()
    def _speak_anew(self) -> None:
        """Build the window again in the new language, in the same place, with the dialog that asked for it."""
        old = self.window
        app = QApplication.instance()
        if old is None or not isinstance(app, QApplication):
            return
        open_ones = [dialog.objectName() for dialog in old.findChildren(QDialog) if dialog.isVisible()]
        app.setQuitOnLastWindowClosed(False)
        old.close()
        old.deleteLater()
        use_fonts(app, current_language())
        speak_qt(app, current_language())
        self._show_window().flows.open_again(open_ones)
        app.setQuitOnLastWindowClosed(True)
