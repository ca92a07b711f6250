"""Cells → quantities, amounts (micros) and weights (grams). Exact: decimals all the way, one rounding half-up.

The decimal mark is the file's, decided by the cells that prove it; a file that proves nothing is asked about.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from shopdesk.importing.cells import BLANKS, Bad, to_text

MAX_AMOUNT = Decimal(10) ** 10
MAX_QUANTITY = 10_000_000
_MICRO = Decimal(1_000_000)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
_CURRENCY_EDGE = re.compile(
    r"^(?:US\$|A\$|C\$|S\$|HK\$|NT\$|R\$|RM|Rp\.?|Rs\.?|kr\.?|zł|[A-Z]{3}|[$€£¥₱฿₫₩₹₺₽元圆])+"
    r"|(?:US\$|RM|Rp|kr\.?|zł|[A-Z]{3}|[$€£¥₱฿₫₩₹₺₽元圆])+$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"^\d[\d.,]*$|^[.,]\d+$")
_TIMES = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "千": 1_000, "k": 1_000}
_GRAMS = {
    "g": Decimal(1),
    "gram": Decimal(1),
    "grams": Decimal(1),
    "克": Decimal(1),
    "kg": Decimal(1000),
    "kgs": Decimal(1000),
    "千克": Decimal(1000),
    "公斤": Decimal(1000),
    "斤": Decimal(500),
    "lb": Decimal("453.59237"),
    "lbs": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
    "ounce": Decimal("28.349523125"),
    "pound": Decimal("453.59237"),
}
_PROVES_COMMA = re.compile(r"\d,\d{1,2}$|\d\.\d{3}[.,]\d|^0,\d+$|\d,\d{4,}$")
_PROVES_POINT = re.compile(r"\d\.\d{1,2}$|\d,\d{3}\.\d|\d,\d{2,3},\d|^0\.\d+$|\d\.\d{4,}$")
_DOUBTFUL = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")


def _bare(text: str) -> tuple[str, int, Decimal]:
    """``text`` without signs, currency and multiplier: digits and marks, the sign, the factor."""
    text = _SPACES.sub("", unicodedata.normalize("NFKC", text)).replace("\u2212", "-")
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1], -1
    for _ in range(2):
        if text[:1] in "+-" and text:
            sign = -sign if text[0] == "-" else sign
            text = text[1:]
        text = _CURRENCY_EDGE.sub("", text)
    if text.endswith("-"):
        text, sign = text[:-1], -sign
    factor = Decimal(1)
    if text and text[-1] in _TIMES:
        factor, text = Decimal(_TIMES[text[-1]]), text[:-1]
    return text, sign, factor


def parse_decimal(text: str, decimal_mark: str = ".") -> Decimal | None:
    """The number in ``text``; ``None`` when there is none. ``1,234`` alone follows ``decimal_mark``; ``1.234,50``
    speaks for itself."""
    bare, sign, factor = _bare(text)
    if not _DIGITS.match(bare):
        return None
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        mark = "." if bare.rfind(".") > bare.rfind(",") else ","
        if bare.count(mark) > 1:
            return None
    elif points + commas > 1:
        mark = ""
    elif _DOUBTFUL.match(bare):
        mark = decimal_mark
    else:
        mark = "." if points else ","
    other = bare.replace(",", "") if mark == "." else bare.replace(".", "")
    plain = other if mark == "." else other.replace(",", "." if mark == "," else "")
    try:
        return Decimal(plain) * factor * sign
    except InvalidOperation:
        return None


def decimal_evidence(texts: Iterable[Any]) -> tuple[str, tuple[str, ...]]:
    """The decimal mark that a file's amounts prove: ``"."``, ``","`` or ``""`` when only doubtful ones stand there,
    with examples."""
    points = commas = 0
    doubtful: list[str] = []
    for cell in texts:
        if not isinstance(cell, str):
            continue
        bare, _, _ = _bare(cell)
        if _DOUBTFUL.match(bare):
            if len(doubtful) < 5 and cell.strip() not in doubtful:
                doubtful.append(cell.strip())
        elif _PROVES_COMMA.search(bare):
            commas += 1
        elif _PROVES_POINT.search(bare):
            points += 1
    if points or commas:
        return ("," if commas > points else "."), ()
    return ("", tuple(doubtful)) if doubtful else (".", ())


def _decimal(cell: Any, decimal_mark: str) -> Decimal | Bad | None:
    if isinstance(cell, bool):
        return Bad("amount_not_a_number")
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return Bad("amount_not_a_number")
        return Decimal(repr(cell))
    text = to_text(cell)
    if not text or text in BLANKS:
        return None
    value = parse_decimal(text, decimal_mark)
    if value is None and (scientific := re.fullmatch(r"-?\d+(?:\.\d+)?[Ee][+-]?\d{1,2}", text)):
        value = Decimal(scientific.group(0))
    return Bad("amount_not_a_number") if value is None else value


def amounts(decimal_mark: str) -> Callable[[Any], int | Bad | None]:
    """A converter: cell → micros (millionths of the major unit), half-up; ``None`` for blank."""

    def convert(cell: Any) -> int | Bad | None:
        value = _decimal(cell, decimal_mark)
        if value is None or isinstance(value, Bad):
            return Bad("amount_not_a_number") if value is not None else None
        if abs(value) > MAX_AMOUNT:
            return Bad("amount_out_of_range")
        return int((value * _MICRO).quantize(Decimal(1), ROUND_HALF_UP))

    return convert


def quantities(decimal_mark: str = ".") -> Callable[[Any], int | Bad | None]:
    """A converter: cell → whole number; ``None`` for blank; ``1,204`` is a thousand."""
    mark = "," if decimal_mark == "," else "."

    def convert(cell: Any) -> int | Bad | None:
        value = _decimal(cell, mark)
        if value is None:
            return None
        if isinstance(value, Bad):
            return Bad("quantity_not_a_number")
        if value != value.to_integral_value():
            if isinstance(cell, str) and _DOUBTFUL.match(_bare(cell)[0]):
                value = value * 1000
            else:
                return Bad("quantity_not_whole")
        return int(value) if abs(value) <= MAX_QUANTITY else Bad("quantity_out_of_range")

    return convert


def to_grams(cell: Any, unit: str, decimal_mark: str = ".") -> int | Bad | None:
    """A weight in grams, half-up. ``unit``: of the column when the cell names none; grams when neither does."""
    text = to_text(cell).lower()
    if not text:
        return None
    found = re.fullmatch(r"([\d.,\s]+?)\s*([a-z]+|克|千克|公斤|斤)?", text)
    factor = _GRAMS.get((found.group(2) if found else None) or unit.lower() or "g")
    value = parse_decimal(found.group(1), decimal_mark) if found else None
    if value is None or factor is None or value * factor > 10**8:
        return Bad("weight_not_a_number")
    return int((value * factor).quantize(Decimal(1), ROUND_HALF_UP))
