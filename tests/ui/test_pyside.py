"""Faults of the toolkit that we work round."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import shopdesk.ui
from PySide6.QtCore import QObject, Signal
class Bell(QObject):
    rung = Signal()
bell = Bell()
for _ in range(200_000):
    bell.rung.emit()
"""


def test_many_signals_do_not_use_up_true():
    assert subprocess.run([sys.executable, "-c", CODE], check=False, timeout=120).returncode == 0
