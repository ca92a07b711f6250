"""Cells → moments in UTC. Day or month first is decided once a file by the cells that prove it, or asked; never cell
by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from shopdesk.importing.cells import Bad, to_text

FIRST_YEAR, LAST_YEAR = 1990, 2100
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial has no zone, it gets the file's below
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - likewise
_TIME = (
    r"(?:(?:[T\s,]+|(?<=日))(?:(?P<ampm1>上午|下午)\s*)?(?P<hour>\d{1,2})[:.时時](?P<minute>\d{2})"
    r"(?:[:.分](?P<second>\d{2})?(?:[.,]\d+)?秒?)?分?\s*(?P<ampm>[ap]\.?m\.?|上午|下午)?)?"
)
_ZONE = r"\s*(?P<zone>Z|[A-Za-z]{2,5}|(?:UTC|GMT)?[+\-\u2212]\d{1,2}:?(?:\d{2})?)?\s*(?:\([^)]*\))?$"
_YEAR_FIRST = re.compile(
    r"^(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?号?" + _TIME + _ZONE, re.IGNORECASE
)
_NUMERIC = re.compile(
    r"^(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4}|\d{2})" + _TIME + _ZONE, re.IGNORECASE
)
_SHORT_YEAR_FIRST = re.compile(
    r"^(?P<y>\d{2})\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.]\s*(?P<d>\d{1,2})" + _TIME + _ZONE, re.IGNORECASE
)
_NAMED = re.compile(
    r"^(?:[^\W\d]{2,9}\.?,\s*)?(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?[.\s\-/]*(?:de\s+)?(?P<mon>[^\W\d]{3,12})\.?|"
    r"(?P<mon2>[^\W\d]{3,12})\.?[\s\-/]*(?P<d2>\d{1,2})(?:st|nd|rd|th)?)[\s,.\-/]*(?:de\s+)?(?P<y>\d{4}|\d{2})"
    + _TIME
    + _ZONE,
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:[T\s]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?$")
_RANGE = re.compile(r"^(.{6,25}?)(?:\s*[~～]\s*|\s+[-–—至]\s+)(?=\D{0,12}(?:\d{1,4}\s*[-/.年]|\d{8})).{6,25}$")
#: Zone names that exports print. CST is China's in a Chinese file, Chicago's elsewhere.
_ZONES = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "WET": 0,
    "BST": 1,
    "WEST": 1,
    "CET": 1,
    "MEZ": 1,
    "CEST": 2,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "IST": 5.5,
    "ICT": 7,
    "WIB": 7,
    "SGT": 8,
    "MYT": 8,
    "PHT": 8,
    "HKT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "ACST": 9.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "BRT": -3,
    "ART": -3,
}
_MONTH_LOCALES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "id", "ms", "tr")


@cache
def month_numbers() -> dict[str, int]:
    """Month names and abbreviations of the languages exports come in → 1…12."""
    from babel.dates import get_month_names

    numbers: dict[str, int] = {}
    for locale in _MONTH_LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    numbers.setdefault(name.casefold().rstrip("."), int(number))
    numbers.update({"sept": 9, "mrz": 3, "mär": 3})
    return numbers


@cache
def _zone(name: str, is_chinese: bool) -> tzinfo | None:
    upper = name.upper().replace("\u2212", "-")
    if upper == "CST" and is_chinese:
        return timezone(timedelta(hours=8))
    if upper in _ZONES:
        return timezone(timedelta(hours=_ZONES[upper]))
    found = re.fullmatch(r"(?:UTC|GMT)?([+\-])(\d{1,2}):?(\d{2})?", upper)
    if not found:
        return None
    shift = timedelta(hours=int(found.group(2)), minutes=int(found.group(3) or 0))
    return timezone(-shift if found.group(1) == "-" else shift) if shift < timedelta(hours=24) else None


def date_evidence(cells: Iterable[Any]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What numeric dates prove: the order (``DMY``, ``MDY``, ``""`` unproven, ``"-"`` none there), cells that prove
    it, doubtful cells."""
    day_first: list[str] = []
    month_first: list[str] = []
    doubtful: list[str] = []
    for cell in cells:
        found = _NUMERIC.match(cell.strip().lstrip("'")) if isinstance(cell, str) else None
        if not found:
            continue
        a, b = int(found["a"]), int(found["b"])
        is_dotted = "." in cell[: found.end("b")]  # nobody writes month.day.year
        bucket = day_first if a > 12 >= b or (is_dotted and b <= 12) else month_first if b > 12 >= a else doubtful
        if (a != b or is_dotted) and len(bucket) < 3 and cell.strip() not in bucket:
            bucket.append(cell.strip())
    if day_first and month_first:
        return "", (), tuple(day_first[:2] + month_first[:2])
    if day_first or month_first:
        return ("DMY" if day_first else "MDY"), tuple(day_first or month_first), ()
    return ("" if doubtful else "-"), (), tuple(doubtful)


