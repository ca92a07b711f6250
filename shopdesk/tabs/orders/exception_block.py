"""The open exception of an order (R-O3): what is wrong, what was said, how it ends. Every step can be undone."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.base.i18n import current_language, tr
from shopdesk.domain.order_exceptions import ContactMethod, ExceptionKind, Resolution
from shopdesk.lists.exceptions import KIND_WORDS, METHOD_WORDS, RESOLUTION_WORDS
from shopdesk.lists.formatting import format_datetime
from shopdesk.services import exceptions
from shopdesk.services.orders import OrderDetail
from shopdesk.services.review_detail import CaseDetail
from shopdesk.tabs.orders.resolution_form import ResolutionForm, narrow_combo
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.panel import empty, heading, text_label


class ExceptionBlock(QFrame):
    """Hidden while nothing holds the order. What is being typed is kept while it is the same exception."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._context = context
        self._case: CaseDetail | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        self.title = heading("", scale=1.0, parent=self)
        column.addWidget(self.title)
        self.kind = narrow_combo("exception.kind", tr("What is wrong"), KIND_WORDS, self)
        self.kind.activated.connect(self._name_kind)
        column.addWidget(self.kind)
        self.note = text_label("", tone="muted", parent=self)
        column.addWidget(self.note)
        self._words = QVBoxLayout()
        self._words.setSpacing(2)
        column.addLayout(self._words)
        column.addLayout(self._contact_rows())
        self.resolution = ResolutionForm(self)
        self.resolution.chosen.connect(self._resolve)
        column.addWidget(self.resolution)
        self.hide()

    def _contact_rows(self) -> QVBoxLayout:
        """One below the other: the pane is narrow."""
        column = QVBoxLayout()
        column.setSpacing(6)
        self.method = narrow_combo("exception.method", tr("How you spoke with the customer"), METHOD_WORDS, self)
        self.said = QLineEdit(self)
        self.said.setObjectName("exception.said")
        self.said.setPlaceholderText(tr("What was said"))
        self.said.setAccessibleName(tr("What was said"))
        self.said.returnPressed.connect(self._add_contact)
        add = make_button(tr("Note it"), parent=self)
        add.setObjectName("exception.add")
        add.clicked.connect(self._add_contact)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.method, 1)
        row.addWidget(add)
        column.addWidget(self.said)
        column.addLayout(row)
        return column

    def show_case(self, order: OrderDetail, case: CaseDetail | None) -> None:
        """Show the open exception of ``order``, or nothing."""
        is_same = self._case is not None and case is not None and self._case.id == case.id
        self._case = case
        if case is None:
            self.said.clear()
            self.hide()
            return
        if not is_same:
            self.said.clear()
        self.title.setText(tr("Exception: waiting") if case.is_waiting else tr("Exception"))
        self.kind.setCurrentIndex(max(0, self.kind.findData(str(case.kind))))
        proposed = tr("Proposal: {what}.", what=tr(RESOLUTION_WORDS[case.proposal]))
        self.note.setText(f"{case.note}\n{proposed}" if case.note else proposed)
        self._show_words(case)
        self.resolution.show_case(order, case, keep=is_same)
        self.show()

    def _show_words(self, case: CaseDetail) -> None:
        empty(self._words)
        if not case.contacts:
            text = tr("Nobody has spoken with the customer yet; only waiting needs no word.")
            self._words.addWidget(text_label(text, tone="amber", parent=self))
        for word in case.contacts:
            when = format_datetime(word.at, current_language(), self._context.facts.timezone)
            said = f"{when}  {tr(METHOD_WORDS.get(word.method, word.method))}: {word.text}"
            self._words.addWidget(text_label(said, parent=self))

    @Slot()
    def _name_kind(self) -> None:
        kind = ExceptionKind(self.kind.currentData())
        if self._case is not None and kind is not self._case.kind:
            self._run(tr("Exception"), exceptions.name_kind, kind)

    @Slot()
    def _add_contact(self) -> None:
        text = self.said.text().strip()
        if self._case is None or not text:
            self.said.setFocus()
            return
        self.said.clear()
        self._run(tr("Exception"), exceptions.add_contact, ContactMethod(self.method.currentData()), text)

    @Slot(str, dict)
    def _resolve(self, resolution: str, more: dict[str, Any]) -> None:
        self._run(tr("Exception"), partial(_resolved, resolution, more))

    def _run(self, title: str, service: Any, *args: Any) -> None:
        if self._case is not None:
            self._context.tasks.run_db(title, service, self._case.id, *args)


def _resolved(resolution: str, more: dict[str, Any], session: Any, exception_id: int) -> Any:
    return exceptions.resolve(session, exception_id, Resolution(resolution), **more)
