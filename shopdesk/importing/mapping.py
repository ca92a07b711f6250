"""Which column holds which canonical field: exact names first, tolerant synonyms for generic formats. No values are
converted here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shopdesk.importing.formats import Format, normal_name

FUZZY_SCORE = 88.0
_UNIT_IN_HEADER = re.compile(r"[(\[（]\s*(kg|g|lbs?|oz|grams?|克|千克|公斤|斤)\s*[)\]）]", re.IGNORECASE)
_UNIT_AT_END = re.compile(r"[\s_](kg|g|lbs?|oz)$", re.IGNORECASE)
_CURRENCY_IN_HEADER = re.compile(r"[(\[（]\s*([A-Z]{3})\s*[)\]）]")
#: Taken for a currency in any header; other three letters in brackets are "(SKU)", "(ROI)" and the like.
_HEADER_CURRENCIES = re.compile(
    "AED|AUD|BRL|CAD|CHF|CNY|EUR|GBP|HKD|IDR|INR|JPY|KRW|MXN|MYR|PHP|PLN|RON|SEK|SGD|THB|TWD|USD|VND"
)
_NUMBER = r"(\d{1,3})"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """``fields``: canonical field → 0-based column; ``numbered``: field → {n: column} (items in columns);
    ``locations``: name → column;
    ``spare``: field → further columns of its names, read where the first one is blank (a changed address, a sale
    price); ``added``: field → (column, +1 or -1) of amounts that are added to it or taken off it."""

    headers: tuple[str, ...]
    fields: dict[str, int]
    numbered: dict[str, dict[int, int]] = field(default_factory=dict)
    locations: dict[str, int] = field(default_factory=dict)
    spare: dict[str, tuple[int, ...]] = field(default_factory=dict)
    added: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @property
    def used(self) -> set[int]:
        """The columns that mean something."""
        numbered = {column for columns in self.numbered.values() for column in columns.values()}
        spare = {column for columns in self.spare.values() for column in columns}
        added = {column for columns in self.added.values() for column, _ in columns}
        return {*self.fields.values(), *self.locations.values(), *numbered, *spare, *added}

    @property
    def by_header(self) -> dict[str, str]:
        """Canonical field → header as in the file."""
        return {name: self.headers[column] for name, column in self.fields.items()}

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Headers without a meaning."""
        used = self.used
        return tuple(name for index, name in enumerate(self.headers) if name and index not in used)

    def weight_unit(self) -> str:
        """The unit in the weight column's header: ``Weight (lbs)`` → ``lbs``; ``""`` when it names none."""
        header = self.by_header.get("weight", "")
        found = _UNIT_IN_HEADER.search(header) or _UNIT_AT_END.search(header)
        return found.group(1).lower() if found else ("g" if "gram" in header.lower() else "")

    def header_currency(self) -> str:
        """A currency in a header, a money column's first: ``Grand Total (PHP)`` → ``PHP``; ``""`` when none names
        one."""
        for name in ("total", "line_total", "unit_price", "price", "goods", "discount", "spent"):
            found = _CURRENCY_IN_HEADER.search(self.by_header.get(name, ""))
            if found:
                return found.group(1)
        for header in self.headers:
            found = _CURRENCY_IN_HEADER.search(header)
            if found and _HEADER_CURRENCIES.fullmatch(found.group(1)):
                return found.group(1)
        return ""


def map_columns(declared: Format, headers: Sequence[str]) -> ColumnMap:
    """The columns of ``headers`` by the names of a format; each column is used once, except that one may serve two
    fields by name."""
    by_name: dict[str, int] = {}
    for index, header in enumerate(headers):
        if header:
            by_name.setdefault(normal_name(header), index)
    fields: dict[str, int] = {}
    numbered: dict[str, dict[int, int]] = {}
    spare: dict[str, tuple[int, ...]] = {}
    for name, accepted in declared.columns.items():
        if any("{n}" in text for text in accepted):
            numbered[name] = _numbered(accepted, by_name)
            continue
        found = list(dict.fromkeys(by_name[plain] for text in accepted if (plain := normal_name(text)) in by_name))
        if found:
            fields[name] = found[0]
        if len(found) > 1 and not declared.generic:
            spare[name] = tuple(found[1:])
    if declared.generic:
        _settle_shared(fields)
        _map_by_likeness(declared, headers, fields)
    numbered = {name: found for name, found in numbered.items() if found}
    added = _added(declared, by_name, fields)
    columns = ColumnMap(tuple(headers), fields, numbered, spare=spare, added=added)
    return _with_locations(declared, columns)


def _added(declared: Format, by_name: dict[str, int], fields: dict[str, int]) -> dict[str, tuple[tuple[int, int], ...]]:
    """The columns that are added to a field; the first takes its place in ``fields`` when its own column is missing."""
    added: dict[str, tuple[tuple[int, int], ...]] = {}
    for table, sign in ((declared.add, 1), (declared.deduct, -1)):
        for name, accepted in table.items():
            found = [by_name[plain] for text in accepted if (plain := normal_name(text)) in by_name]
            if found and name not in fields and sign > 0:
                fields[name] = found.pop(0)
            if found and name in fields:
                added[name] = (*added.get(name, ()), *[(column, sign) for column in found])
    return added


def _settle_shared(fields: dict[str, int]) -> None:
    """``State`` may be a status or a province: a column that another field claims too is no status."""
    for name in ("status", "payment_status", "ship_address"):
        if name in fields and any(other != name and column == fields[name] for other, column in fields.items()):
            del fields[name]


def _numbered(accepted: tuple[str, ...], by_name: dict[str, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for text in accepted:
        pattern = re.compile("^" + re.escape(normal_name(text)).replace(re.escape("{n}"), _NUMBER) + "$")
        for name, column in by_name.items():
            if match := pattern.match(name):
                found.setdefault(int(match.group(1)), column)
    return dict(sorted(found.items()))


def _map_by_likeness(declared: Format, headers: Sequence[str], fields: dict[str, int]) -> None:
    """Synonyms with small differences in spelling, best pairs first."""
    from rapidfuzz import fuzz

    taken = set(fields.values())
    pairs: list[tuple[float, str, int]] = []
    for index, header in enumerate(headers):
        name = normal_name(header)
        if index in taken or len(name) < 4 or not name.isascii():
            continue
        for target, accepted in declared.columns.items():
            if target not in fields:
                pairs += [
                    (score, target, index)
                    for text in accepted
                    if (score := fuzz.ratio(name, normal_name(text))) >= FUZZY_SCORE
                ]
    for _, target, index in sorted(pairs, key=lambda pair: (-pair[0], pair[2])):
        if target not in fields and index not in taken:
            fields[target] = index
            taken.add(index)


def _with_locations(declared: Format, columns: ColumnMap) -> ColumnMap:
    """Matrix files: the columns that are warehouses."""
    if not declared.location_columns:
        return columns
    others = {normal_name(text) for text in declared.other_columns}
    used = columns.used
    locations = {
        header: index
        for index, header in enumerate(columns.headers)
        if header and index not in used and normal_name(header) not in others
    }
    return replace(columns, locations=locations)
