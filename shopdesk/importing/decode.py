"""Which encoding a text file is in: byte order mark → UTF-16 → strict UTF-8 → GB18030 → cp1252. Never guesses
silently between two.

The whole file is looked at, in blocks: one wrong byte on the last line is how mixed files show.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from shopdesk.base.errors import UserError

BLOCK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_GB_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SAMPLE = 4 << 20


def find_encoding(path: Path) -> str:
    """A codec name for :func:`open`. Raises ``UserError("file_mixed_encodings", row=…)`` when no one encoding fits."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            if encoding == "utf-8-sig" and _utf8_error(path) is not None:
                _refuse_mixed(path)
            return encoding
    if (wide := _utf16_without_mark(head)) is not None:
        return wide
    if _utf8_error(path) is None:
        return "utf-8"
    _refuse_mixed(path)
    return "gb18030" if _is_gb18030(path) else "cp1252"


def _utf16_without_mark(head: bytes) -> str | None:
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd * 4 > len(head) and even * 20 < len(head):
        return "utf-16-le"
    return "utf-16-be" if even * 4 > len(head) and odd * 20 < len(head) else None


def _utf8_error(path: Path) -> int | None:
    """Where strict UTF-8 fails; a character cut off by the end of the file is no failure."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return position + error.start
            position += len(block)
    return None


def _refuse_mixed(path: Path) -> None:
    """Lines that are good UTF-8 beside lines that are not: two files were pasted together."""
    good = bad = row = first_bad = 0
    with path.open("rb") as file:
        for line in file:
            row += 1
            if line.isascii():
                continue
            try:
                line.decode("utf-8-sig")
                good += len(_UTF8_CHARACTER.findall(line))
            except UnicodeDecodeError:
                bad += max(1, sum(map(len, _HIGH.findall(line))) // 2)
                first_bad = first_bad or row
    if bad and good >= 2 and good * 20 >= bad:
        raise UserError("file_mixed_encodings", row=first_bad)


def _is_gb18030(path: Path) -> bool:
    """Chinese text has its high bytes in pairs; western text has them alone among letters."""
    decoder = codecs.getincrementaldecoder("gb18030")()
    high = paired = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return False
            if high < _SAMPLE:
                for run in _HIGH.findall(block):
                    high += len(run)
                    paired += 2 * len(_GB_PAIR.findall(run))
    return paired * 10 >= high * 6
