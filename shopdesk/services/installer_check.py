"""Whether a downloaded installer is the one that was published: its SHA-256 against the one written down. No
network."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from shopdesk.base.errors import UserError
from shopdesk.storage.failures import explained

SUMS_FILE = "SHA256SUMS"
_HASH = re.compile(r"\b[0-9a-fA-F]{64}\b")
_LARGEST_SUMS = 1_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that matches. ``sha256`` in hexadecimal; ``source``: where it was compared with."""

    file: str
    sha256: str
    source: str


def check_installer(path: Path, published: str = "") -> Checked:
    """Compare ``path`` with the hash in ``published`` (what the owner pasted: the hash alone or the lines of
    ``SHA256SUMS``), else with the file ``SHA256SUMS`` beside it.

    Raises ``UserError`` ``installer_hash_differs``, ``installer_hash_missing``; ``MachineError`` when it cannot be
    read.
    """
    with explained(path):
        wanted, source = _wanted(path, published)
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != wanted:
        raise UserError("installer_hash_differs", file=path.name, found=found, wanted=wanted)
    return Checked(path.name, found, source)


def _wanted(path: Path, published: str) -> tuple[str, str]:
    beside = path.with_name(SUMS_FILE)
    text, source = published, ""
    if not published.strip() and beside.is_file() and beside.stat().st_size <= _LARGEST_SUMS:
        text, source = beside.read_text(encoding="utf-8", errors="replace"), SUMS_FILE
    lines = text.splitlines()
    own = [line for line in lines if path.name in line.split() or f"*{path.name}" in line.split()]
    hashes = {found.lower() for line in (own or (lines if not source else ())) for found in _HASH.findall(line)}
    if len(hashes) != 1:
        raise UserError("installer_hash_missing", file=path.name, sums=SUMS_FILE)
    return hashes.pop(), source
