"""The menu bar, built from the registered actions; built anew when a tab adds its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from shopdesk.app.machine import Machine
from shopdesk.app.shops import Shops
from shopdesk.base.i18n import tr
from shopdesk.ui.action import MENU_TITLES, MENUS, SUBMENU_TITLES, ActionRegistry, escaped


class Menus(QObject):
    """Fills ``bar`` and keeps it right."""

    def __init__(self, bar: QMenuBar, actions: ActionRegistry, machine: Machine, shops: Shops) -> None:
        super().__init__(bar)
        self._bar = bar
        self._actions = actions
        self._machine = machine
        self._shops = shops
        self._menus = {key: bar.addMenu(tr(MENU_TITLES[key])) for key in MENUS}
        for key, menu in self._menus.items():
            menu.setObjectName(f"menu.{key}")
            menu.setAccessibleName(tr(MENU_TITLES[key]).replace("&", ""))
            menu.aboutToShow.connect(actions.refresh)
        self._recent = QMenu(tr("Open recent"), bar)
        self._recent.setObjectName("menu.recent")
        self._recent.aboutToShow.connect(self._fill_recent)
        self._within = {key: QMenu(tr(title), bar) for key, title in SUBMENU_TITLES.items()}
        for key, menu in self._within.items():
            menu.setObjectName(f"menu.{key}")
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fill)
        actions.changed.connect(self._soon.start)
        self.fill()

    @Slot()
    def fill(self) -> None:
        """Put every action into its menu."""
        for menu in self._within.values():
            menu.clear()
        for key, menu in self._menus.items():
            menu.clear()
            section: int | None = None
            for action, qaction in self._actions.for_menu(key):
                if section is not None and action.section != section:
                    menu.addSeparator()
                section = action.section
                within = self._within.get(action.menu)
                if within is not None and within.isEmpty():
                    menu.addMenu(within)
                (menu if within is None else within).addAction(qaction)
                if action.key == "file.open":
                    menu.addMenu(self._recent)
            menu.menuAction().setVisible(not menu.isEmpty())

    @Slot()
    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._machine.recent_shops():
            entry = self._recent.addAction(escaped(f"{path.stem}    {path.parent}"))
            entry.setData(str(path))
            entry.triggered.connect(self._open_recent)
        if self._recent.isEmpty():
            self._recent.addAction(tr("No shop yet")).setEnabled(False)

    @Slot()
    def _open_recent(self) -> None:
        entry = self.sender()
        if isinstance(entry, QAction):
            self._shops.open(Path(entry.data()))
