"""What an import will do, did, and undid: plain values for the wizard and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shopdesk.base.i18n import message
from shopdesk.services.recording import Change, KeptRow

REJECTED_LISTED = 1_000  # how many rejected rows a result names; all of them are kept with the batch


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about an import that is no problem: a message's code and the facts that fill it."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """The sentence in the current language."""
        return message(self.code, **self.params)

    def to_json(self) -> dict[str, Any]:
        """Code, facts and sentence."""
        return {"code": self.code, "params": dict(self.params), "message": self.text()}


@dataclass(frozen=True, slots=True)
class Preview:
    """What applying a staged file would do. Rows are the file's; ``entities`` counts orders, SKU rows, … by verdict.

    ``total_by_currency``: the new orders' totals as decimal strings; ``money_before``/``money_after``: the shop's,
    likewise; ``changed_fields``: cells that change by ``table.column``; ``kept_edits``: cells kept because the owner
    typed them; a row is ``kept`` when only such cells differ; ``foreign``: orders that seem to be another shop's, whose
    rows are rejected.
    """

    format_key: str
    score: float
    target: str
    rows: int
    counts: Mapping[str, int]
    entities: Mapping[str, int]
    changed_fields: Mapping[str, int]
    reject_reasons: Mapping[str, int]
    kept_edits: int
    channel: str
    channel_exists: bool
    total_by_currency: Mapping[str, str] = field(default_factory=dict)
    orders_before: int = 0
    orders_after: int = 0
    money_before: Mapping[str, str] = field(default_factory=dict)
    money_after: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    foreign: int = 0

    @property
    def brings_nothing(self) -> bool:
        """No row can be taken, not even as one that is here already."""
        return self.rows == self.counts.get("rejected", 0)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row of the file (as Excel shows it) that was not imported, and why."""

    row: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Row, code, and the reason in the current language."""
        return {"row": self.row, "code": self.code, "message": message(self.code, **self.params)}


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. ``imported`` + ``unchanged`` + ``rejected_rows`` = ``rows``, always.

    ``batch`` is ``None`` for a dry run and when nothing came in; ``counts``: orders_new, orders_changed,
    orders_to_review (new ones that wait for review), lines_new, products_new, stock_new, customers_new …;
    ``entities`` counts orders, products … of the file by verdict; ``rejected`` names the first thousand.
    """

    format: str
    score: float
    target: str
    rows: int
    imported: int
    unchanged: int
    rejected_rows: int
    rejected: tuple[RejectedRow, ...]
    counts: Mapping[str, int]
    total_by_currency: Mapping[str, str]
    batch: int | None
    channel: str
    kept_edits: int
    change: Change
    entities: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def brought_nothing(self) -> bool:
        """No row was taken, not even as one that is here already: the shop is as it was, without a batch."""
        return self.rows == self.rejected_rows

    def to_json(self) -> dict[str, Any]:
        """The answer of ``import --json``."""
        named = ("orders_new", "orders_changed", "lines_new", "products_new")
        return {
            "format": self.format,
            "score": round(self.score, 4),
            "target": self.target,
            "channel": self.channel,
            "rows": self.rows,
            "imported": self.imported,
            "unchanged": self.unchanged,
            "rejected_rows": self.rejected_rows,
            **{key: self.counts.get(key, 0) for key in named},
            **{key: count for key, count in self.counts.items() if key not in named},
            "entities": dict(self.entities),
            "kept_edits": self.kept_edits,
            "notes": [note.to_json() for note in self.notes],
            "rejected": [row.to_json() for row in self.rejected],
            "batch": self.batch,
            "total_by_currency": dict(self.total_by_currency),
        }


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What undoing an import did: rows removed, rows restored, rows kept because they were used
    since (``fields``: which cells; empty = the whole row)."""

    batch: int
    removed: int
    restored: int
    kept: tuple[KeptRow, ...]
    change: Change

    @property
    def done(self) -> bool:
        """False when everything had to be kept: then nothing was undone, and nobody should say so."""
        return bool(self.removed or self.restored)
