"""Whether a phone number can be one (R-O2): its shape, and its length in its country (``phonenumbers``). Dials nothing.

The library is asked only about what its own table of lengths does not settle: a file holds tens of thousands of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from shopdesk.domain.masking import is_masked

_DIGITS = re.compile(r"\d")
_NOT_DIGITS = re.compile(r"\D+")
_SHAPE = re.compile(r"^[+\d\s()\-./,#*x转ext:]+$", re.IGNORECASE)
#: An extension; a marketplace's stand-in number for a buyer has one of four digits (``18412345678-5566``).
_EXTENSION = re.compile(r"(?<=\d{7})\s*(?:-|转|,|x|ext\.?:?)\s*\d{3,5}\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How numbers of a country are built: its code, what is dialled before a national number, possible lengths."""

    code: str
    prefix: str
    lengths: frozenset[int]


def is_phone_plausible(phone: str, country: str = "") -> bool:
    """5 to 20 digits and nothing that a phone number does not hold, as long as numbers of ``country`` (ISO 3166
    alpha-2; ``""``: unknown) are; a masked one is not.
    """
    if is_masked(phone) or not _SHAPE.match(phone) or not 5 <= len(_DIGITS.findall(phone)) <= 20:
        return False
    plan = _plan(country.upper())
    if plan is None:
        return True
    bare = _EXTENSION.sub("", phone.strip())
    return _fits(bare, plan) or _is_possible(bare, country.upper())


def _fits(phone: str, plan: _Plan) -> bool:
    """Whether the table of lengths alone says so."""
    digits = _NOT_DIGITS.sub("", phone)
    if phone.startswith(("+", "00")):
        national = digits.removeprefix("00") if phone.startswith("00") else digits
        return national.startswith(plan.code) and len(national) - len(plan.code) in plan.lengths
    if len(digits) in plan.lengths:
        return True
    return bool(plan.prefix) and digits.startswith(plan.prefix) and len(digits) - len(plan.prefix) in plan.lengths


@cache
def _plan(country: str) -> _Plan | None:
    from phonenumbers import PhoneMetadata

    found = PhoneMetadata.metadata_for_region(country, None)
    if found is None or found.general_desc is None:
        return None
    return _Plan(str(found.country_code), found.national_prefix or "", frozenset(found.general_desc.possible_length))


def _is_possible(phone: str, country: str) -> bool:
    from phonenumbers import NumberParseException, ValidationResult, is_possible_number_with_reason, parse

    try:
        return is_possible_number_with_reason(parse(phone, country)) == ValidationResult.IS_POSSIBLE
    except NumberParseException:
        return False
