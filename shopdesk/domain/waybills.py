"""Waybill numbers (R-O6): the check digit of international S10 numbers, the look of each carrier's own. What is odd
warns, it never blocks.
"""

from __future__ import annotations

import re

from shopdesk.domain.search_text import clean

_S10 = re.compile(r"([A-Z]{2})(\d{8})(\d)([A-Z]{2})")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def normal_waybill(waybill: str) -> str:
    """The number without spaces and control characters, as it is stored and scanned."""
    return "".join(clean(waybill).split())


def is_s10(waybill: str) -> bool:
    """Whether the number has the form of UPU S10: two letters, nine digits, a country."""
    return _S10.fullmatch(waybill.upper()) is not None


def s10_check_digit(serial: str) -> int:
    """The check digit for eight digits: weights 8 6 4 2 3 5 9 7, 11 − rest, 10 → 0, 11 → 5."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def waybill_warning(waybill: str, pattern: str = "") -> str:
    """What is odd about a number (R-O6), ``""`` when nothing is: ``"waybill_check_digit"`` for an S10 number with a
    wrong check digit, ``"waybill_pattern"`` when it is none and not as ``pattern``, its carrier's, has them.
    """
    found = _S10.fullmatch(waybill.upper())
    if found is not None:
        return "" if s10_check_digit(found[2]) == int(found[3]) else "waybill_check_digit"
    if waybill and pattern and not re.fullmatch(pattern, waybill.upper()):
        return "waybill_pattern"
    return ""
