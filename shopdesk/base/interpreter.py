"""What the interpreter itself needs before Qt is used. Knows no Qt.

PySide6 6.12.0 built for the stable ABI gives back one reference to ``None`` (and here and there to ``True`` and ``False``) too many on every
call that returns nothing. From Python 3.12 on these objects are immortal (PEP 683) and nothing happens; on 3.11 the process dies with
"deallocating None" after some ten thousand calls: one print of a few hundred labels.
"""

from __future__ import annotations

import ctypes
import sys

_PLENTY = 1 << 60


def keep_singletons() -> None:
    """Give ``None``, ``True`` and ``False`` more references than a program can lose. Nothing to do from Python 3.12 on."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for singleton in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(singleton))
        count.value = max(count.value, _PLENTY)
