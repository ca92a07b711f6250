"""What the owner can do with the wave under the cursor. The work is the services'."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot

from shopdesk.base.i18n import N_, tr
from shopdesk.tabs.orders.papers import open_print_window
from shopdesk.ui.action import Action
from shopdesk.ui.chosen_rows import ChosenRows
from shopdesk.ui.page import TabPage

START, PICK_LIST, PACK, HAND_OVER = "waves.start", "waves.pick_list", "waves.pack", "waves.hand_over"
PRIMARY = {"open": PICK_LIST, "picked": PACK}


class WaveActions(ChosenRows):
    """The actions of the waves page, on one wave at a time."""

    def __init__(self, page: TabPage) -> None:
        super().__init__(page)
        page.context.actions.add_all(self._declared(), page)

    def _declared(self) -> list[Action]:
        one = self.has_selected
        pick, labels = partial(self._print, "pick_list"), partial(self._print, "labels")
        notes, sheet = partial(self._print, "packing_notes"), partial(self._print, "handover")
        found, packed, gone = (partial(self._take, step) for step in ("pick", "pack", "hand_over"))
        return [
            Action(START, N_("Start waves"), self.start, "Ctrl+Shift+G", "play", "shop", 0),
            Action(PICK_LIST, N_("Print the pick list…"), pick, "", "clipboard-text", "shop", 0, one),
            Action("waves.labels", N_("Print labels…"), labels, "Ctrl+Shift+P", "printer", "shop", 0, one),
            Action("waves.notes", N_("Print packing notes…"), notes, "", "note", "shop", 0, one),
            Action("waves.sheet", N_("Print the hand-over sheet…"), sheet, "", "pen-nib", "shop", 0, one),
            Action("waves.picked", N_("Everything was found"), found, "Ctrl+Return", "check", "shop", 1, one),
            Action(PACK, N_("Everything is packed"), packed, "Ctrl+Shift+B", "package", "shop", 1, one),
            Action(HAND_OVER, N_("Hand over the wave"), gone, "Ctrl+M", "truck", "shop", 1, one),
        ]

    @Slot()
    def refresh(self) -> None:
        """Grey out what cannot be done."""
        self._context.actions.refresh()

    @Slot()
    def start(self) -> None:
        """Everything that is confirmed."""
        self._context.tasks.run_db(tr("Start a wave"), start_all)

    def _wave(self) -> int | None:
        chosen = self.targets()
        return chosen[0] if chosen else None

    def _take(self, step: str) -> None:
        if (wave := self._wave()) is not None:
            self._context.tasks.run_db(tr("Wave"), take_step, step, wave)

    def _print(self, paper: str) -> None:
        if (wave := self._wave()) is not None:
            opened = partial(open_print_window, self._page, paper)
            self._context.tasks.run_io(tr("Print"), orders_of, wave, on_done=opened)


def start_all(session: Any) -> Any:
    """Waves with every confirmed order."""
    from shopdesk.services import waves

    return waves.start_ready(session)


def take_step(session: Any, step: str, wave: int) -> Any:
    """A step of ``services.waves`` by its name, imported with the first one and not with the window."""
    from shopdesk.services import waves

    return getattr(waves, step)(session, wave)


def orders_of(session: Any, wave: int) -> list[int]:
    """The orders of a wave."""
    from shopdesk.services import waves

    return waves.orders_of(session, wave)
