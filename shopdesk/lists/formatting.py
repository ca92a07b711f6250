"""One way to write a value: on the screen, in a print, in an export, on the command line. Knows languages, no Qt.

Light by design: English and Chinese are written by hand, for a table paints thousands of cells; babel is asked only for
the digits of rarer currencies.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from shopdesk.base.clock import now
from shopdesk.base.i18n import current_language, tr
from shopdesk.domain.money import MICROS, exponent, to_decimal
from shopdesk.lists.spec import Column, ColumnKind, Money
from shopdesk.lists.status import Badged, Tone, lateness_text

#: Symbols that stand before the amount; every other currency is written after it by its code.
SYMBOLS = {
    "EUR": "€", "USD": "$", "GBP": "£", "CNY": "¥", "JPY": "¥", "KRW": "₩", "INR": "₹", "AUD": "A$", "CAD": "CA$",
    "NZD": "NZ$", "HKD": "HK$",
    "TWD": "NT$", "SGD": "S$", "MXN": "MX$", "BRL": "R$", "VND": "₫", "THB": "฿", "PHP": "₱",
    "ILS": "₪", "TRY": "₺", "UAH": "₴", "NGN": "₦",
}  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=20_000)
def format_money(minor: int, currency: str) -> str:
    """``€39.90``, ``¥6,980``, ``-£4.00``, ``12.00 CHF``: minor units of ``currency`` with its own digits."""
    if not currency:
        return f"{minor:,}"
    return _with_currency(f"{abs(to_decimal(minor, currency)):,.{exponent(currency)}f}", currency, minor < 0)


def format_unit_price(micros: int, currency: str) -> str:
    """A unit price with at least the currency's digits and never fewer than it has: ``£0.001``."""
    digits = exponent(currency) if currency else 2
    whole, part = divmod(abs(micros), MICROS)
    decimals = f"{part:06d}".rstrip("0").ljust(digits, "0")
    return _with_currency(f"{whole:,}.{decimals}" if decimals else f"{whole:,}", currency, micros < 0)


def _with_currency(amount: str, currency: str, is_negative: bool) -> str:
    sign, symbol = "-" if is_negative else "", SYMBOLS.get(currency)
    return f"{sign}{symbol}{amount}" if symbol else f"{sign}{amount} {currency}".rstrip()


@cache
def _zone(timezone: str) -> ZoneInfo:
    return ZoneInfo(timezone)


def local(moment: datetime, timezone: str) -> datetime:
    """``moment`` on the shop's clock (``timezone``: IANA name)."""
    return moment.astimezone(_zone(timezone))


def format_date(moment: datetime, language: str, timezone: str, *, today: datetime | None = None) -> str:
    """``22 Nov``, ``11月22日``; with the year when it is not this year's."""
    return format_day(local(moment, timezone).date(), language, local(today or now(), timezone).year)


def format_day(day: date, language: str, this_year: int) -> str:
    """As :func:`format_date`, of a day of the shop."""
    if language == "zh_CN":
        return f"{day.month}月{day.day}日" if day.year == this_year else f"{day.year}年{day.month}月{day.day}日"
    short = f"{day.day} {_MONTHS[day.month - 1]}"
    return short if day.year == this_year else f"{short} {day.year}"


def format_datetime(moment: datetime, language: str, timezone: str, *, today: datetime | None = None) -> str:
    """``22 Nov 08:46``, ``11月22日 08:46`` on the shop's clock."""
    here = local(moment, timezone)
    return f"{format_date(moment, language, timezone, today=today)} {here.hour:02d}:{here.minute:02d}"


def format_cell(
    column: Column, value: Any, language: str = "", timezone: str = "UTC", *, moment: datetime | None = None
) -> str:
    """A list cell as the reader of ``language`` sees it on the shop's clock; ``""`` for nothing."""
    if value is None or value == "":
        return ""
    kind = column.kind
    if kind is ColumnKind.MONEY:
        return format_money(value.minor, value.currency) if isinstance(value, Money) else str(value)
    if kind is ColumnKind.INTEGER:
        return f"{value:,}"
    if kind is ColumnKind.DATETIME:
        return format_datetime(value, language or current_language(), timezone, today=moment)
    if kind is ColumnKind.DATE:
        return format_day(value, language or current_language(), local(moment or now(), timezone).year)
    if kind is ColumnKind.STATUS and isinstance(value, Badged):
        return value.badge(moment or now())[0]
    if kind is ColumnKind.LATENESS:
        return lateness_text(value, moment or now())
    if kind is ColumnKind.BOOLEAN:
        return tr("Yes") if value else tr("No")
    if kind in {ColumnKind.WORD, ColumnKind.STATUS}:
        return tr(column.words[value]) if value in column.words else str(value)
    return str(value)


def cell_tone(column: Column, value: Any, *, moment: datetime | None = None) -> str:
    """``red``, ``amber``, ``green``, ``neutral`` for a badge, ``""`` for plain text."""
    if column.kind is ColumnKind.STATUS and isinstance(value, Badged):
        return str(value.badge(moment or now())[1])
    if column.tones and value in column.words:
        return column.tones.get(value, str(Tone.NEUTRAL))
    return ""