def moments(order: str, zone_name: str, *, has_1904_dates: bool = False) -> Callable[[Any], str | Bad | None]:
    """A converter: cell → UTC text ``2026-11-22T08:46:00Z``; ``None`` for blank.

    ``order``: ``DMY``, ``MDY`` or ``YMD`` for numeric dates; ``zone_name``: IANA zone of times that name none;
    ``has_1904_dates``: Excel's serial days count from 1904.
    """
    epoch = _EPOCH_1904 if has_1904_dates else _EPOCH_1900
    home = ZoneInfo(zone_name)
    is_chinese = zone_name.startswith(("Asia/Shanghai", "Asia/Chongqing", "Asia/Hong_Kong", "Asia/Taipei", "PRC"))

    def convert(cell: Any) -> str | Bad | None:
        try:
            moment = _moment(cell, order, epoch, is_chinese=is_chinese)
            if moment is None or isinstance(moment, Bad):
                return moment
            aware = (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(UTC)
        except (ValueError, OverflowError):
            return Bad("date_unreadable")
        if not FIRST_YEAR <= aware.year <= LAST_YEAR:
            return Bad("date_out_of_range", {"first": FIRST_YEAR, "last": LAST_YEAR})
        return aware.strftime("%Y-%m-%dT%H:%M:%SZ")

    return convert


def _moment(cell: Any, order: str, epoch: datetime, *, is_chinese: bool) -> datetime | Bad | None:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - the caller adds the file's zone
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(float(cell), epoch)
    text = to_text(cell)
    if not text:
        return None
    if found := _RANGE.match(text):
        text = found.group(1)
    text = " ".join(text.replace("\u202f", " ").split())
    if compact := _COMPACT.match(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    if text.replace(".", "", 1).isdecimal():
        return _from_number(float(text), epoch)
    for pattern in (_YEAR_FIRST, _SHORT_YEAR_FIRST if order == "YMD" else _NUMERIC, _NAMED):
        if found := pattern.match(text):
            return _built(found.groupdict(), order, is_chinese)
    return Bad("date_unreadable")


def _from_number(number: float, epoch: datetime) -> datetime | Bad:
    """Excel's serial days, unix seconds or milliseconds, or a day written as one number."""
    if 20_000 <= number < 80_000:
        return epoch + timedelta(seconds=round(number * 86_400))
    if 19_900_101 <= number <= 21_001_231 and number.is_integer():
        return datetime.strptime(str(int(number)), "%Y%m%d")  # noqa: DTZ007 - the caller adds the file's zone
    if 1e9 <= number < 4e9 or 1e12 <= number < 4e12:
        return datetime.fromtimestamp(number / (1000 if number >= 1e12 else 1), UTC)
    return Bad("date_unreadable")


def _built(parts: dict[str, str | None], order: str, is_chinese: bool) -> datetime | Bad:
    if "a" in parts:
        a, b = int(parts["a"] or 0), int(parts["b"] or 0)
        month, day = (a, b) if order == "MDY" else (b, a)
    elif name := parts.get("mon") or parts.get("mon2"):
        number = month_numbers().get(name.casefold().rstrip("."))
        if number is None:
            return Bad("date_unreadable")
        month, day = number, int(parts.get("d") or parts.get("d2") or 0)
    else:
        month, day = int(parts["m"] or 0), int(parts["d"] or 0)
    year = int(parts["y"] or 0)
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    hour = int(parts.get("hour") or 0)
    ampm = (parts.get("ampm") or parts.get("ampm1") or "").lower().replace(".", "")
    if ampm in ("pm", "下午") and hour < 12:
        hour += 12
    elif ampm in ("am", "上午") and hour == 12:
        hour = 0
    zone = None
    if parts.get("zone"):
        zone = _zone(str(parts["zone"]), is_chinese)
        if zone is None:
            return Bad("date_unreadable")
    return datetime(year, month, day, hour, int(parts.get("minute") or 0), int(parts.get("second") or 0), tzinfo=zone)
