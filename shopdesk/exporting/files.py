"""Writing a file so that what stood there before stays whole until the new one is complete (F17)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shopdesk.storage.failures import explained


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path``; at the end it is on the disk and takes the place of ``path``, or is removed.

    Raises ``MachineError`` when the place refuses (open in another program, full, read-only).
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with explained(path):
        try:
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
