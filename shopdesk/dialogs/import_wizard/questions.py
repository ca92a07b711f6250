"""What the file leaves open, asked with its own cells: is 03/04 March or April, is 1.234 a thousand or one and a
bit.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.import_wizard import wording
from shopdesk.dialogs.import_wizard.state import Choices
from shopdesk.importing.request import Question
from shopdesk.ui.panel import text_label


class QuestionPanel(QWidget):
    """One box a question. Emits ``answered(kind, choice)``; nothing is chosen beforehand."""

    answered = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questions")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._shown: tuple[Question, ...] = ()
        self._boxes: list[QFrame] = []

    def show_questions(self, questions: Sequence[Question], choices: Choices) -> None:
        """Ask; what was answered stays marked."""
        self.setVisible(bool(questions))
        if tuple(questions) != self._shown:
            self._shown = tuple(questions)
            for box in self._boxes:
                box.setParent(None)
                box.deleteLater()
            self._boxes = [self._box(question, getattr(choices, question.kind)) for question in questions]
            for box in self._boxes:
                self._column.addWidget(box)

    def focus_first(self) -> None:
        """Begin with the first answer of the first question."""
        for box in self._boxes[:1]:
            for radio in box.findChildren(QRadioButton)[:1]:
                radio.setFocus()

    def _box(self, question: Question, chosen: str | None) -> QFrame:
        box = QFrame(self)
        box.setProperty("notice", "amber")
        box.setObjectName(f"question_{question.kind}")
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        heading = text_label(wording.question(question), box, bold=True)
        column.addWidget(heading)
        group = QButtonGroup(box)
        for choice in question.choices:
            radio = QRadioButton(wording.answer(question, choice), box)
            radio.setObjectName(f"answer_{question.kind}_{choice}")
            radio.setAccessibleName(tr("{question} {answer}", question=heading.text(), answer=radio.text()))
            radio.setProperty("answer", (question.kind, choice))
            radio.setChecked(choice == chosen)
            radio.toggled.connect(self._picked)
            group.addButton(radio)
            column.addWidget(radio)
        return box

    def _picked(self, on: bool) -> None:
        radio = self.sender()
        if on and radio is not None:
            self.answered.emit(*radio.property("answer"))
