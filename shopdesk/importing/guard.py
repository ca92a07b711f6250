"""The gate before a parser sees a file: sizes, members, entities and far cells of a packed workbook (reliability.md 8).

A workbook of 1.4 KB with cells at A1 and XFD1048576 makes the parser ask for 550 GB; a zip bomb unpacks to many. Both
are
refused here by streaming through the members, never holding more than one block. Must not parse cells.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from shopdesk.base.errors import UserError

MAX_MEMBERS = 2_000
MAX_UNPACKED = 1 << 30
MAX_CELLS = 20_000_000
MAX_ROWS = 2_000_000
MAX_COLUMNS = 2_000
MAX_CELL_CHARS = 1_000_000
BLOCK = 1 << 20

_PROLOG = 65_536
_EXACT_BLOCKS = 4
_ROOT = re.compile(rb"<[A-Za-z_]")
_REFERENCE = re.compile(rb'\br\s*=\s*["\']([A-Za-z]*)(\d+)["\']')
_ODD = re.compile(rb' r="(?:[A-Z]{2}|[A-Z]?\d{7})')
_REPEAT = re.compile(rb'number-(rows|columns)-repeated\s*=\s*["\'](\d+)["\']')
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def check_listing(path: Path) -> int:
    """Refuse by what the file's table of contents says; the bytes it claims to unpack to. Raises ``UserError``."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except _BROKEN as error:
        raise UserError("table_damaged") from error
    if len(members) > MAX_MEMBERS:
        raise UserError("file_too_many_parts", cap=MAX_MEMBERS)
    if any(member.flag_bits & 0x1 for member in members):
        raise UserError("file_encrypted")
    claimed = sum(member.file_size for member in members)
    if claimed > MAX_UNPACKED:
        raise UserError("file_unpacks_too_large", cap="1 GB")
    return claimed


def check_members(path: Path, is_stopped: Callable[[], bool] = lambda: False) -> None:
    """Stream through every member. Raises ``UserError`` for a bomb, a DOCTYPE, far cells or damage."""
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                scan = _scan_for(member.filename)
                with archive.open(member) as stream:
                    tail = b""
                    while block := stream.read(BLOCK):
                        unpacked += len(block)
                        if unpacked > MAX_UNPACKED:
                            raise UserError("file_unpacks_too_large", cap="1 GB")
                        scan(tail, block)
                        tail = block[-256:]
                        if is_stopped():
                            return
    except _BROKEN as error:
        raise UserError("table_damaged") from error


def _scan_for(name: str) -> Callable[[bytes, bytes], None]:
    if not name.endswith((".xml", ".rels", ".vml")):
        return _ignore
    if "worksheets/" in name or name == "content.xml":
        return _SheetScan(is_ods=name == "content.xml")
    return _PrologScan()


def _ignore(_tail: bytes, _block: bytes) -> None:
    """Members that are no XML are only counted."""


class _PrologScan:
    """Refuses a DOCTYPE: entities can only be declared there, before the root element."""

    def __init__(self) -> None:
        self._is_done = False

    def __call__(self, tail: bytes, block: bytes) -> None:
        if self._is_done:
            return
        self._is_done = True
        head = block[:_PROLOG]
        if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
            head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
        root = _ROOT.search(head)
        prolog = head[: root.start()] if root else head
        if b"<!DOCTYPE" in prolog.upper() or b"<!ENTITY" in prolog.upper() or (not root and len(block) >= _PROLOG):
            raise UserError("file_has_entities")


class _SheetScan(_PrologScan):
    """Also refuses a used range of more than :data:`MAX_CELLS` cells."""

    def __init__(self, *, is_ods: bool) -> None:
        super().__init__()
        self._is_ods = is_ods
        self._last = (0, 0)
        self._blocks = 0

    def __call__(self, tail: bytes, block: bytes) -> None:
        super().__call__(tail, block)
        text = tail + block
        if self._is_ods:
            self._scan_ods(text)
        else:
            self._scan_xlsx(text)

    def _scan_xlsx(self, text: bytes) -> None:
        """The first blocks reference by reference; later ones only where something but a plain near cell stands in
        them.

        A large sheet whose rows are shuffled to hide a far cell can pass; the memory limit of the child stops that one.
        """
        self._blocks += 1
        if self._blocks <= _EXACT_BLOCKS or _ODD.search(text) or b" r='" in text:
            for letters, digits in set(_REFERENCE.findall(text)):
                if len(letters) > 3 or len(digits) > 7:
                    raise UserError("file_far_cells", cap=MAX_CELLS)
                self._see(int(digits), _column(letters) if letters else 0)
        elif found := _REFERENCE.search(text, text.rfind(b"<row ")):
            self._see(int(found.group(2)), 26)
        if self._last[0] * max(self._last[1], 1) > MAX_CELLS:
            raise UserError("file_far_cells", cap=MAX_CELLS)

    def _see(self, row: int, column: int) -> None:
        self._last = (max(self._last[0], row), max(self._last[1], column))

    def _scan_ods(self, text: bytes) -> None:
        for what, digits in _REPEAT.findall(text):
            count = int(digits[:12])
            if (what == b"columns" and count > 16_384) or count > 1_048_576:
                raise UserError("file_far_cells", cap=MAX_CELLS)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
