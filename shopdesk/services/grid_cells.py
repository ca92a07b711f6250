"""One row of a grid that an owner types, pastes or reads from a file: texts into numbers, or a refusal that names row
and column. Knows no table in particular.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import tr
from shopdesk.domain.money import exponent, to_decimal, to_minor
from shopdesk.importing.numbers import parse_decimal
from shopdesk.importing.places import to_country

_GRAMS = 1000
_EVERYWHERE = {"*", "all", "others", "其他", "全部"}
_LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class GridRow:
    """``cells`` by column key; ``number`` counts from 1; ``headings``: key → heading (marked for translation).

    Every method raises ``UserError("rate_cell_bad")`` for a text that does not mean what the column holds.
    """

    cells: Mapping[str, str]
    number: int
    headings: Mapping[str, str]

    def text(self, key: str) -> str:
        """The text of a column, ``""`` where it has none."""
        return self.cells.get(key, "")

    def decimal(self, key: str) -> Decimal | None:
        """A number of 0 or more; ``None`` for a blank cell."""
        text = self.text(key)
        if not text:
            return None
        value = parse_decimal(text)
        if value is None or not 0 <= value < _LARGEST:
            raise self.bad(key)
        return value

    def grams(self, key: str) -> int | None:
        """A weight typed in kilograms."""
        value = self.decimal(key)
        return None if value is None else self._whole(key, value * _GRAMS)

    def whole(self, key: str) -> int | None:
        """A whole number."""
        value = self.decimal(key)
        return None if value is None else self._whole(key, value)

    def minor(self, key: str, currency: str) -> int | None:
        """An amount typed in the currency's major unit."""
        value = self.decimal(key)
        if value is None:
            return None
        if value != round(value, exponent(currency)):
            raise self.bad(key)
        return to_minor(value, currency)

    def country(self, key: str) -> str:
        """A country's two letters; ``""`` for everywhere else."""
        text = self.text(key)
        if not text or text.casefold() in _EVERYWHERE:
            return ""
        code = to_country(text)
        if not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise self.bad(key)
        return code.upper()

    def day(self, key: str) -> date | None:
        """A date in ISO 8601."""
        text = self.text(key)
        if not text:
            return None
        try:
            return date.fromisoformat(text[:10])
        except ValueError as error:
            raise self.bad(key) from error

    def bad(self, key: str) -> UserError:
        """The refusal of a cell."""
        return UserError("rate_cell_bad", row=self.number, column=tr(self.headings[key]), value=self.text(key) or "–")

    def _whole(self, key: str, value: Decimal) -> int:
        if value != value.to_integral_value():
            raise self.bad(key)
        return int(value)


def kilograms(grams: int | None) -> str:
    """Grams as they are typed: ``0.5``; ``""`` for ``None``."""
    return "" if grams is None else f"{Decimal(grams) / _GRAMS:f}"


def amount(minor: int | None, currency: str) -> str:
    """Minor units as they are typed: ``4.90``; ``""`` for ``None``."""
    return "" if minor is None else str(to_decimal(minor, currency))
