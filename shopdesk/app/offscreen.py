"""Qt without a screen: is there one, and what commands that paint call before the first Qt import, or after it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def has_display() -> bool:
    """Whether a window can be shown here: always but on a Linux that names no display and no other way to paint."""
    return sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


def without_display() -> None:
    """Let Qt paint in memory where no window can be shown; elsewhere the system's own fonts and platform are used."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@contextmanager
def quiet_platform() -> Iterator[None]:
    """Leave out what Qt's platform without a screen says of itself: it has no windows to give hints about."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    def pass_on(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if "propagateSizeHints" in text:
            return
        if before is not None:
            before(kind, context, text)
        else:
            print(text, file=sys.stderr)

    before = qInstallMessageHandler(pass_on)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
