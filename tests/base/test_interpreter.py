"""Faults of the toolkit under Python 3.11 that would end the process."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import shopdesk.printing
from PySide6.QtGui import QFont
font = QFont()
for _ in range(200_000):
    font.setBold(True)
"""


def test_many_calls_that_return_nothing_do_not_use_up_none():
    assert subprocess.run([sys.executable, "-c", CODE], check=False, timeout=120).returncode == 0
