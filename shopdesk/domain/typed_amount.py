"""An amount as a person types it: ``39.90``, ``39,90``, ``1,234.50``, ``¥39``. Never guesses between two readings."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from shopdesk.base.errors import UserError
from shopdesk.domain.money import exponent, to_minor

_ALLOWED = re.compile(r"[\d.,\s\u00a0\u202f']+")
_NOT_NUMBER = re.compile(r"^[^\d.,\-]+|[^\d.,]+$")


def typed_amount(typed: str, currency: str) -> int:
    """Minor units of ``currency``. The last mark with as many digits behind it as the currency has at most is the
    decimal mark, every other one parts thousands. Raises ``UserError("amount_unreadable")``.
    """
    text = _NOT_NUMBER.sub("", typed.strip())
    if not text or not _ALLOWED.fullmatch(text):
        raise UserError("amount_unreadable", typed=typed.strip())
    plain = re.sub(r"[\s\u00a0\u202f']", "", text)
    place = max(plain.rfind("."), plain.rfind(","))
    whole, part = (plain[:place], plain[place + 1 :]) if place >= 0 else (plain, "")
    is_decimal = 0 < len(part) <= exponent(currency)
    if place >= 0 and part and not is_decimal and len(part) != 3:
        raise UserError("amount_unreadable", typed=typed.strip())
    digits = re.sub(r"[.,]", "", whole if is_decimal or not part else whole + part)
    try:
        return to_minor(Decimal(f"{digits or '0'}.{part if is_decimal else '0'}"), currency)
    except InvalidOperation as error:
        raise UserError("amount_unreadable", typed=typed.strip()) from error
