"""Which format a header belongs to: known names, the rarer the heavier, signatures three times; runners-up kept, the
reason said.

Looks at names, and for matrix and generic tables at what the columns hold. Must not convert rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from shopdesk.importing.formats import Format, formats, normal_name
from shopdesk.importing.mapping import ColumnMap, map_columns
from shopdesk.importing.request import Candidate
from shopdesk.importing.values import guess_by_values, is_number_column

SURE = 0.5
GENERIC_CAP = 0.6
MATRIX_SCORE = 0.55
#: What a generic table must have before it is worth a guess.
_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "orders": (("order_no",), ("placed_at", "sku", "title", "line_total", "total", "unit_price")),
    "products": (("sku", "handle", "title"), ("price", "title", "barcode", "quantity")),
    "stock": (("sku", "handle"), ("quantity", "available", "on_hand")),
    "customers": (
        ("name", "first_name", "last_name", "email", "external_id", "phone"),
        ("email", "phone", "line1", "external_id"),
    ),
    "tracking": (("waybill",), ("event_at",), ("status", "text", "place")),
}


@cache
def _rarity() -> Mapping[str, float]:
    """Normalised name → 1 / number of declared formats that know it."""
    counts: Counter[str] = Counter()
    for declared in formats().values():
        if not declared.generic:
            counts.update(_names_of(declared))
    return {name: 1.0 / count for name, count in counts.items()}


@cache
def _names(key: str) -> frozenset[str]:
    return _names_of(formats()[key])


def _names_of(declared: Format) -> frozenset[str]:
    return frozenset(normal_name(text) for texts in declared.accepted_names for text in texts)


def rank_formats(
    headers: Sequence[str], rows: Sequence[Sequence[Any]], profiles: Iterable[Format] = ()
) -> list[tuple[Candidate, Format, ColumnMap]]:
    """Every format that may be this file, best first. ``rows``: some data rows below the header."""
    found: list[tuple[Candidate, Format, ColumnMap]] = []
    for declared in (*profiles, *formats().values()):
        columns = map_columns(declared, headers)
        if declared.generic:
            columns = guess_by_values(declared, columns, rows)
        candidate = _judge(declared, columns, headers, rows)
        if candidate.score >= 0.12:
            found.append((candidate, declared, columns))
    found.sort(key=lambda item: (-item[0].score, item[1].generic, item[1].declined, item[0].key))
    return found


def _judge(declared: Format, columns: ColumnMap, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> Candidate:
    present = {normal_name(header) for header in headers if header}
    own = _names(declared.key) if formats().get(declared.key) is declared else _names_of(declared)
    signature = [text for text in declared.signature if normal_name(text) in present]
    missing = tuple(name for name in declared.required if name not in columns.fields and name not in columns.numbered)
    if declared.key.startswith("profile:"):
        score, reason = _profile_score(declared, present), "detected_profile"
    elif declared.generic:
        score, reason = _generic_score(declared, columns, headers), "detected_synonyms"
    else:
        score, reason = _declared_score(declared, columns, present, own, len(signature)), "detected_signature"
    if missing and not declared.declined:
        score *= 0.3
    if declared.location_columns:
        fits = not missing and _is_matrix(declared, columns, rows)
        score, reason = ((score if declared.channel else MATRIX_SCORE) if fits else 0.0), "detected_matrix"
    score *= 0.5 ** sum(normal_name(text) in present for text in declared.without)
    if score < SURE and reason == "detected_signature":
        reason = "detected_partly"
    matched = tuple(header for header in headers if header and normal_name(header) in own)
    return Candidate(declared.key, round(min(score, 1.0), 3), reason, matched[:60], missing, declared.target)


def _declared_score(
    declared: Format, columns: ColumnMap, present: set[str], own: frozenset[str], signature: int
) -> float:
    """Half: how much of the known names in the file this format explains; the rest: its signature and its fields."""
    rarity = _rarity()
    marks = {normal_name(text) for text in declared.signature}
    weights = {name: rarity[name] * (3.0 if name in marks else 1.0) for name in present if name in rarity}
    whole = sum(rarity[name] * (3.0 if name in own and name in marks else 1.0) for name in weights)
    explained = sum(weight for name, weight in weights.items() if name in own) / whole if whole else 0.0
    signed = min(signature, 3) / min(max(len(marks), 1), 3)
    fields = len(columns.fields) + len(columns.numbered)
    share = min(1.0, fields / min(max(len(declared.columns), 1), 8))
    evidence = min(1.0, len(present & own) / 3)
    certain = (explained * 0.5 + signed * 0.35 + share * 0.15) * evidence
    if marks and signature < 2 <= len(marks) - 1:  # one name that others may use as well is no signature
        return certain * (0.6 if signature else 0.4)
    return certain if signature or not marks else certain * 0.4


def _profile_score(declared: Format, present: set[str]) -> float:
    names = {normal_name(texts[0]) for texts in declared.columns.values() if texts}
    return len(names & present) / len(names) * 0.99 if names else 0.0


def _generic_score(declared: Format, columns: ColumnMap, headers: Sequence[str]) -> float:
    needed = _NEEDED.get(declared.target, ())
    if any(not any(name in columns.fields for name in group) for group in needed):
        return 0.0
    filled = sum(1 for header in headers if header)
    key_fields = {
        "order_no",
        "placed_at",
        "quantity",
        "sku",
        "unit_price",
        "line_total",
        "available",
        "price",
        "title",
        "email",
        "waybill",
        "event_at",
    }
    weight = sum(2 if name in key_fields else 1 for name in columns.fields)
    return min(GENERIC_CAP, 0.2 + 0.25 * len(set(columns.fields.values())) / max(filled, 1) + 0.02 * min(weight, 10))


def _is_matrix(declared: Format, columns: ColumnMap, rows: Sequence[Sequence[Any]]) -> bool:
    """A table of SKU × place: all other columns hold whole numbers or nothing. Of no marketplace, it has two places at
    least."""
    places = list(columns.locations.values())
    if len(places) < (1 if declared.channel else 2) or not rows:
        return False
    return all(is_number_column(rows, column, declared.read.blank) for column in places)
