"""Which carrier a text means: exports, platforms and people write the same name in many ways. Pure; knows no shop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

_T = TypeVar("_T")
_NOISE = re.compile(r"[^\w]+|_")


class ServiceMode(StrEnum):
    """How a service is paid or delivered apart from the ordinary (S1-4.2.1.5-MODE)."""

    FREIGHT_COLLECT = "freight_collect"
    UPSTAIRS = "upstairs"
    PICKUP = "pickup"


class CarrierKind(StrEnum):
    """What sort of carrier it is."""

    EXPRESS = "express"
    POST = "post"
    FREIGHT = "freight"
    PLATFORM = "platform"


def plain_name(text: str) -> str:
    """A carrier's name for comparing: no case, width, spaces or punctuation. ``"DHL-Paket "`` → ``"dhlpaket"``."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def name_index(named: Iterable[tuple[_T, Iterable[str]]]) -> dict[str, _T]:
    """Plain name → what bears it. Of two that claim the same name the first keeps it."""
    index: dict[str, _T] = {}
    for bearer, names in named:
        for name in names:
            plain = plain_name(name)
            if plain:
                index.setdefault(plain, bearer)
    return index


def find_named(text: str, index: Mapping[str, _T]) -> _T | None:
    """What ``text`` means: the whole name, else the longest name that ``text`` begins with as a word of its own
    (``"DHL Paket 2 kg"`` → DHL; ``"UPSTREAM"`` is not UPS). ``None`` when nobody bears it.
    """
    if not text.strip():
        return None
    whole = index.get(plain_name(text))
    if whole is not None:
        return whole
    return next((index[start] for start in _starts(text) if start in index), None)


def _starts(text: str) -> list[str]:
    """The beginnings of ``text`` that end where a word does, longest first; Chinese has no gaps between words."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    ends = [i for i in range(1, len(normal)) if not _joined(normal[i - 1], normal[i])]
    return [plain_name(normal[:end]) for end in reversed(ends)]


def _joined(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


def is_same_carrier(one: str, other: str, index: Mapping[str, object]) -> bool:
    """Whether two texts name one carrier: written alike, or known by the same entry of ``index``."""
    if plain_name(one) == plain_name(other):
        return True
    found = find_named(one, index)
    return found is not None and found is find_named(other, index)


def is_ending(until: date | None, today: date, days: int) -> bool:
    """Whether a licence or contract is over or ends within ``days`` (S1-4.2.1.1-QUAL)."""
    return until is not None and until <= today + timedelta(days=days)
