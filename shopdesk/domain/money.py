"""Money: integer minor units with an ISO 4217 currency (R-G1), exact splits (R-G6). Rounding is half-up.

Unit prices may be finer than the currency (0.001 GBP): they are kept in micros, millionths of the major unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

MICROS = 1_000_000
_COMMON_EXPONENTS = {"EUR": 2, "USD": 2, "GBP": 2, "CNY": 2, "JPY": 0, "KRW": 0}


@cache
def exponent(currency: str) -> int:
    """Digits after the decimal mark of ``currency`` (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD."""
    if currency in _COMMON_EXPONENTS:
        return _COMMON_EXPONENTS[currency]
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(currency))


def to_minor(amount: Decimal, currency: str) -> int:
    """``amount`` in major units → minor units, rounded half-up once (R-G1)."""
    return int(amount.scaleb(exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP))


def to_micros(amount: Decimal) -> int:
    """``amount`` in major units → micros, rounded half-up."""
    return int((amount * MICROS).quantize(Decimal(1), ROUND_HALF_UP))


def to_decimal(minor: int, currency: str) -> Decimal:
    """Minor units → major units, with the currency's digits: ``1234 EUR → 12.34``."""
    return Decimal(minor).scaleb(-exponent(currency))


def micros_to_minor(micros: int, currency: str) -> int:
    """Micros → minor units, rounded half-up once (R-G1): integers all the way, for half a million of them."""
    divisor: int = MICROS // 10 ** exponent(currency)
    value = (abs(micros) + divisor // 2) // divisor
    return value if micros >= 0 else -value


def line_total(unit_price_micros: int, quantity: int, currency: str) -> int:
    """Quantity × unit price in minor units, rounded half-up once (R-G1)."""
    return micros_to_minor(unit_price_micros * quantity, currency)


def share(amount_minor: int, basis_points: int) -> int:
    """A share of ``amount_minor``, rounded half-up (R-G1): 50 % of 159 901 → 79 951."""
    return int((Decimal(amount_minor) * basis_points / 10_000).quantize(Decimal(1), ROUND_HALF_UP))


def split(amount_minor: int, weights: Sequence[int]) -> list[int]:
    """``amount_minor`` split by ``weights``: largest remainders, ties to the earliest part; the parts add up (R-G6)."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and add up to more than 0")
    sign = -1 if amount_minor < 0 else 1
    shares = [divmod(abs(amount_minor) * weight, whole) for weight in weights]
    parts = [quotient for quotient, _ in shares]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-shares[i][1], i))
    for i in by_remainder[: abs(amount_minor) - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]
