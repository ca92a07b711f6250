"""The steps on top of the wizard: done ones in green and clickable, the present one marked, the coming ones muted."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.import_wizard.state import STEPS, Step
from shopdesk.ui.panel import restyle, text_label

_SPARE_PX = 6  # a text is a fraction of a pixel wider on screens of an odd scale, and would lose its first letter


class _StepButton(QPushButton):
    """As wide as its words, always: what was found stands in them, so it must be readable to the end."""

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return super().sizeHint() + QSize(_SPARE_PX, 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class StepBar(QWidget):
    """A row of step buttons. Emits ``step_asked`` with the step whose button was pressed."""

    step_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("step_bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._buttons: dict[Step, QPushButton] = {}
        for step in STEPS:
            if self._buttons:
                row.addWidget(self._arrow())
            self._buttons[step] = self._button(step)
            row.addWidget(self._buttons[step])
        row.addStretch(1)

    def _button(self, step: Step) -> QPushButton:
        button = _StepButton(self)
        button.setObjectName(f"step_{step}")
        button.setProperty("step", "coming")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._ask)
        return button

    def _arrow(self) -> QLabel:
        return text_label("›", self, tone="muted", wrap=False)

    def _ask(self) -> None:
        pressed = self.sender()
        for step, button in self._buttons.items():
            if button is pressed:
                self.step_asked.emit(str(step))

    def show_steps(self, texts: Mapping[Step, str], done: frozenset[Step], current: Step, *, free: bool) -> None:
        """Word the steps and mark where the owner stands; only done steps can be pressed, while ``free``."""
        for step, button in self._buttons.items():
            kind = "current" if step is current else "done" if step in done else "coming"
            button.setText(("✓ " if kind == "done" else "") + texts[step].replace("&", "&&"))
            button.setAccessibleName(self._spoken(texts[step], kind))
            button.setEnabled(kind == "done" and free)
            restyle(button, "step", kind)
            button.updateGeometry()

    @staticmethod
    def _spoken(text: str, kind: str) -> str:
        words = {"done": tr("{step}, done"), "current": tr("{step}, you are here"), "coming": "{step}"}
        return words[kind].format(step=text)
