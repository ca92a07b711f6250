"""What every tab and dialog is handed: the open shop, the lanes, the bus, the actions, this machine's memory, the
theme.

Built by ``shopdesk.app.context`` (tests: ``shopdesk.app.context.make_context``); passed down, never global.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from shopdesk.ui.action import ActionRegistry
    from shopdesk.ui.change_bus import ChangeBus
    from shopdesk.ui.tasks import Tasks
    from shopdesk.ui.theme import Theme
    from shopdesk.ui.toasts import Toasts
    from shopdesk.ui.undo import UndoStack


class Machine(Protocol):
    """This machine's memory: declared preferences, and remembered things such as column widths."""

    def preference(self, key: str) -> Any:
        """The value of a declared preference (``language``, ``scheme``, ``density`` …)."""

    def set_preference(self, key: str, value: Any) -> None:
        """Keep a preference; raises ``UserError("setting_invalid")``."""

    def state(self, key: str, default: Any = None) -> Any:
        """Something remembered (JSON values only)."""

    def set_state(self, key: str, value: Any) -> None:
        """Remember something (JSON values only)."""


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What formatting needs to know of the open shop. ``timezone`` IANA, ``currency`` ISO 4217."""

    name: str = ""
    currency: str = "EUR"
    timezone: str = "UTC"
    country: str = ""
    is_sample: bool = False


class Context(QObject):
    """The things a view works with. ``shop`` is a ``ShopFile`` or ``None`` before one is open."""

    shop_changed = Signal(object)  # ShopFile | None

    machine: Machine
    tasks: Tasks
    bus: ChangeBus
    undo: UndoStack
    actions: ActionRegistry
    theme: Theme
    toasts: Toasts
    shop: Any | None
    facts: ShopFacts

    def navigate(self, tab: str, *, record: int | None = None, chip: str | None = None) -> None:
        """Show a tab, a record in it, or one of its chips. Wired by the main window."""
        raise LookupError(tab)

    def import_file(self, path: str | None = None) -> None:
        """Start the import wizard, with a file or asking for one. Wired by the main window."""
        raise LookupError(path)
