"""Which rows an action of a page works on: the selection, or all of a chip where the action is its next step."""

from __future__ import annotations

from PySide6.QtCore import QObject

from shopdesk.ui.page import TabPage


class ChosenRows(QObject):
    """The base of a page's actions."""

    def __init__(self, page: TabPage) -> None:
        super().__init__(page)
        self._page = page
        self._context = page.context

    def chip(self) -> str:
        """The chip in force."""
        return str(self._page.chips.current())

    def targets(self, whole: str = "") -> list[int]:
        """The selected rows; on the chip ``whole``, where the action is the next step, all of it unless several are
        selected.
        """
        if self._page.model is None:
            return []
        if self._takes_all(whole):
            return list(self._page.model.ids())
        return list(self._page.table.selected_ids())

    def count(self, whole: str = "") -> int:
        """How many rows :meth:`targets` has, without reading their ids."""
        if self._page.model is None:
            return 0
        return self._page.model.rowCount() if self._takes_all(whole) else self._page.table.selected_count()

    def _takes_all(self, whole: str) -> bool:
        return bool(whole) and self.chip() == whole and self._page.table.selected_count() <= 1

    def has_selected(self) -> bool:
        """Whether a row is selected."""
        return self.count() > 0

    def say(self, key: str, count: int, counted: str, plain: str) -> None:
        """An action says to how many it does what it does, or, without any, what it would do."""
        self._context.actions.set_text(key, counted if count else plain)
