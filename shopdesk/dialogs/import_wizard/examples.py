"""A cell of the file read in one of the possible ways, so that a question can show what each answer would mean.

Only for showing.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from shopdesk.base.i18n import current_language

_NUMBERS = re.compile(r"\d+")


def read_date(cell: str, order: str) -> str:
    """``cell`` as a day with its month in words, ``""`` when it cannot be read in this ``order`` (``DMY``
    ``MDY`` ``YMD``).
    """
    numbers = [int(part) for part in _NUMBERS.findall(cell)[:3]]
    if len(numbers) < 3:
        return ""
    parts = dict(zip(order, numbers, strict=True))
    year = parts["Y"] if parts["Y"] > 99 else 2000 + parts["Y"]
    try:
        day = date(year, parts["M"], parts["D"])
    except ValueError:
        return ""
    from babel.dates import format_date

    return str(format_date(day, "d MMMM yyyy" if current_language() == "en" else "long", locale=current_language()))


def read_amount(cell: str, mark: str) -> str:
    """``cell`` as a number without group marks when ``mark`` is the decimal mark, ``""`` when it cannot be read."""
    digits = "".join(c for c in cell if c.isdigit() or c in ".,-")
    other = "," if mark == "." else "."
    try:
        amount = Decimal(digits.replace(other, "").replace(mark, "."))
    except InvalidOperation:
        return ""
    return f"{amount:f}"
