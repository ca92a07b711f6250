"""The pane beside the tasks: whom it is about, what to do in which order, how it can end, what to write the buyer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.base.clock import now
from shopdesk.base.i18n import current_language, tr
from shopdesk.lists.formatting import format_datetime
from shopdesk.services.task_detail import End, TaskDetail
from shopdesk.tabs.orders.follow_ups.columns import outcome_text
from shopdesk.tabs.orders.tracking_lines import tracking_lines
from shopdesk.ui.badge import Badge
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.flow import FlowLayout
from shopdesk.ui.panel import heading, notice, text_label

_EDGE, _SHOWN = 16, 6
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class TaskPane(QWidget):
    """One task. ``ended(id, key)`` when it ended so, ``noted(id, text)``, ``copied(text)``, ``order_wanted()``."""

    ended = Signal(int, str)
    noted = Signal(int, str)
    copied = Signal(str)
    order_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self.setAccessibleName(tr("Task"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context
        self._task: TaskDetail | None = None
        self.note: QPlainTextEdit | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self._column.setSpacing(8)
        self._body: QWidget | None = None
        self.clear()

    def clear(self) -> None:
        """No task is chosen."""
        self._task = None
        body, column = self._fresh()
        column.addWidget(text_label(tr("Choose a task to see it here."), tone="muted", parent=body))
        column.addStretch(1)

    def show_record(self, task: TaskDetail) -> None:
        """Show ``task``; a note that is being typed is kept while it is the same task."""
        typing = self._typed() if self._task is not None and self._task.id == task.id else None
        self._task = task
        body, column = self._fresh()
        title = heading(task.title, scale=1.15, parent=body)
        title.setWordWrap(True)
        title.setTextInteractionFlags(_SELECTABLE)
        column.addWidget(title)
        badge = Badge(self._context.theme, parent=body)
        words, tone = task.status.badge(now())
        badge.set_badge(words, str(tone))
        column.addWidget(badge)
        column.addWidget(text_label(self._times(task), tone="muted", parent=body))
        if task.order_id is not None:
            self._add_order(task, body, column)
        self._add_steps(task, body, column)
        if task.status.state == "due":
            self._add_ends(task, body, column)
        self._add_text(task, body, column)
        self._add_note(task, typing, body, column)
        self._add_tracking(task, body, column)
        column.addStretch(1)

    def _fresh(self) -> tuple[QWidget, QVBoxLayout]:
        """An empty body in place of the old one."""
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self.note = None
        self._body = QWidget(self)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._column.addWidget(self._body)
        return self._body, column

    def _when(self, task: TaskDetail, name: str) -> str:
        return format_datetime(getattr(task, name), current_language(), self._context.facts.timezone)

    def _times(self, task: TaskDetail) -> str:
        if task.done_at is not None:
            how = outcome_text(task.kind, task.status.state, task.outcome)
            when = self._when(task, "done_at")
            return tr("Settled {when}: {how}", when=when, how=how) if how else tr("Settled {when}", when=when)
        if task.status.is_snoozed(now()):
            return tr("Snoozed until {when}", when=self._when(task, "snoozed_until"))
        return tr("Due {when}", when=self._when(task, "due_at"))

    def _add_order(self, task: TaskDetail, body: QWidget, column: QVBoxLayout) -> None:
        who = " · ".join(part for part in (task.buyer, task.phone, task.email) if part)
        if who:
            line = text_label(who, parent=body)
            line.setTextInteractionFlags(_SELECTABLE)
            column.addWidget(line)
        number = text_label(f"{task.channel} · {task.order_no}", tone="muted", parent=body)
        number.setTextInteractionFlags(_SELECTABLE)
        column.addWidget(number)
        link = make_button(tr("Show the order"), rank="link", parent=body)
        link.setObjectName("task.order")
        link.clicked.connect(self.order_wanted)
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_steps(self, task: TaskDetail, body: QWidget, column: QVBoxLayout) -> None:
        if task.steps:
            column.addWidget(heading(tr("Step by step"), scale=1.0, parent=body))
        for number, step in enumerate(task.steps, 1):
            column.addWidget(text_label(f"{number}. {step}", parent=body))

    def _add_ends(self, task: TaskDetail, body: QWidget, column: QVBoxLayout) -> None:
        column.addWidget(heading(tr("How did it end?"), scale=1.0, parent=body))
        holder = QWidget(body)
        row = FlowLayout(holder, 8)
        for end in task.ends or (End("", tr("Done"), ""),):
            made = make_button(end.label, parent=holder)
            made.setObjectName(f"task.end.{end.key or 'done'}")
            made.clicked.connect(partial(self._end, task.id, end.key))
            row.addWidget(made)
        column.addWidget(holder)

    def _add_text(self, task: TaskDetail, body: QWidget, column: QVBoxLayout) -> None:
        texts = [(tr("Message to the buyer"), task.text)]
        texts += [(tr("When the answer is “{answer}”", answer=end.label), end.text) for end in task.ends]
        for number, (title, text) in enumerate((title, text) for title, text in texts if text):
            column.addWidget(heading(title, scale=1.0, parent=body))
            column.addWidget(notice(text, "neutral", body))
            made = make_button(tr("Copy message"), rank="link", icon_name="copy", parent=body)
            made.setObjectName(f"task.copy.{number}")
            made.clicked.connect(partial(self._copy, text))
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_note(self, task: TaskDetail, typing: str | None, body: QWidget, column: QVBoxLayout) -> None:
        column.addWidget(heading(tr("Note"), scale=1.0, parent=body))
        self.note = QPlainTextEdit(typing if typing is not None else task.note, body)
        self.note.setObjectName("task.note")
        self.note.setAccessibleName(tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * 3 + 24)
        column.addWidget(self.note)
        save = make_button(tr("Save note"), rank="link", parent=body)
        save.setObjectName("task.note_save")
        save.clicked.connect(self._save_note)
        column.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_tracking(self, task: TaskDetail, body: QWidget, column: QVBoxLayout) -> None:
        if task.tracking:
            column.addWidget(heading(tr("What the carrier says"), scale=1.0, parent=body))
            for line in tracking_lines(task.tracking[:_SHOWN], self._context.facts.timezone):
                column.addWidget(text_label(line, tone="muted", parent=body))

    def _typed(self) -> str | None:
        """A note that was typed over and not saved."""
        if self.note is None or self._task is None or not self.note.hasFocus():
            return None
        return self.note.toPlainText()

    def _end(self, task_id: int, outcome: str, *_ignored: object) -> None:
        self.ended.emit(task_id, outcome)

    def _copy(self, text: str, *_ignored: object) -> None:
        self.copied.emit(text)

    @Slot()
    def _save_note(self) -> None:
        if self.note is not None and self._task is not None and self.note.toPlainText() != self._task.note:
            self.noted.emit(self._task.id, self.note.toPlainText())
