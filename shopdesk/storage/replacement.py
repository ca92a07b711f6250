"""Putting a file in place whole: what stood there stays until the new one is complete and on the disk (F5, F17)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from shopdesk.storage.failures import explained

_OF_SQLITE = ("", "-journal", "-wal", "-shm")
_NAME_CHARS = 20  # of the target's name: a long one must leave room for ours and for SQLite's endings


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` that becomes ``path`` at the end, or is removed when anything went wrong.

    Raises ``MachineError`` when the place refuses (open in another program, full, read-only, name too long).
    """
    part = path.with_name(f".{path.name[:_NAME_CHARS]}.{token_hex(4)}.part")
    with explained(path):
        try:
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            os.replace(part, path)
        finally:
            _remove(part)


def _remove(path: Path) -> None:
    for ending in _OF_SQLITE:
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)
