"""The pane beside a list: follows the cursor, reads its record in the io lane, hands it to the widget that shows it.

Knows no feature: a page says how the widget is made and how a record is read (``TabPage.use_pane``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from shopdesk.base.errors import MachineError
from shopdesk.base.i18n import tr
from shopdesk.ui.context import Context
from shopdesk.ui.panel import Panel
from shopdesk.ui.tasks import Task

_AFTER_PAINT_MS = 50
_PAUSE_MS = 40  # longer than a held key needs for the next row: rows that are passed by are not read


class DetailPane(Panel):
    """A frame that scrolls. :meth:`set_widget` shows something fixed, :meth:`use` one record of a list.

    The last wish wins: a record that is still being read when the cursor goes on is never shown. Nothing is read for a
    pane that is out of sight; it catches up when it is seen.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=1)
        self.setMinimumWidth(280)
        self.record: int | None = None  # what is shown, not what is on its way
        self._context = context
        self._wanted: int | None = None
        self._is_stale = False
        self._widget: Any = None
        self._make: Callable[[], QWidget] | None = None
        self._load: Callable[[Any, int], Any] | None = None
        self._reading: Task | None = None
        self._make_soon = QTimer(self, singleShot=True, interval=_AFTER_PAINT_MS)
        self._make_soon.timeout.connect(self.widget)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(tr("Details"))
        self.column.addWidget(self._scroll)

    # ---- what a page says

    def set_widget(self, widget: QWidget) -> None:
        """Show ``widget``; it scrolls when it is long."""
        widget.setObjectName(widget.objectName() or "scrolled")
        self._widget = widget
        self._scroll.setWidget(widget)
        widget.show()

    def use(self, make: Callable[[], QWidget], load: Callable[[Any, int], Any]) -> None:
        """``make()`` builds the widget: it has ``show_record(what load returned)`` and ``clear()``. ``load(session,
        record)`` runs in the io lane and raises ``UserError`` for a record that is gone.
        """
        self._make, self._load = make, load
        self._context.bus.changed.connect(self.reload)

    @Slot()
    def widget(self) -> Any:
        """What shows the record, built when it is first asked for."""
        if self._widget is None and self._make is not None:
            self.set_widget(self._make())
        return self._widget

    def prepare(self) -> None:
        """The rows are there: build the widget once they are painted."""
        if self._widget is None and self._make is not None:
            self._make_soon.start()

    # ---- following

    @Slot(object)
    def follow(self, record: int | None) -> None:
        """Show ``record``, or nothing."""
        if record == self._wanted:
            return  # rows came anew, the cursor stayed
        self._wanted = record
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read the record anew: something was changed, perhaps this."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._is_stale = not self.isVisible()
        if self._wanted is None:
            self._empty()
        elif self._load is not None and not self._is_stale:
            done = partial(self._filled, self._wanted)
            self._reading = self._context.tasks.run_io(
                tr("Details"), self._load, self._wanted, on_done=done, on_error=self._failed, after_ms=_PAUSE_MS
            )

    def _filled(self, record: int, loaded: Any) -> None:
        self._reading = None
        is_another = record != self.record
        self.record = record
        self.widget().show_record(loaded)
        if is_another:  # the same record, read anew, keeps its place
            self._scroll.verticalScrollBar().setValue(0)

    def _failed(self, error: Exception) -> None:
        self._reading = None
        self._empty()
        if isinstance(error, MachineError):
            self._context.tasks.refuse(error)

    def _empty(self) -> None:
        self.record = None
        if self._widget is not None and self._make is not None:
            self._widget.clear()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload()
