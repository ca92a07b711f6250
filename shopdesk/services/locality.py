"""Where a new shop is, as far as the machine can tell: its time zone, and the country that goes with the zone.

A default to offer, never a fact: who makes the shop may say otherwise. Must not ask Qt, the network or the shop.
"""

from __future__ import annotations

_NOWHERE = ("001", "ZZ")  # what CLDR calls the zones of no country, such as UTC


def machine_timezone() -> str:
    """The machine's time zone (IANA name); ``"UTC"`` when it has none or one without a place."""
    from babel.localtime import get_localzone

    try:
        name = str(getattr(get_localzone(), "key", ""))
    except (LookupError, ValueError, OSError):  # a TZ variable that names no place, a damaged /etc/localtime
        return "UTC"
    return name if "/" in name and not name.startswith("Etc/") else "UTC"


def country_of(timezone: str) -> str:
    """The country (ISO 3166 alpha-2) a time zone belongs to; ``""`` when it is no country's, such as UTC."""
    from babel.core import get_global

    territory = _territory(get_global("zone_aliases").get(timezone, timezone)) or _territory(timezone)
    return territory if territory not in _NOWHERE else ""


def is_country(code: str) -> bool:
    """Whether ``code`` is a country's two letters (ISO 3166), of the kind an address may name."""
    from babel.core import get_global

    return len(code) == 2 and code not in _NOWHERE and code in get_global("zone_territories").values()


def _territory(timezone: str) -> str:
    from babel.core import get_global

    return str(get_global("zone_territories").get(timezone, ""))
