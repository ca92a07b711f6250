"""One cell → clean text or an id. The floor under all converters: no cell of a file reaches the staging file without
passing here.

``Bad`` is a value that could not be read; whether its row is rejected or only warned about is decided by the field.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

#: What exports write for "nothing". "Nan" and "Null" are names of people.
BLANKS = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "—",
        "–",
        "/",
        "N/A",
        "n/a",
        "#N/A",
        "NA",
        "null",
        "NULL",
        "nan",
        "NaN",
        "(null)",
        "None",
        "NaT",
        "\\N",
    )
)

_JUNK = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]"
)
_SCIENTIFIC = re.compile(r"^[+-]?\d(?:[.,]\d+)?[Ee]\+?\d{1,3}$")
_FORMULA_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_POINT_ZERO = re.compile(r"^\d+\.0+$")
_EXACT_FLOAT = 2**53


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that could not be read: a message code and what fills it (``value`` and ``field`` are added by the
    caller)."""

    code: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)


class Memo(dict[Any, Any]):
    """A converter that remembers: exports repeat their values. ``is_bad`` once any value could not be read."""

    CAP = 200_000

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        super().__init__()
        self.convert = convert
        self.is_bad = False

    def __missing__(self, cell: Any) -> Any:
        value = self.convert(cell)
        if type(value) is Bad:
            self.is_bad = True
        if len(self) < self.CAP:
            self[cell] = value
        return value


def clean(text: str) -> str:
    """``text`` without what no table should hold: NUL, control characters, lone surrogates, invisible marks; NFC;
    trimmed."""
    if not text.isascii() or not text.isprintable():
        text = _JUNK.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def to_text(cell: Any) -> str:
    """A cell as text; whole floats without ``.0``; blank for what means nothing; ``="…"`` and a leading ``'`` taken
    off."""
    if isinstance(cell, str):
        text = clean(cell)
        if text in BLANKS:
            return ""
        if text[0] == "=" and (inner := _FORMULA_TEXT.match(text)):
            return clean(inner.group(1).replace('""', '"'))
        if text[0] == "'":
            text = text[1:].strip()
            if text.startswith(("=", "+", "-", "@")) or not text:
                return text  # our own exports protect formulas so
        return text
    if cell is None:
        return ""
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _EXACT_FLOAT:
            return str(int(cell))
        return repr(cell) if math.isfinite(cell) else ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def to_line(cell: Any) -> str:
    """Text on one line: names, titles, addresses."""
    text = to_text(cell)
    return text if text.isprintable() else " ".join(text.split())


def to_id(cell: Any) -> str | Bad:
    """Order numbers, SKUs, barcodes, phones, postcodes: text, never a number.

    ``5.11861E+18`` and numbers beyond a float's exact range have lost digits for good: ``Bad("id_precision_lost")``.
    """
    if isinstance(cell, float) and abs(cell) >= _EXACT_FLOAT:
        return Bad("id_precision_lost")
    text = to_line(cell)
    if not text or not text[0].isdigit():
        return text
    if _POINT_ZERO.match(text):
        return text.split(".", 1)[0]
    if _SCIENTIFIC.match(text) and ("+" in text or "." in text or "," in text):
        return Bad("id_precision_lost")
    return text
