"""Builds the one :class:`AppContext`: machine, theme, lanes, bus, actions, toasts, undo. Passed down, never global."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Slot

from shopdesk.app.machine import Machine
from shopdesk.base.i18n import current_language
from shopdesk.ui.action import ActionRegistry
from shopdesk.ui.change_bus import ChangeBus
from shopdesk.ui.context import Context, ShopFacts
from shopdesk.ui.message import change_text
from shopdesk.ui.tasks import Tasks
from shopdesk.ui.theme import Theme
from shopdesk.ui.toasts import Toasts
from shopdesk.ui.undo import UndoStack


class AppContext(Context):
    """A :class:`Context` that owns what it hands out. Close it (:meth:`close`) before the process ends."""

    machine: Machine

    def __init__(self, machine: Machine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.machine = machine
        self.shop: Any | None = None
        self.facts = ShopFacts()
        self.theme = Theme(machine.preference("scheme"), self)
        self.tasks = Tasks(self.current_shop, self)
        self.bus = ChangeBus(self)
        self.actions = ActionRegistry(self)
        self.toasts = Toasts(self)
        self.undo = UndoStack(self.tasks, self.bus, self.current_shop, self)
        self.shop_changed.connect(self.undo.shop_changed)
        self.shop_changed.connect(self.toasts.hide)  # its Undo is of the other shop
        self.toasts.on_undo(self.undo.undo)
        self.tasks.succeeded.connect(self.bus.publish)
        self.bus.changed.connect(self._say_change)
        machine.preference_changed.connect(self._preference_changed)
        self._show_tab: Callable[..., None] | None = None
        self._import: Callable[[str | None], None] | None = None

    def current_shop(self) -> Any | None:
        """The open shop, asked by the lanes."""
        return self.shop

    def set_shop(self, shop: Any | None, facts: ShopFacts | None = None) -> None:
        """Serve another shop file from now on. The old one is closed."""
        old, self.shop = self.shop, shop
        self.facts = facts or ShopFacts()
        self.shop_changed.emit(shop)
        if old is not None and old is not shop:
            old.close()

    def wire(self, show_tab: Callable[..., None] | None, import_file: Callable[[str | None], None] | None) -> None:
        """Called by the main window: who shows tabs, who imports."""
        self._show_tab, self._import = show_tab, import_file

    def navigate(self, tab: str, *, record: int | None = None, chip: str | None = None) -> None:
        if self._show_tab is not None:
            self._show_tab(tab, record=record, chip=chip)

    def import_file(self, path: str | None = None) -> None:
        if self._import is not None:
            self._import(path)

    def close(self) -> None:
        """Stop the lanes, close the shop, write the machine's memory."""
        self.tasks.shutdown()
        if self.shop is not None:
            self.shop.close()
            self.shop = None
        self.machine.save()

    @Slot(object)
    def _say_change(self, change: Any) -> None:
        if not getattr(change, "quiet", False):
            self.toasts.show(change_text(change), undo=change)

    @Slot(str, object)
    def _preference_changed(self, key: str, value: Any) -> None:
        if key == "scheme":
            self.theme.set_mode(value)


def make_context(machine: Machine | None = None, parent: QObject | None = None) -> AppContext:
    """A context of its own; without ``machine`` nothing is remembered (tests, screenshots)."""
    return AppContext(machine or Machine(None), parent)


def language_of(preference: str) -> str:
    """The language to speak for the preference ``"system"``, ``"en"`` or ``"zh_CN"``."""
    if preference != "system":
        return preference
    from PySide6.QtCore import QLocale

    names = [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
    return "zh_CN" if names and names[0].startswith("zh") else "en" if names else current_language()
