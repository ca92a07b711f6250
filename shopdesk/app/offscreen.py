"""Qt without a screen: is there one, and what commands that paint call before the first Qt import, or after it."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ANSWER_S = 2.0
_X_PORT = 6000
_X_DISPLAY = re.compile(r"(?:tcp/)?(?P<host>.*):(?P<number>\d{1,5})(?:\.\d+)?")


def has_display() -> bool:
    """Whether a window can be shown here: always but on a Linux where no display server answers.

    A name in the environment is not enough: Qt ends the process when nobody is there.
    """
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return _wayland_answers(os.environ.get("WAYLAND_DISPLAY", "")) or _x_answers(os.environ.get("DISPLAY", ""))


def _wayland_answers(name: str) -> bool:
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name  # an absolute name stands for itself
    return bool(name) and _answers(socket.AF_UNIX, str(path))


def _x_answers(display: str) -> bool:
    named = _X_DISPLAY.fullmatch(display)
    if named is None:
        return False
    host, number = named["host"], int(named["number"])
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"
        if _answers(socket.AF_UNIX, "\0" + path) or _answers(socket.AF_UNIX, path):
            return True
    return host != "unix" and _answers(socket.AF_INET, (host or "localhost", _X_PORT + number))


def _answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family) as asked:
        asked.settimeout(_ANSWER_S)
        try:
            asked.connect(address)
        except OSError:
            return False
        return True


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
