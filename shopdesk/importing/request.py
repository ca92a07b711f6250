"""What a reader is asked and what it answers: plain values that cross the border of the child process as JSON.

Must not read files; knows no shop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

TextRow = tuple[int, tuple[str, ...]]  # a row's number as Excel shows it, and its cells as texts


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Read ``path`` into the staging file ``staging``.

    ``mapping`` has the shape of a format declaration (a profile, ``--map FILE.toml``) and wins over ``format_key``.
    ``date_order``:
    ``DMY`` ``MDY`` ``YMD``; ``decimal``: ``.`` or ``,``. ``currency`` and ``country`` are the shop's, used when the
    file names none;
    ``timezone`` (IANA) is where times without an offset were written. ``profiles``: the owner's saved mappings by
    name, tried too.
    """

    path: Path
    staging: Path
    format_key: str | None = None
    mapping: Mapping[str, Any] | None = None
    encoding: str | None = None
    sheet: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    currency: str = "EUR"
    timezone: str = "UTC"
    country: str = ""
    history_days: int = 60
    total_tolerance_minor: int = 1
    address_min_chars: int = 5
    profiles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """JSON-ready fields."""
        return {**asdict(self), "path": str(self.path), "staging": str(self.staging)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> ReadRequest:
        """The request a parent sent."""
        return cls(**{**values, "path": Path(values["path"]), "staging": Path(values["staging"])})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A format the file may be. ``score`` 0…1; ``reason`` is a message code (``detected_signature`` …)."""

    key: str
    score: float
    reason: str
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the file cannot say itself: ``kind`` ``date_order`` or ``decimal``, the possible answers, cells that show
    the doubt."""

    kind: str
    choices: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Detection:
    """What a file is and how it would be read. ``header_row`` is 1-based, as Excel shows it; 0 when there is none.

    ``key`` is ``""`` when no format fits. ``declined``: recognised, but not imported yet (ads, settlements …).
    ``mapping``: canonical
    field → header as in the file; ``samples``: header → its first non-blank values;
    ``first_rows``: the first rows of data, a text a column, blank cells blank. ``currency`` is that of rows that
    name none, ``currency_reason`` the message code of what says so (``currency_from_…``), ``currency_evidence`` its
    cells.
    """

    key: str = ""
    target: str = ""
    score: float = 0.0
    declined: bool = False
    candidates: tuple[Candidate, ...] = ()
    kind: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    headers: tuple[str, ...] = ()
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_rows: tuple[tuple[str, ...], ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    date_order: str = ""
    date_evidence: tuple[str, ...] = ()
    decimal: str = "."
    currency: str = ""
    currency_reason: str = ""
    currency_evidence: tuple[str, ...] = ()
    channel: str = ""
    notes: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Message code: why the best candidate is the best."""
        return self.candidates[0].reason if self.candidates else "detected_nothing"

    def to_json(self) -> dict[str, Any]:
        """JSON-ready fields."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Detection:
        """The detection a child sent."""
        fixed = _tupled(values)
        fixed["candidates"] = tuple(Candidate(**_tupled(candidate)) for candidate in values["candidates"])
        fixed["questions"] = tuple(
            Question(q["kind"], tuple(q["choices"]), tuple(q["examples"])) for q in values["questions"]
        )
        fixed["first_rows"] = tuple(tuple(row) for row in values.get("first_rows", ()))
        fixed["samples"] = {key: tuple(v) for key, v in values["samples"].items()}
        return cls(**fixed)


def _tupled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


@dataclass(frozen=True, slots=True)
class Staged:
    """A read file: the staging file at ``path``, its data rows, and how many of them were rejected."""

    path: Path
    detection: Detection
    rows: int
    rejected: int
    target: str
