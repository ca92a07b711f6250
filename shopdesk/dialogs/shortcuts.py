"""The sheet of keyboard shortcuts: every registered action that has a key, by menu. Nothing here is written by hand but
the keys of the list itself, which are no actions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopdesk.base.i18n import N_, tr
from shopdesk.dialogs.pieces import button, fit
from shopdesk.ui.action import MENU_TITLES, ActionRegistry
from shopdesk.ui.context import Context
from shopdesk.ui.panel import Panel, heading, text_label

_COLUMNS = 2
_LIST_KEYS = (
    (N_("Open the row"), "Return"),
    (N_("Show the row beside the list"), "Space"),
    (N_("Copy the selected rows"), "Ctrl+C"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A menu's name and its ``(action, keys)``."""

    title: str
    keys: tuple[tuple[str, str], ...]


def groups(actions: ActionRegistry) -> list[Group]:
    """Every action with a key, by menu in the menus' order; then the keys of the list."""
    found = []
    for menu, title in MENU_TITLES.items():
        keys = ((tr(action.text), _shown(qaction.shortcuts())) for action, qaction in actions.for_menu(menu))
        found.append(Group(_plain(tr(title)), tuple((_plain(text), shown) for text, shown in keys if shown)))
    menus = set(MENU_TITLES)
    others = [key for key in actions.all_keys() if actions.action(key).menu.split(".")[0] not in menus]
    shown = ((tr(actions.action(key).text), _shown(actions.qaction(key).shortcuts())) for key in others)
    of_list = [(_plain(text), keys) for text, keys in shown if keys]
    of_list += [(tr(text), _shown([QKeySequence(key)])) for text, key in _LIST_KEYS]
    return [group for group in (*found, Group(tr("In the list"), tuple(of_list))) if group.keys]


def _shown(keys: Iterable[QKeySequence]) -> str:
    """The keys as this platform writes them."""
    return tr(", ").join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


def _plain(text: str) -> str:
    """A menu's or an action's words without mnemonic: "文件(&F)" → "文件"."""
    cut = text.find("(&")
    return (text[:cut] if cut > 0 else text).replace("&", "").removesuffix("…")


class ShortcutsDialog(QDialog):
    """Two columns of groups; Esc closes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(tr("Keyboard shortcuts"))
        fit(self, 860, 704)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Keyboard shortcuts"), self, scale=1.45))
        column.addWidget(self._sheet(groups(context.actions)), 1)
        row = QHBoxLayout()
        self.close_button = button(tr("&Close"), "shortcuts_close", self, primary=True)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addLayout(row)

    def _sheet(self, shown: list[Group]) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Keyboard shortcuts"))
        inner = QWidget(area)
        inner.setObjectName("scrolled")
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        heights = [0] * _COLUMNS
        for group in shown:  # into the column that is shorter so far
            place = heights.index(min(heights))
            heights[place] += len(group.keys) + 2
            columns[place].addWidget(_panel(group, inner))
        for column in columns:
            column.setSpacing(12)
            column.addStretch(1)
            row.addLayout(column, 1)
        area.setWidget(inner)
        return area


def _panel(group: Group, parent: QWidget) -> Panel:
    panel = Panel(group.title, parent)
    grid = QGridLayout()
    grid.setVerticalSpacing(3)
    grid.setHorizontalSpacing(16)
    grid.setColumnStretch(0, 1)
    for place, (text, keys) in enumerate(group.keys):
        grid.addWidget(text_label(text, panel), place, 0)
        grid.addWidget(text_label(keys, panel, tone="muted", wrap=False), place, 1, Qt.AlignmentFlag.AlignRight)
    panel.column.addLayout(grid)
    return panel
