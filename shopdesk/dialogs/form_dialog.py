"""A few questions over the window: fields, one button that says what it does, Cancel. Knows no feature."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import tr
from shopdesk.dialogs.pieces import button, fit
from shopdesk.ui.forms import Field, Form
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, heading, text_label

_WIDTH, _EDGE = 460, 20


class _Scrolled(QScrollArea):
    """As high as the form wants to be; a long form scrolls where the window is low."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        form.setAutoFillBackground(False)
        self._form = form
        self.setWidget(form)

    def sizeHint(self) -> QSize:
        return self._form.sizeHint()


class FormDialog(QDialog):
    """``answered(values)`` when it is accepted. ``check(values)`` may raise a ``UserError``: it is said, the dialog
    stays.
    """

    answered = Signal(dict)

    def __init__(
        self,
        title: str,
        fields: Iterable[Field],
        action: str,
        parent: QWidget | None = None,
        *,
        intro: str = "",
        check: Callable[[dict[str, Any]], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("formDialog")
        self.setWindowTitle(title)
        self.setModal(True)
        self._check = check
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(12)
        column.addWidget(heading(title, self, scale=1.2))
        if intro:
            column.addWidget(text_label(intro, self, tone="muted"))
        self.notice = Notice("red", self, name="form_problem")
        column.addWidget(self.notice)
        self.form = Form(fields, self, stacked=True)
        column.addWidget(_Scrolled(self.form, self), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = button(tr("Cancel"), "form_cancel", self)
        self.cancel.clicked.connect(self.reject)
        self.go = button(action, "form_go", self, primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        column.addLayout(row)
        fit(self, _WIDTH, self.sizeHint().height())
        self.finished.connect(self.deleteLater)

    @Slot()
    def accept(self) -> None:
        """Say what is missing or wrong; else hand over what was typed."""
        if not self.form.check():
            return
        values = self.form.values()
        try:
            if self._check is not None:
                self._check(values)
        except UserError as error:
            self.notice.say(worded(error))
            return
        super().accept()
        self.answered.emit(values)
