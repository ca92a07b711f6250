"""``python -m shopdesk``: the window when called with nothing or a file, otherwise the command line. As ``main.py``.

A child that reads an untrusted file starts here too, before anything else is imported.
"""

from __future__ import annotations

import sys

IMPORT_CHILD = "--import-child"


def main() -> int:
    """Returns the exit code."""
    if sys.argv[1:2] == [IMPORT_CHILD]:
        from shopdesk.importing.child import main as child

        return child(sys.argv[2:])
    from shopdesk.app.cli import main as command_line
    from shopdesk.app.frozen import give_back_library_path

    give_back_library_path()
    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
