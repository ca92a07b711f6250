"""Actions: said once, found in menus, buttons, shortcuts and the command palette.

A view registers an :class:`Action`; the registry makes its ``QAction``. Nothing else in the program makes one for the
owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import N_, tr
from shopdesk.ui.icons import icon

MENU_TITLES = {"file": N_("&File"), "edit": N_("&Edit"), "view": N_("&View"), "shop": N_("&Shop"), "help": N_("&Help")}
MENUS = tuple(MENU_TITLES)
#: Menus within a menu: ``shop.print`` stands in ``shop``, where its first action would.
SUBMENU_TITLES = {"shop.print": N_("Print"), "shop.parcels": N_("Parcels")}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the owner can do.

    ``text`` is marked with ``N_`` (ends in … when a dialog follows). ``shortcut`` is portable text (``"Ctrl+P"``: ⌘ on
    macOS). ``menu`` is one of :data:`MENUS` or :data:`SUBMENU_TITLES`, or ``""`` for none; ``section`` parts a menu by
    lines. ``enabled`` / ``checked`` are asked on :meth:`ActionRegistry.refresh`. An action always has a palette entry
    unless ``in_palette`` is false (then: a shortcut).
    """

    key: str
    text: str
    handler: Callable[[], object]
    shortcut: str | tuple[str, ...] = ""
    icon: str = ""
    menu: str = ""
    section: int = 0
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None
    in_palette: bool = True


class ActionRegistry(QObject):
    """Every action of the window, by key."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, tuple[Action, QAction]] = {}
        self._in_sight: frozenset[str] = frozenset()

    def add(self, action: Action, owner: QWidget) -> QAction:
        """Register ``action``; its shortcut works while ``owner`` (a window: everywhere in it; a page: inside it) has
        the focus.

        Registering a key again replaces it (a window built anew after a change of language).
        """
        self.remove(action.key)
        qaction = QAction(tr(action.text), owner)
        qaction.setObjectName(f"action.{action.key}")
        keys = (action.shortcut,) if isinstance(action.shortcut, str) else action.shortcut
        qaction.setShortcuts([QKeySequence(key) for key in keys if key])
        scope = Qt.ShortcutContext.WindowShortcut if owner.isWindow() else Qt.ShortcutContext.WidgetWithChildrenShortcut
        qaction.setShortcutContext(scope)
        if action.icon:
            qaction.setIcon(icon(action.icon))
        qaction.setCheckable(action.checked is not None)
        qaction.setMenuRole(QAction.MenuRole.NoRole)
        qaction.triggered.connect(lambda _checked=False: action.handler())
        owner.addAction(qaction)
        self._actions[action.key] = (action, qaction)
        qaction.destroyed.connect(lambda _=None, key=action.key, made=qaction: self._forget(key, made))
        self._ask(action, qaction)
        self.changed.emit()
        return qaction

    def add_all(self, actions: Iterable[Action], owner: QWidget) -> list[QAction]:
        """:meth:`add` for each."""
        return [self.add(action, owner) for action in actions]

    def remove(self, key: str) -> None:
        """Forget an action, if it is known."""
        if key in self._actions:
            _, qaction = self._actions.pop(key)
            qaction.deleteLater()

    def qaction(self, key: str) -> QAction:
        """The ``QAction`` of ``key``. Raises ``KeyError``."""
        return self._actions[key][1]

    def action(self, key: str) -> Action:
        """The declaration of ``key``. Raises ``KeyError``."""
        return self._actions[key][0]

    def all_keys(self) -> list[str]:
        """Every key, in order of registration."""
        return list(self._actions)

    def set_text(self, key: str, text: str) -> None:
        """Say exactly what will be done ("Print 8 labels"); ``text`` is already in the owner's language and read as it
        is: no letter of it is a mnemonic.
        """
        self.qaction(key).setText(escaped(text))

    def trigger(self, key: str) -> None:
        """Do it, as if its menu entry were chosen."""
        self.qaction(key).trigger()

    def refresh(self) -> None:
        """Ask every action whether it can be done now, and whether it is on.

        ``changed`` follows when another tab is in sight, for its actions are others.
        """
        for action, qaction in self._actions.values():
            self._ask(action, qaction)
        in_sight = frozenset(key for key, (_, qaction) in self._actions.items() if _in_sight(qaction))
        if in_sight != self._in_sight:
            self._in_sight = in_sight
            self.changed.emit()

    def for_palette(self) -> list[tuple[Action, QAction]]:
        """What the palette offers now: enabled, and its owner is in sight."""
        return [
            (action, qaction)
            for action, qaction in self._actions.values()
            if action.in_palette and qaction.isEnabled() and _in_sight(qaction)
        ]

    def for_menu(self, menu: str) -> list[tuple[Action, QAction]]:
        """The actions of a menu and of those within it, by section: the window's and those of the tab in sight."""
        entries = [
            entry for entry in self._actions.values() if entry[0].menu.split(".")[0] == menu and _in_sight(entry[1])
        ]
        return sorted(entries, key=lambda entry: entry[0].section)

    def around(self, widget: QWidget) -> list[tuple[Action, QAction]]:
        """The actions with a menu of the page that ``widget`` is on, by section."""
        entries = [entry for entry in self._actions.values() if entry[0].menu and _is_around(entry[1], widget)]
        return sorted(entries, key=lambda entry: entry[0].section)

    def _ask(self, action: Action, qaction: QAction) -> None:
        if action.enabled is not None:
            qaction.setEnabled(action.enabled())
        if action.checked is not None:
            qaction.setChecked(action.checked())

    def _forget(self, key: str, made: QAction) -> None:
        if key in self._actions and self._actions[key][1] is made:
            del self._actions[key]


def escaped(text: str) -> str:
    """``text`` for a menu or a button, in which Qt reads ``&`` as the mark of a mnemonic: a file may be called R&D."""
    return text.replace("&", "&&")


def unmarked(text: str) -> str:
    """The text of a menu entry or a button as it is read."""
    return "&".join(part.replace("&", "") for part in text.split("&&"))


def _is_around(qaction: QAction, widget: QWidget) -> bool:
    owner = qaction.parent()
    return isinstance(owner, QWidget) and not owner.isWindow() and (owner is widget or owner.isAncestorOf(widget))


def _in_sight(qaction: QAction) -> bool:
    owner = qaction.parent()
    return isinstance(owner, QWidget) and (owner.isWindow() or owner.isVisibleTo(owner.window()))
