"""Work under way: what is done, how far it is, how long it will take. Cancel stands in the wizard's footer."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from shopdesk.dialogs.import_wizard.wording import progress_text
from shopdesk.dialogs.pieces import in_the_middle
from shopdesk.ui.panel import Panel, heading, text_label
from shopdesk.ui.status import remaining_text
from shopdesk.ui.tasks import Task

_WIDTH_PX = 640


class RunPage(QWidget):
    """Follows one task."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_page")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        panel = Panel(parent=self, margin=32)
        outer.addWidget(panel)
        self._title = heading("", panel, scale=1.3)
        self._text = text_label(parent=panel, tone="muted", wrap=False)
        self._left = text_label(parent=panel, tone="muted", wrap=False)
        self._left.setObjectName("run_remaining")
        self._bar = QProgressBar(panel)
        self._bar.setObjectName("run_bar")
        self._bar.setTextVisible(False)
        self._promise = text_label(parent=panel, tone="muted")
        column = QVBoxLayout(in_the_middle(panel, _WIDTH_PX))
        column.setSpacing(8)
        for widget in (self._title, self._text, self._bar, self._left, self._promise):
            column.addWidget(widget)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_left)
        self._task: Task | None = None

    def follow(self, task: Task, title: str, promise: str = "") -> None:
        """Show ``task`` until the next one; ``promise`` says what Cancel will do."""
        self._task = task
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        self._promise.setText(promise)
        self._text.clear()
        self._show(-1.0, "")
        task.progressed.connect(self._show)
        task.ended.connect(self._end)
        self._tick.start()

    def _show(self, fraction: float, text: str) -> None:
        self._bar.setRange(0, 0 if fraction < 0 else 1000)
        self._bar.setValue(round(max(fraction, 0) * 1000))
        self._text.setText(progress_text(text) or self._text.text())  # a finer step keeps the words of its stage
        self._show_left()

    def _show_left(self) -> None:
        self._left.setText(remaining_text(self._task.remaining_s()) if self._task else "")

    def _end(self) -> None:
        self._task = None
        self._tick.stop()
        self._left.clear()
