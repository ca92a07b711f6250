"""Price tables as grids of text: what a spreadsheet holds, what the owner types or pastes, what a file says.

Weights stand in kilograms, prices in the currency's major unit; a price table has them in grams and minor units.
Writes nothing: ``carrier_edit.set_rates`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, tr
from shopdesk.domain.freight import Rate
from shopdesk.domain.money import exponent, to_decimal, to_minor
from shopdesk.domain.search_text import clean
from shopdesk.importing.numbers import parse_decimal
from shopdesk.importing.places import to_country

#: Key → heading; files are written with the keys, and read with either.
COLUMNS = {
    "country": N_("Country"),
    "up_to_kg": N_("Up to (kg)"),
    "price": N_("Price"),
    "step_kg": N_("Each further (kg)"),
    "step_price": N_("costs"),
    "currency": N_("Currency"),
    "valid_from": N_("Valid from"),
}
_SPELLINGS = {
    "country": ("country", "destination", "国家", "目的地", "地区"),
    "up_to_kg": ("up_to_kg", "upto", "weight", "kg", "首重", "重量", "up to (kg)"),
    "price": ("price", "rate", "价格", "首重价格", "运费"),
    "step_kg": ("step_kg", "step", "续重"),
    "step_price": ("step_price", "续重价格"),
    "currency": ("currency", "币种"),
    "valid_from": ("valid_from", "from", "生效日期"),
}
_EVERYWHERE = {"*", "all", "others", "其他", "全部"}
_GRAMS = 1000


def rate_cells(rates: Sequence[Rate]) -> list[list[str]]:
    """A price table as rows of text in the sequence of :data:`COLUMNS`."""
    return [
        [
            rate.country,
            _kilograms(rate.up_to_g),
            str(to_decimal(rate.price_minor, rate.currency)),
            _kilograms(rate.step_g),
            "" if rate.step_minor is None else str(to_decimal(rate.step_minor, rate.currency)),
            rate.currency,
            rate.valid_from.isoformat() if rate.valid_from else "",
        ]
        for rate in rates
    ]


def _kilograms(grams: int | None) -> str:
    return "" if grams is None else f"{Decimal(grams) / _GRAMS:f}"


def parse_rates(rows: Sequence[Sequence[str]], currency: str) -> list[Rate]:
    """The price table that rows of text mean; a first row of headings says which column is which, else they stand in
    the sequence of :data:`COLUMNS`. Blank rows are skipped, ``currency`` (the shop's) is taken where none stands.

    Raises ``UserError``: ``rate_cell_bad`` (with row and column), ``rates_none_found``.
    """
    places, start = _places(rows)
    found = []
    for number, row in enumerate(rows[start:], start + 1):
        cells = {key: " ".join(clean(row[place]).split()) if place < len(row) else "" for key, place in places.items()}
        if any(cells.get(key) for key in ("up_to_kg", "price", "country")):
            found.append(_rate(cells, number, currency))
    if not found:
        raise UserError("rates_none_found", columns=", ".join(COLUMNS))
    return found


def _places(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """Column by key, and where the prices begin."""
    head = [_plain(cell) for cell in rows[0]] if rows else []
    named: dict[str, int] = {}
    for key, spellings in _SPELLINGS.items():
        known = {_plain(name) for name in (*spellings, COLUMNS[key], tr(COLUMNS[key]))}
        place = next((i for i, cell in enumerate(head) if cell in known and i not in named.values()), None)
        if place is not None:
            named[key] = place
    if "up_to_kg" in named and "price" in named:
        return named, 1
    return {key: place for place, key in enumerate(COLUMNS)}, 0


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _rate(cells: dict[str, str], number: int, currency: str) -> Rate:
    code = cells.get("currency", "").upper() or currency
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise _bad(cells, "currency", number)
    return Rate(
        up_to_g=_weight(cells, "up_to_kg", number) or 0,
        price_minor=_amount(cells, "price", number, code) or 0,
        currency=code,
        country=_country(cells, number),
        step_g=_weight(cells, "step_kg", number),
        step_minor=_amount(cells, "step_price", number, code),
        valid_from=_day(cells, number),
    )


def _number(cells: dict[str, str], key: str, number: int) -> Decimal | None:
    text = cells.get(key, "")
    if not text:
        if key in {"up_to_kg", "price"}:
            raise _bad(cells, key, number)
        return None
    value = parse_decimal(text)
    if value is None or not 0 <= value < 10**9:
        raise _bad(cells, key, number)
    return value


def _weight(cells: dict[str, str], key: str, number: int) -> int | None:
    value = _number(cells, key, number)
    if value is None:
        return None
    grams = value * _GRAMS
    if grams != grams.to_integral_value() or grams < 1:
        raise _bad(cells, key, number)
    return int(grams)


def _amount(cells: dict[str, str], key: str, number: int, currency: str) -> int | None:
    value = _number(cells, key, number)
    if value is None:
        return None
    if value != round(value, exponent(currency)):
        raise _bad(cells, key, number)
    return to_minor(value, currency)


def _country(cells: dict[str, str], number: int) -> str:
    text = cells.get("country", "")
    if not text or text.casefold() in _EVERYWHERE:
        return ""
    code = to_country(text)
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise _bad(cells, "country", number)
    return code.upper()


def _day(cells: dict[str, str], number: int) -> date | None:
    text = cells.get("valid_from", "")
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise _bad(cells, "valid_from", number) from error


def _bad(cells: dict[str, str], key: str, number: int) -> UserError:
    return UserError("rate_cell_bad", row=number, column=tr(COLUMNS[key]), value=cells.get(key) or "–")
