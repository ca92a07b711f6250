"""Where one file stands on its way into the shop, and where the owner must look next.

Knows no widget and reads no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.dialogs.import_wizard.fields import missing_groups
from shopdesk.importing.request import Candidate, Detection, Question, Staged
from shopdesk.services.import_result import ImportResult, Preview

#: Below this score, or with a runner-up this near, the format is asked rather than taken.
SURE_SCORE = 0.5
NEAR_SCORE = 0.05


class Step(StrEnum):
    """The five steps; the result is the end of the last."""

    FILE = "file"
    FORMAT = "format"
    COLUMNS = "columns"
    PREVIEW = "preview"
    IMPORT = "import"


STEPS = tuple(Step)


def declaration(key: str) -> dict[str, Any]:
    """The declared format ``key`` as written, ``{}`` when there is none."""
    path = resources_dir() / "import_formats" / f"{key}.toml"
    return load_toml(path) if key and path.is_file() else {}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner decided about the file; ``None`` leaves it to the reader.

    ``columns`` maps canonical field → header.
    """

    format_key: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    channel: str | None = None
    columns: Mapping[str, str] | None = None
    profile: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Journey:
    """One file's way through the wizard."""

    path: Path
    choices: Choices = field(default_factory=Choices)
    detection: Detection | None = None
    staged: Staged | None = None
    preview: Preview | None = None
    columns_seen: bool = False
    result: ImportResult | None = None

    def decide(self, **changes: Any) -> None:
        """Take a decision of the owner; what was read under the old one is forgotten. Another channel reads the same
        rows, which are only compared again.
        """
        self.choices = replace(self.choices, **changes)
        self.preview = None
        if changes.keys() - {"channel"}:
            self.staged = None

    def choose_format(self, key: str | None) -> None:
        """Another format: columns, date order and decimal mark start anew, since they belonged to the old one."""
        self.decide(format_key=key, columns=None, profile=None, date_order=None, decimal=None)

    @property
    def mapping(self) -> Mapping[str, str]:
        """Canonical field → header as it stands."""
        if self.choices.columns is not None:
            return self.choices.columns
        return self.detection.mapping if self.detection else {}

    @property
    def target(self) -> str:
        return self.detection.target if self.detection else ""

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What the file leaves ambiguous and the owner has not said yet."""
        return tuple(
            q for q in (self.detection.questions if self.detection else ()) if getattr(self.choices, q.kind) is None
        )

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """Required fields no column gives."""
        return missing_groups(self.target, self.mapping)

    @property
    def stop(self) -> Step:
        """The first step that needs the owner: a clean file with one clear answer goes straight to the preview."""
        if self.detection is None:
            return Step.FILE
        if self.detection.declined or not self.format_is_sure:
            return Step.FORMAT
        return Step.COLUMNS if self.open_questions or self.missing or self.is_guess else Step.PREVIEW

    @property
    def is_guess(self) -> bool:
        """Columns guessed by their names' meaning, which the owner has not looked at yet."""
        candidate = self.candidate()
        return candidate is not None and candidate.reason == "detected_synonyms" and not self.columns_seen

    @property
    def format_is_sure(self) -> bool:
        """One clear answer: the owner chose it, or it scores well and no other of another kind comes near."""
        if self.choices.format_key:
            return True
        if not self.detection or not self.detection.candidates:
            return False
        best, *others = self.detection.candidates
        return best.score >= SURE_SCORE and all(best.score - other.score > NEAR_SCORE for other in others[:1])

    def candidate(self) -> Candidate | None:
        """The format taken: chosen or best."""
        candidates = self.detection.candidates if self.detection else ()
        chosen = [c for c in candidates if c.key == self.choices.format_key]
        return next(iter((*chosen, *candidates)), None)

    def for_reader(self) -> dict[str, Any]:
        """The owner's decisions as fields of a read request; what is left to the reader is not in it."""
        choices = self.choices
        taken = {
            "format_key": choices.format_key,
            "sheet": choices.sheet,
            "encoding": choices.encoding,
            "date_order": choices.date_order,
            "decimal": choices.decimal,
            "mapping": self.own_mapping(),
        }
        return {name: value for name, value in taken.items() if value}

    def own_mapping(self) -> dict[str, Any] | None:
        """The owner's mapping in the shape of a format declaration, ``None`` when the declared format's own is used."""
        choices = self.choices
        if choices.columns is None:
            return dict(choices.profile) if choices.profile else None
        return self.mapping_to_keep()

    def mapping_to_keep(self) -> dict[str, Any]:
        """The mapping as it stands, to be saved or shared: the declaration it began with, under the columns of
        this file.
        """
        choices = self.choices
        declared = choices.profile or declaration(self.base_key)
        repeated = {
            key: names for key, names in declared.get("columns", {}).items() if any("{n}" in name for name in names)
        }
        chosen = {key: [header] for key, header in self.mapping.items()}
        return {"target": self.target, **declared, "columns": {**chosen, **repeated}}

    @property
    def base_key(self) -> str:
        """The declared format under the owner's own columns."""
        if self.choices.format_key:
            return self.choices.format_key
        return next((c.key for c in (self.detection.candidates if self.detection else ()) if c.key != "mapping"), "")
