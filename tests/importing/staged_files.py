"""Reading a file through the engine and looking at what it staged, for the tests of the import formats."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from shopdesk.domain.money import to_decimal
from shopdesk.importing.child import read
from shopdesk.importing.reader import read_file as read_table
from shopdesk.importing.request import Detection, ReadRequest
from shopdesk.importing.staging import ENTITY_TABLES

SAMPLES = Path(__file__).resolve().parents[1] / "import_samples"


@dataclass(frozen=True, slots=True)
class StagedFile:
    """What a staging file holds, counted: entities by target, rejected rows with their codes, totals as decimals."""

    detection: Detection
    meta: Mapping[str, Any]
    target: str
    entities: tuple[Mapping[str, Any], ...]
    lines: Mapping[str, list[Mapping[str, Any]]]
    rejected: tuple[tuple[int, str], ...]
    warnings: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return int(self.meta["rows"])

    @property
    def accounted(self) -> int:
        """Rows that ended in an entity or as rejected: must be all of them."""
        return sum(int(entity["row_count"]) for entity in self.entities) + len(self.rejected)

    @property
    def totals(self) -> dict[str, Decimal]:
        totals: dict[str, Decimal] = {}
        for order in self.entities:
            currency = order["currency"]
            totals[currency] = totals.get(currency, Decimal(0)) + to_decimal(order["total_minor"], currency)
        return totals

    @property
    def pieces(self) -> int:
        return sum(int(entity["quantity"] or 0) for entity in self.entities)

    def order(self, order_no: str) -> Mapping[str, Any]:
        return next(entity for entity in self.entities if entity["order_no"] == order_no)


def read_file(path: Path, folder: Path, **hints: Any) -> StagedFile:
    """Read ``path`` as the program does, in the killable child, and load the staging file from ``folder``."""
    staged = read(ReadRequest(path=path, staging=folder / f"{path.stem}.staging", **hints))
    return _load(staged.path, staged.detection)


def read_file_here(path: Path, folder: Path, **hints: Any) -> StagedFile:
    """The same without a process: for tests that read a thousand small files."""
    staging = folder / f"{path.stem}.staging"
    staging.unlink(missing_ok=True)
    detection, _, _, _ = read_table(ReadRequest(path=path, staging=staging, **hints), lambda *_: None)
    return _load(staging, detection)


def _load(staging: Path, detection: Detection) -> StagedFile:
    connection = sqlite3.connect(staging)
    connection.row_factory = sqlite3.Row
    try:
        meta = {key: json.loads(text) for key, text in connection.execute("SELECT key, value FROM meta")}
        table = ENTITY_TABLES[detection.target]
        entities = tuple(map(dict, connection.execute(f"SELECT * FROM {table} ORDER BY id")))
        numbers = {entity["id"]: entity["order_no"] for entity in entities if "order_no" in entity}
        lines: dict[str, list[Mapping[str, Any]]] = {}
        for line in connection.execute("SELECT * FROM staged_line ORDER BY order_id, line_no"):
            lines.setdefault(numbers[line["order_id"]], []).append(dict(line))
        rejected = connection.execute(
            "SELECT row, code FROM problem WHERE severity = 'rejected' ORDER BY row"
        ).fetchall()
        warned = Counter(code for (code,) in connection.execute("SELECT code FROM problem WHERE severity = 'warning'"))
    finally:
        connection.close()
    refused = tuple((int(row), str(code)) for row, code in rejected)
    return StagedFile(detection, meta, detection.target, entities, lines, refused, warned)
