"""What the first start asks, as values, and the lists it offers. No widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import available_timezones

from shopdesk.importing.formats import formats

_FIRST_CURRENCIES = (
    "EUR", "USD", "GBP", "CNY", "JPY", "HKD", "TWD", "SGD", "AUD", "CAD", "CHF", "KRW", "THB", "MYR", "IDR", "VND",
)  # fmt: skip


class Door(StrEnum):
    """The three ways in."""

    SAMPLE = "sample"
    OWN = "own"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class StartChoice:
    """What the owner chose. The facts of the shop are filled for :attr:`Door.OWN` and :attr:`Door.IMPORT`.

    ``currency`` ISO 4217, ``timezone`` IANA, ``country`` ISO 3166 or ``""``; ``channel`` is a name,
    ``channel_kind`` a marketplace key; ``sender``: facts of the shop (``line1`` …) as far as they were filled in.
    """

    door: Door
    language: str
    name: str = ""
    currency: str = "EUR"
    timezone: str = "UTC"
    country: str = ""
    warehouse: str = ""
    channel: str = ""
    channel_kind: str = "other"
    sender: Mapping[str, str] = field(default_factory=dict)


def marketplaces() -> list[tuple[str, str]]:
    """``(kind, name)`` of every marketplace an import format knows, by name."""
    known = {declared.channel: declared.channel_name for declared in formats().values() if declared.channel_name}
    return sorted(known.items(), key=lambda entry: entry[1].casefold())


def currency_names(language: str) -> list[tuple[str, str]]:
    """``(code, "EUR – Euro")``, the frequent ones first."""
    from babel import Locale
    from babel.numbers import list_currencies

    locale = Locale.parse(language)
    codes = [*_FIRST_CURRENCIES, *sorted(list_currencies("en") - set(_FIRST_CURRENCIES))]
    return [(code, f"{code} – {locale.currencies[code]}") for code in codes if code in locale.currencies]


def time_zones() -> list[str]:
    """The places of the time zone database, without its historic aliases."""
    return sorted(
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix", "right"))
    )
