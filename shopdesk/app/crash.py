"""The crash report: what the owner can read, copy and send.

Types, codes and places of the error; nothing of the shop or its customers.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

import shopdesk
from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import tr
from shopdesk.base.log import describe_error, without_personal_data
from shopdesk.base.machine_errors import as_expected
from shopdesk.ui.buttons import make_button
from shopdesk.ui.panel import heading, text_label

log = logging.getLogger(__name__)


def crash_report(error: BaseException) -> str:
    """The report of a bug: versions, then type and place of the error and its causes."""
    versions = (
        f"ShopDesk {shopdesk.__version__}",
        f"Python {platform.python_version()} · Qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
    )
    return "\n".join((*versions, "", without_personal_data(describe_error(error))))


class CrashReporter(QObject):
    """Takes over unhandled exceptions of every thread; the program goes on. One dialog at a time, one a fault."""

    caught = Signal(object)
    refused = Signal(object)  # an expected error that nobody caught: worded, no report

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._dialog: CrashDialog | None = None
        self._before: tuple[Callable[..., Any], Callable[..., Any]] | None = None
        self.caught.connect(self.report)

    def install(self) -> None:
        """From now on no exception goes unseen."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Give the hooks back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            self._before = None

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.caught.emit(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.caught.emit(args.exc_value)

    @Slot(object)
    def report(self, error: BaseException) -> None:
        """Log a bug and show its report, unless the same one was shown before."""
        expected = as_expected(error)
        if isinstance(expected, ShopDeskError):
            self.refused.emit(expected)
            return
        text = crash_report(error)
        log.error("unhandled", exc_info=error)
        if text in self._seen or self._dialog is not None:
            return
        self._seen.add(text)
        self._dialog = CrashDialog(text, _active_window())
        self._dialog.finished.connect(self._closed)
        self._dialog.open()

    def dialog(self) -> CrashDialog | None:
        """The report in sight."""
        return self._dialog

    @Slot()
    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


class CrashDialog(QDialog):
    """The report in plain words: what happened, what is safe, what to do."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setWindowTitle(tr("Something went wrong"))
        self.setAccessibleName(tr("Something went wrong"))
        self.resize(640, 440)
        self._text = QPlainTextEdit(report, self)
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName(tr("Report"))
        self._text.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(heading(tr("ShopDesk made a mistake"), scale=1.4, parent=self))
        column.addWidget(
            text_label(
                tr(
                    "What you were doing was not finished. Your shop is as it was before: a change is kept whole or "
                    "not at all. You can go on working. To help us mend this, copy the report and send it; it holds "
                    "no data of your shop or customers."
                ),
                parent=self,
            )
        )
        column.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.copy_button = make_button(tr("Copy report"), icon_name="copy", parent=self)
        self.close_button = make_button(tr("Go on"), rank="primary", parent=self)
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        row.addWidget(self.copy_button)
        row.addWidget(self.close_button)
        column.addLayout(row)

    def report(self) -> str:
        """The text of the report."""
        return self._text.toPlainText()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self.copy_button.setText(tr("Copied"))
        self.copy_button.setAccessibleName(tr("Copied"))


def _active_window() -> QWidget | None:
    from PySide6.QtWidgets import QApplication

    return QApplication.activeWindow()
