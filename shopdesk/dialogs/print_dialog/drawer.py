"""Draws preview pages off the window's thread, one at a time: a wish that comes while one is drawn waits, the
last one wins.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from shopdesk.base.i18n import tr
from shopdesk.dialogs.print_dialog import work
from shopdesk.dialogs.print_dialog.state import PrintPlan
from shopdesk.ui.context import Context


class PageDrawer(QObject):
    """``drawn`` carries a :class:`work.Page`, or ``None`` when there is nothing to print."""

    drawn = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._is_drawing = False
        self._next: tuple[PrintPlan, work.Prepared, int] | None = None

    def draw(self, plan: PrintPlan, prepared: work.Prepared, page: int) -> None:
        """Draw ``page`` (from 0) as soon as may be."""
        self._next = (replace(plan), prepared, page)
        if not self._is_drawing:
            self._begin()

    def _begin(self) -> None:
        if self._next is None:
            return
        wish, self._next = self._next, None
        self._is_drawing = True
        self._context.tasks.run_io(tr("Preview"), work.draw_page, *wish, on_done=self._done, on_error=self._failed)

    def _done(self, page: object) -> None:
        self._is_drawing = False
        self.drawn.emit(page)
        self._begin()

    def _failed(self, error: Exception) -> None:
        self._is_drawing = False
        self.refused.emit(error)
        self._begin()
