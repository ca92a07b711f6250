"""The status bar: which shop, how much is in it, when a copy was last saved.

And the work under way with progress and Cancel.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStatusBar, QWidget

from shopdesk.base.i18n import tr, trn
from shopdesk.ui.buttons import PushButton
from shopdesk.ui.elide import ElidedLabel
from shopdesk.ui.tasks import Task, Tasks

_BAR_PX = 160
_SHOW_AFTER_MS = 400  # what is done sooner needs no bar
_MINUTE_S = 60


class StatusBar(QStatusBar):
    """Shop line at the left, the oldest running task at the right."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 0, 0, 0)
        self.shop_line = ElidedLabel(parent=self)
        self.addWidget(self.shop_line, 1)
        self.work = WorkPane(tasks, self)
        self.addPermanentWidget(self.work)

    def set_shop_line(self, *parts: str) -> None:
        """ "Shop “Berlin Kettle Co.”", "431 orders", "copy saved 6 min ago": what is not known is left out."""
        self.shop_line.set_whole("  ·  ".join(part for part in parts if part))


class WorkPane(QWidget):
    """Title, progress, remaining time and Cancel of the oldest visible task; says how many more wait."""

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: Task | None = None
        self.label = ElidedLabel(parent=self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_PX)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel = PushButton(tr("Cancel"), self)
        self.cancel.setProperty("link", True)
        self.cancel.setAccessibleName(tr("Cancel"))
        self.cancel.setObjectName("status.cancel")
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(8)
        for widget in (self.label, self.bar, self.cancel):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.label.setMinimumWidth(120)
        self._show_soon = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)
        self._show_soon.timeout.connect(self._look)
        tasks.started.connect(self._on_started)
        tasks.ended.connect(self._look)
        self.hide()

    @Slot(object)
    def _on_started(self, task: Task) -> None:
        if task.visible:
            task.progressed.connect(self._progressed)
            self._show_soon.start()

    @Slot()
    def _look(self) -> None:
        running = self._tasks.running()
        self._task = running[0] if running else None
        self.setVisible(bool(running))
        if self._task is not None:
            self._say(self._task, len(running) - 1)

    @Slot()
    def _progressed(self) -> None:
        if self.isVisible():
            self._look()

    def _say(self, task: Task, others: int) -> None:
        known = task.fraction >= 0
        self.bar.setRange(0, 100 if known else 0)
        if known:
            self.bar.setValue(round(task.fraction * 100))
        parts = [task.title, task.text, remaining_text(task.remaining_s())]
        if others:
            parts.append(trn("{n} more waits", "{n} more wait", others))
        self.label.set_whole("  ·  ".join(part for part in parts if part))
        self.cancel.setEnabled(not task.is_cancelled())

    @Slot()
    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.label.set_whole(tr("Stopping…"))
            self.cancel.setEnabled(False)


def remaining_text(seconds: float | None) -> str:
    """ "about 20 s left", rounded so that it does not flicker; ``""`` when unknown."""
    if seconds is None:
        return ""
    if seconds < _MINUTE_S:
        shown = max(5, round(seconds / 5) * 5)
        return trn("about {n} s left", "about {n} s left", shown)
    return trn("about {n} min left", "about {n} min left", round(seconds / _MINUTE_S))
