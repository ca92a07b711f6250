"""Waybill numbers (R-O6): what they must be, and the check digit of postal ones. Which carrier uses which form is no business of it."""

from __future__ import annotations

import re

_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def s10_check_digit(serial: str) -> int:
    """The check digit of an eight-digit UPU S10 serial number: ``12345678`` → 5."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def s10_is_wrong(waybill: str) -> bool:
    """Whether ``waybill`` has the form of a postal number (``RR123456785CN``) but not its check digit (R-O6: a warning)."""
    match = _S10.fullmatch(waybill.strip().upper())
    return match is not None and s10_check_digit(match[1]) != int(match[2])
