"""Qt building blocks that know no feature: theme, lanes, tables, forms, messages.

PySide6 6.12 forgets a reference to ``True`` at every ``Signal.emit`` (measured: 200 emits, 200 references). Python 3.12 made ``True``
immortal; on 3.11 the count reaches zero after some thousand signals and the process aborts, so it is lifted out of reach here.
"""

import ctypes
import sys

if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
    ctypes.c_ssize_t.from_address(id(True)).value += sys.maxsize // 4
