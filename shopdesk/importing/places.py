"""Country names as exports write them → ISO 3166 alpha-2, in English and Chinese (babel), with the aliases people
use."""

from __future__ import annotations

from functools import cache

from shopdesk.importing.cells import to_line

_ALIASES = {
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "unitedstatesofamerica": "US",
    "america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "greatbritain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northernireland": "GB",
    "eire": "IE",
    "rsa": "ZA",
    "holland": "NL",
    "deutschland": "DE",
    "österreich": "AT",
    "schweiz": "CH",
    "españa": "ES",
    "italia": "IT",
    "brasil": "BR",
    "méxico": "MX",
    "polska": "PL",
    "korea": "KR",
    "southkorea": "KR",
    "republicofkorea": "KR",
    "russia": "RU",
    "vietnam": "VN",
    "uae": "AE",
    "czechrepublic": "CZ",
    "turkey": "TR",
    "macau": "MO",
    "hongkong": "HK",
    "taiwan": "TW",
    "prc": "CN",
    "p.r.china": "CN",
    "mainlandchina": "CN",
    "中国大陆": "CN",
    "中國": "CN",
    "香港": "HK",
    "台湾": "TW",
    "臺灣": "TW",
    "澳门": "MO",
    "韩国": "KR",
    "英國": "GB",
    "美國": "US",
    "unspecified": "",
    "unknown": "",
    "usadomestic": "US",
}


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for language in ("zh_Hans", "de", "fr", "es", "id", "en"):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"):
                names[_plain(name)] = code
                names.setdefault(_plain(name.split(" (")[0].split("（")[0]), code)
    return {**names, **_ALIASES}


@cache
def _codes() -> frozenset[str]:
    return frozenset(_names().values()) - {""}


def _plain(name: str) -> str:
    return "".join(name.casefold().replace("&", "and").split())


def to_country(cell: object) -> str:
    """``"United Kingdom"``, ``"英国"``, ``"gb"`` → ``"GB"``; an unknown name stays as it is, ``""`` for blank."""
    text = to_line(cell)
    if len(text) == 2 and text.isascii() and text.upper() in _codes():
        return text.upper()
    if text.upper() == "UK":
        return "GB"
    return _names().get(_plain(text), text) if text else ""
