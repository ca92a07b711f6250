"""Price tables as grids of text: what a spreadsheet holds, what the owner types or pastes, what a file says.

Weights stand in kilograms, prices in the currency's major unit; a price table has them in grams and minor units.
Writes nothing: ``carrier_edit.set_rates`` does.
"""

from __future__ import annotations

from collections.abc import Sequence

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, tr
from shopdesk.domain.freight import Rate
from shopdesk.domain.search_text import clean
from shopdesk.services.grid_cells import GridRow, amount, kilograms

#: Key → heading; files are written with the keys, and read with either.
COLUMNS = {
    "country": N_("Country"),
    "up_to_kg": N_("Up to (kg)"),
    "price": N_("Base price"),
    "step_kg": N_("Further (kg)"),
    "step_price": N_("Further price"),
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


def rate_cells(rates: Sequence[Rate]) -> list[list[str]]:
    """A price table as rows of text in the sequence of :data:`COLUMNS`."""
    return [
        [
            rate.country,
            kilograms(rate.up_to_g),
            amount(rate.price_minor, rate.currency),
            kilograms(rate.step_g),
            amount(rate.step_minor, rate.currency),
            rate.currency,
            rate.valid_from.isoformat() if rate.valid_from else "",
        ]
        for rate in rates
    ]


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
            found.append(_rate(GridRow(cells, number, COLUMNS), currency))
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


def _rate(row: GridRow, currency: str) -> Rate:
    code = row.text("currency").upper() or currency
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise row.bad("currency")
    up_to, price = row.grams("up_to_kg"), row.minor("price", code)
    if not up_to:
        raise row.bad("up_to_kg")
    if price is None:
        raise row.bad("price")
    return Rate(
        up_to_g=up_to,
        price_minor=price,
        currency=code,
        country=row.country("country"),
        step_g=row.grams("step_kg"),
        step_minor=row.minor("step_price", code),
        valid_from=row.day("valid_from"),
    )
