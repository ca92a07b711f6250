"""Qt without a screen: what commands that paint call before the first Qt import."""

from __future__ import annotations

import os
import sys


def without_display() -> None:
    """Let Qt paint in memory where no window can be shown; elsewhere the system's own fonts and platform are used."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
