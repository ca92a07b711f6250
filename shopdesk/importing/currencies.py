"""Which currency the amounts of a file are in, and what says so. Never converts; knows no rates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from shopdesk.importing.cells import Bad, to_line
from shopdesk.importing.formats import Format
from shopdesk.importing.mapping import ColumnMap
from shopdesk.importing.places import to_country

_SAMPLE = 200
_OLDEST = 2010  # money that went out of use before stands in no shop's files
_CODE_IN_AMOUNT = re.compile(r"^([A-Z]{3})\s?[\d(]|[\d)]\s?([A-Z]{3})$")
_SYMBOLS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₱": "PHP",
    "฿": "THB",
    "₫": "VND",
    "₩": "KRW",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "HK$": "HKD",
    "NT$": "TWD",
    "S$": "SGD",
    "R$": "BRL",
    "RM": "MYR",
    "Rp": "IDR",
    "zł": "PLN",
    "元": "CNY",
}
#: Signs that several currencies share: the country's or the shop's when it is one of them, else the first.
_SHARED_SYMBOLS = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
}
_CURRENCY_NAMES = {
    "人民币": "CNY",
    "RMB": "CNY",
    "元": "CNY",
    "CNH": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
}


class FoundCurrency(NamedTuple):
    """``code`` ISO 4217; ``reason``: a message code (``currency_from_…``); ``evidence``: cells, countries or a heading
    that say so."""

    code: str
    reason: str
    evidence: tuple[str, ...] = ()


@cache
def _in_use() -> frozenset[str]:
    """Codes of ISO 4217 that were money somewhere in the last years; ``XXX`` and metals never were."""
    from babel.core import get_global

    known = get_global("territory_currencies").values()
    return frozenset(
        code
        for periods in known
        for code, _since, until, is_tender in periods
        if is_tender and (until is None or until[0] >= _OLDEST)
    )


def currency_code(cell: Any) -> str:
    """``"usd"``, ``"人民币"``, ``"€"`` → ISO 4217; ``""`` when it is none."""
    text = to_line(cell)
    code = _CURRENCY_NAMES.get(text) or _CURRENCY_NAMES.get(text.upper()) or _SYMBOLS.get(text) or text.upper()
    return code if code in _in_use() else ""


def to_currency(cell: Any) -> str | Bad:
    """:func:`currency_code` of a cell; ``Bad("currency_unknown")`` when something else stands there."""
    code = currency_code(cell)
    return code if code or not to_line(cell) else Bad("currency_unknown")


def find_currency(
    declared: Format,
    columns: ColumnMap,
    money: Iterable[int],
    rows: Sequence[Sequence[Any]],
    whole: Callable[[], Iterator[Sequence[Any]]],
    fallback: str,
) -> FoundCurrency:
    """The currency of rows that name none: the other rows', a heading's, the amounts' own, the format's, that of the
    one place a marketplace ships to, then the shop's (``fallback``).

    ``money``: the columns of amounts; ``rows``: the first data rows; ``whole``: all of them, asked only when needed.
    """
    sample = rows[:_SAMPLE]
    if named := _named_by_rows(columns, rows):
        return FoundCurrency(named, "currency_from_rows", (named,))
    if code := columns.header_currency():
        return FoundCurrency(code, "currency_from_heading", (code,))
    code, shared, cell = _in_amounts(sample, money)
    if code:
        return FoundCurrency(code, "currency_from_amounts", (cell,))
    if declared.currency:
        return FoundCurrency(declared.currency, "currency_from_format", (declared.currency,))
    local = _of_destinations(columns, rows, whole) if declared.channel else None
    if local is not None and (not shared or local.code in shared):
        return local
    if shared:
        return FoundCurrency(fallback if fallback in shared else shared[0], "currency_from_amounts", (cell,))
    return FoundCurrency(fallback, "currency_from_shop", (fallback,))


def _named_by_rows(columns: ColumnMap, rows: Sequence[Sequence[Any]]) -> str:
    """The one code that stands in the currency column; ``""`` when there are several or none."""
    index = columns.fields.get("currency")
    if index is None:
        return ""
    codes = {currency_code(row[index]) for row in rows if index < len(row)} - {""}
    return codes.pop() if len(codes) == 1 else ""


def _in_amounts(rows: Sequence[Sequence[Any]], money: Iterable[int]) -> tuple[str, tuple[str, ...], str]:
    """The code that the first amount with a sign carries, or the currencies that share its sign; and that amount."""
    for index in money:
        for cell in (row[index] for row in rows if index < len(row) and isinstance(row[index], str)):
            text = cell.strip().lstrip("+-−( ").rstrip(") ")
            found = _CODE_IN_AMOUNT.search(text)
            if found and (code := currency_code(found.group(1) or found.group(2))):
                return code, (), cell.strip()
            for symbol, code in _SYMBOLS.items():
                if text.startswith(symbol) or text.endswith(symbol):
                    return code, (), cell.strip()
            for symbol, codes in _SHARED_SYMBOLS.items():
                if text.startswith(symbol) or text.endswith(symbol):
                    return "", codes, cell.strip()
    return "", (), ""


def _of_destinations(
    columns: ColumnMap, rows: Sequence[Sequence[Any]], whole: Callable[[], Iterator[Sequence[Any]]]
) -> FoundCurrency | None:
    """The currency of the country that everything is shipped to; ``None`` when there are several or none."""
    index = columns.fields.get("ship_country")
    if index is None or _one_country(rows, index) is None:
        return None
    country = _one_country(whole(), index)
    code = _currency_of(country) if country is not None else ""
    return FoundCurrency(code, "currency_from_country", (country,)) if code and country else None


def _one_country(rows: Iterable[Sequence[Any]], index: int) -> str | None:
    texts = {row[index] for row in rows if index < len(row) and isinstance(row[index], str)}
    countries = {country for text in texts if len(country := to_country(text)) == 2}
    return countries.pop() if len(countries) == 1 else None


def _currency_of(country: str) -> str:
    """The legal tender of a country (ISO 3166), ``""`` when it has none or several."""
    from babel.numbers import get_territory_currencies

    codes = get_territory_currencies(country)
    return str(codes[0]) if len(codes) == 1 else ""
