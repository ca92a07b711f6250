"""Toasts: a short sentence at the foot of the window after every change, with Undo.

Kept while the mouse or the focus is on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from shopdesk.base.i18n import tr
from shopdesk.ui.buttons import PushButton
from shopdesk.ui.icons import icon

SHOWN_MS = 8_000
_MARGIN = 24


class Toasts(QObject):
    """One toast at a time, over ``host`` (the window's pages). ``undo`` is what its button does with a change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host: QWidget | None = None
        self._undo: Callable[[Any], object] | None = None
        self._frame: ToastFrame | None = None
        self._end = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._end.timeout.connect(self._time_is_up)

    def set_host(self, host: QWidget | None) -> None:
        """Over which widget toasts appear."""
        self.hide()
        if self._host is not None:
            self._host.removeEventFilter(self)
            self._host.destroyed.disconnect(self._host_gone)
        self._host = host
        if host is not None:
            host.installEventFilter(self)
            host.destroyed.connect(self._host_gone)

    def on_undo(self, undo: Callable[[Any], object]) -> None:
        """What the Undo button calls with the toast's change."""
        self._undo = undo

    def show(self, text: str, *, undo: Any = None, action: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say ``text``; with ``undo`` (a ``Change``) an Undo button, with ``action`` a button of your own."""
        self.hide()
        if self._host is None:
            return
        if undo is not None and undo.undoable and self._undo is not None:
            handler = self._undo
            action = (tr("Undo"), lambda: handler(undo))
        self._frame = ToastFrame(text, action, self._host)
        self._frame.closed.clicked.connect(self.hide)
        if self._frame.button is not None:
            self._frame.button.clicked.connect(self.hide)
        self._place()
        self._frame.show()
        self._frame.raise_()
        self._end.start()

    def text(self) -> str:
        """What the toast in sight says; ``""`` when there is none."""
        return self._frame.label.text() if self._frame is not None else ""

    def frame(self) -> ToastFrame | None:
        """The toast in sight."""
        return self._frame

    @Slot()
    def hide(self) -> None:
        """Take the toast away."""
        self._end.stop()
        if self._frame is not None:
            self._frame.hide()
            self._frame.deleteLater()
            self._frame = None

    @Slot()
    def _time_is_up(self) -> None:
        frame = self._frame
        focused = QApplication.focusWidget()
        if frame is not None and (frame.underMouse() or (focused is not None and frame.isAncestorOf(focused))):
            self._end.start()
        else:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    @Slot()
    def _host_gone(self) -> None:
        self._host, self._frame = None, None
        self._end.stop()

    def _place(self) -> None:
        if self._frame is not None and self._host is not None:
            self._frame.setMaximumWidth(max(200, self._host.width() - 2 * _MARGIN))
            self._frame.adjustSize()
            left = (self._host.width() - self._frame.width()) // 2
            self._frame.move(left, self._host.height() - self._frame.height() - _MARGIN)


class ToastFrame(QFrame):
    """The widget of one toast."""

    def __init__(self, text: str, action: tuple[str, Callable[[], object]] | None, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("toast")
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(12)
        self.label = QLabel(text, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(len(text) > 90)
        row.addWidget(self.label)
        self.button: QPushButton | None = None
        if action is not None:
            self.button = PushButton(action[0], self)
            self.button.setObjectName("toast.action")
            self.button.setAccessibleName(action[0])
            self._action = action[1]
            self.button.clicked.connect(self._act)
            row.addWidget(self.button)
        self.closed = PushButton(self)
        self.closed.setObjectName("toast.close")
        self.closed.setIcon(icon("x", QPalette.ColorRole.ToolTipText))
        self.closed.setAccessibleName(tr("Close"))
        self.closed.setToolTip(tr("Close"))
        row.addWidget(self.closed)

    @Slot()
    def _act(self) -> None:
        self._action()
