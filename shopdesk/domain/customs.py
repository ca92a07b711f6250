"""What is declared to customs, and what may not be (R-O13): values, names, codes, and which form a parcel needs.

Amounts in minor units of the order's currency. Knows no paper and no shop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from shopdesk.domain.money import split, to_decimal
from shopdesk.domain.orders import OrderKind

MIN_NAME_LETTERS = 3
MIN_HS_DIGITS = 6
_MAX_HS_DIGITS = 12
_LETTERS = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[A-Za-z]+")
_HS_MARKS = re.compile(r"[\s.\-]")
_RATE = re.compile(r"([A-Z]{3})\s*[=:]?\s*(\d+(?:\.\d+)?)")
#: Words that name nothing: a description of only these is refused by customs.
_GENERIC = frozenset(
    {
        *("gift", "gifts", "goods", "good", "item", "items", "product", "products", "sample", "samples", "stuff"),
        *("merchandise", "present", "presents", "part", "parts", "accessory", "accessories", "commodity"),
        *("commodities", "article", "articles", "thing", "things", "parcel", "package", "other", "others", "various"),
        *("misc", "miscellaneous", "personal", "effects", "general", "cargo", "commercial", "free", "new"),
        *("a", "an", "the", "of", "and", "for"),
    }
)


class Category(StrEnum):
    """What a parcel is, as the postal forms ask it."""

    SALE = "sale"
    GIFT = "gift"
    SAMPLE = "sample"
    DOCUMENTS = "documents"
    RETURNED = "returned"
    OTHER = "other"


class CustomsForm(StrEnum):
    """The short and the long postal declaration (D06)."""

    CN22 = "CN22"
    CN23 = "CN23"


_SOLD = frozenset({OrderKind.B2C, OrderKind.B2B})
_CATEGORY = {OrderKind.SAMPLE: Category.SAMPLE, OrderKind.GIFT: Category.GIFT, OrderKind.RESEND: Category.OTHER}


def category_of(kind: OrderKind) -> Category:
    """What an order of ``kind`` is declared as: what was sold is a sale; a replacement is "other", not a gift."""
    return _CATEGORY.get(kind, Category.SALE)


def category_fault(kind: OrderKind, wanted: Category) -> str:
    """``"customs_gift_for_sale"`` when what was sold shall be declared as anything but a sale, else ``""`` (R-O13)."""
    return "customs_gift_for_sale" if kind in _SOLD and wanted is not Category.SALE else ""


def value_fault(declared_minor: int, paid_minor: int) -> str:
    """``"customs_value_low"`` when less is declared than was paid for the same pieces, else ``""`` (R-O13)."""
    return "customs_value_low" if declared_minor < paid_minor else ""


def net_values(lines_minor: Sequence[int], discount_minor: int) -> list[int]:
    """What was paid for each line: its amount less its exact share of the order's ``discount_minor`` (R-G6)."""
    if not discount_minor or sum(lines_minor) <= 0:
        return list(lines_minor)
    taken = split(min(abs(discount_minor), sum(lines_minor)), lines_minor)
    return [amount - share for amount, share in zip(lines_minor, taken, strict=True)]


def unit_values(value_minor: int, quantity: int) -> list[int]:
    """The net price of each piece of a line; they add up to the line (R-G6), so pieces may differ by one."""
    return split(value_minor, [1] * quantity) if quantity > 0 else []


def same_priced(units: Iterable[int]) -> list[tuple[int, int]]:
    """``(pieces, unit value)`` of pieces in order: a line is declared in as few as its cents allow."""
    return [(len(list(pieces)), unit) for unit, pieces in groupby(units)]


def name_fault(name: str) -> str:
    """``"customs_no_name"`` or ``"customs_generic_name"`` for a description that customs would refuse: not in English,
    fewer than three letters, or only words like "gift" and "goods"; else ``""`` (R-O13).
    """
    if len(_LETTERS.findall(name)) < MIN_NAME_LETTERS or not name.isprintable() or _has_other_script(name):
        return "customs_no_name"
    words = {word.casefold() for word in _WORD.findall(name)}
    return "customs_generic_name" if words <= _GENERIC else ""


def _has_other_script(name: str) -> bool:
    return any(character.isalpha() and ord(character) > 0x24F for character in name)


def plain_hs(code: str) -> str:
    """A tariff number without its dots and spaces."""
    return _HS_MARKS.sub("", code)


def hs_fault(code: str) -> str:
    """``"customs_no_hs"`` unless the tariff number has six to twelve digits (R-O13)."""
    digits = plain_hs(code)
    is_fine = digits.isascii() and digits.isdigit() and MIN_HS_DIGITS <= len(digits) <= _MAX_HS_DIGITS
    return "" if is_fine else "customs_no_hs"


def origin_fault(country: str) -> str:
    """``"customs_no_origin"`` unless a country's two letters stand there (R-O13)."""
    return "" if len(country) == 2 and country.isascii() and country.isalpha() else "customs_no_origin"


def sdr_rates(text: str) -> dict[str, Decimal]:
    """``"EUR 1.17, USD 1.36"`` → what one Special Drawing Right is worth, by currency. What cannot be read is left
    out.
    """
    found = ((currency, Decimal(rate)) for currency, rate in _RATE.findall(text.upper()))
    return {currency: rate for currency, rate in found if rate > 0}


def form_for(
    value_minor: int,
    currency: str,
    weight_g: int | None,
    *,
    limit_sdr: int,
    limit_g: int,
    rates: Mapping[str, Decimal],
) -> CustomsForm:
    """CN22 up to ``limit_sdr`` Special Drawing Rights and ``limit_g`` grams, above CN23 (D06). Where the weight or the
    currency's rate is not known, CN23: the long form is always right.
    """
    rate = rates.get(currency)
    if weight_g is None or rate is None:
        return CustomsForm.CN23
    is_small = weight_g <= limit_g and to_decimal(value_minor, currency) <= limit_sdr * rate
    return CustomsForm.CN22 if is_small else CustomsForm.CN23
