"""What a frozen program owes the programs it starts: their own libraries, not those of the bundle."""

from __future__ import annotations

import os
import sys

_PATH, _BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"
_ANEW = "PYINSTALLER_RESET_ENVIRONMENT"


def give_back_library_path() -> None:
    """On Linux the bundle's start sets ``LD_LIBRARY_PATH``; a browser or file manager opened from here (its libraries
    are the system's, often newer ones) must not inherit it. This process has read it already.
    """
    if sys.platform != "linux" or not getattr(sys, "frozen", False):
        return
    before = os.environ.pop(_BEFORE, None)
    if before is None:
        os.environ.pop(_PATH, None)
    else:
        os.environ[_PATH] = before
    os.environ[_ANEW] = "1"  # the reader's child is this program again: it is to set the path for itself
