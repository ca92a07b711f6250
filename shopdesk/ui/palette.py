"""The command palette (Ctrl/⌘+K).

Every action and every record, by any part of the name, pinyin initials or phone tail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shopdesk.base.i18n import current_language, tr
from shopdesk.ui.action import unmarked
from shopdesk.ui.context import Context
from shopdesk.ui.icons import icon
from shopdesk.ui.table.source import Query, RowSource
from shopdesk.ui.tasks import Task

_WIDTH = 560
_SHOWN_ACTIONS = 10
_SHOWN_RECORDS = 6
_PAUSE_MS = 40
_WHAT = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class RecordKind:
    """Records the palette finds: those of a tab's list. ``title`` is the tab's name in the owner's language."""

    tab: str
    title: str
    icon: str
    source: RowSource


class CommandPalette(QDialog):
    """Opens over the window, closes on Esc or a choice."""

    def __init__(self, context: Context, records: Sequence[RecordKind], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setObjectName("commandPalette")
        self.setAccessibleName(tr("Command palette"))
        self._context = context
        self._records = records
        self._actions = context.actions.for_palette()
        self._initials: dict[str, str] = {}
        self._asked: list[Task] = []
        self._waits = 0  # kinds of records that have not answered yet
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("Do something, or find an order, a buyer, a SKU…"))
        self.field.setAccessibleName(tr("Command or search"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(16, 16))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._find_records)
        self._lay_out(parent)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._do)
        if current_language() == "zh_CN":
            texts = [unmarked(qaction.text()) for _, qaction in self._actions]
            context.tasks.run_job(tr("Search"), _initials_of, texts, visible=False, on_done=self._initials_known)
        self._typed()

    def _lay_out(self, parent: QWidget) -> None:
        frame = QFrame(self)
        frame.setObjectName("palette")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        window = parent.window()
        width = min(_WIDTH, window.width() - 48)
        self.resize(width, min(420, window.height() - 120))
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, 72)))

    # ---- what is found

    @Slot()
    def _typed(self) -> None:
        text = self.field.text().strip()
        self.list.clear()
        for action, qaction in ranked(self._actions, text, self._initials)[:_SHOWN_ACTIONS]:
            keys = qaction.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            label = unmarked(qaction.text())
            self._add(label if not keys else f"{label}    {keys}", action.icon or "caret-right", ("action", action.key))
        self.list.setCurrentRow(0)
        for task in self._asked:
            task.cancel()
        self._asked.clear()
        self._waits = len(self._records) if text and self._context.shop is not None else 0
        self._pause.start() if self._waits else self._pause.stop()
        self._say_when_nothing()

    @Slot()
    def _find_records(self) -> None:
        text = self.field.text().strip()
        for kind in self._records:
            task = self._context.tasks.run_io(tr("Search"), _find, kind, text, on_done=self._found)
            self._asked.append(task)

    def _found(self, result: tuple[str, RecordKind, list[tuple[int, str]]]) -> None:
        text, kind, found = result
        if text != self.field.text().strip():
            return
        self._waits -= 1
        for record, label in found:
            self._add(f"{kind.title}:  {label}", kind.icon, ("record", kind.tab, record))
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._say_when_nothing()

    def _say_when_nothing(self) -> None:
        """No action and, once all were asked, no record: said, not left blank."""
        if self._waits == 0 and self.list.count() == 0:
            self._add(tr("Nothing matches “{text}”", text=self.field.text().strip()[:60]), "magnifying-glass", ())
            self.list.item(0).setFlags(Qt.ItemFlag.NoItemFlags)

    def _initials_known(self, initials: dict[str, str]) -> None:
        self._initials = initials
        self._typed()

    def _add(self, text: str, icon_name: str, what: tuple[Any, ...]) -> None:
        item = QListWidgetItem(icon(icon_name), text)
        item.setData(_WHAT, what)
        item.setSizeHint(QSize(0, self.fontMetrics().height() + 16))
        self.list.addItem(item)

    # ---- what is done

    @Slot(QListWidgetItem)
    def _do(self, item: QListWidgetItem) -> None:
        what = item.data(_WHAT)
        if not what:
            return
        self.close()
        if what[0] == "action":
            self._context.actions.trigger(what[1])
        else:
            self._context.navigate(what[1], record=what[2])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                item = self.list.currentItem()
                if item is not None:
                    self._do(item)
                return True
        return super().eventFilter(watched, event)


def ranked(actions: Sequence[tuple[Any, Any]], text: str, initials: dict[str, str]) -> list[tuple[Any, Any]]:
    """The actions that fit ``text``, best first: begins with it, a word begins with it, holds it, its initials do."""
    if not text:
        return list(actions)
    wanted = text.casefold()
    scored = []
    for place, (action, qaction) in enumerate(actions):
        score = _score(unmarked(qaction.text()), wanted, initials)
        if score is not None:
            scored.append((score, place, (action, qaction)))
    return [entry for _, _, entry in sorted(scored, key=lambda each: each[:2])]


def _score(label: str, wanted: str, initials: dict[str, str]) -> int | None:
    name = label.casefold()
    words = name.split()
    tests = (
        name.startswith(wanted),
        any(word.startswith(wanted) for word in words),
        wanted in name,
        "".join(word[0] for word in words).startswith(wanted),
        wanted in initials.get(label, ""),
    )
    return next((score for score, fits in enumerate(tests) if fits), None)


def _initials_of(_job: Any, texts: list[str]) -> dict[str, str]:
    from pypinyin import Style, lazy_pinyin

    return {text: "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).casefold() for text in texts}


def _find(session: Any, kind: RecordKind, text: str) -> tuple[str, RecordKind, list[tuple[int, str]]]:
    source = kind.source
    ids = source.ids(session, Query(search=text), _SHOWN_RECORDS)
    rows = source.window(session, ids)
    labels = []
    for cells in rows:
        texts = [source.text(column, value) for column, value in zip(source.columns[:4], cells, strict=False)]
        labels.append("  ·  ".join(text for text in texts if text))
    return text, kind, list(zip(ids, labels, strict=True))
