"""Products, stock and customers: one entity a row (or several rows that repeat it), converted by column and folded.

Shares the frame with orders; each target's module says what an entity's columns are. Must not decide what is new or
changed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from shopdesk.domain.money import micros_to_minor
from shopdesk.importing.formats import FIELDS
from shopdesk.importing.frame import Counter, Frame, squared
from shopdesk.importing.line_amounts import stable_hash
from shopdesk.importing.plan import Plan
from shopdesk.importing.sources.table import Row
from shopdesk.importing.staging import StagingWriter


def minor(micros: int | None, currency: str) -> int | None:
    """Micros → minor units, half away from zero (R-G1); ``None`` stays ``None``."""
    return None if micros is None else micros_to_minor(micros, currency)


class EntityReader(ABC):
    """Reads a target's rows as dictionaries of converted fields and folds exact repetitions."""

    target = ""
    table = ""

    def __init__(self, plan: Plan, writer: StagingWriter, counter: Counter) -> None:
        self.plan = plan
        self.writer = writer
        self.counter = counter
        self.fields = [name for name in FIELDS[self.target] if name in plan.columns.fields]
        self._width = len(plan.columns.headers)
        self._seen: dict[int, int] = {}
        self._folded: dict[int, int] = {}
        self._next = 1

    def read(self, first_row: int, rows: list[Row]) -> None:
        """Stage one chunk."""
        frame = Frame(self.plan, self.writer, first_row, squared(rows, self._width))
        frame.drop_non_data(tuple(self.fields), self.counter)
        for name in self.fields:
            if len(frame):
                frame.convert(name)
        if not len(frame):
            return
        entities: list[dict[str, Any]] = []
        for index, values in enumerate(self._records(frame)):
            problem = self.problem(values)
            if problem:
                frame.reject(index, problem[0], problem[1])
                continue
            entities += self._fold(frame.numbers[index], self.entities(values, frame.rows[index]))
        self._insert(entities)

    def _records(self, frame: Frame) -> Iterator[dict[str, Any]]:
        columns = [frame.values[name] for name in self.fields]
        for cells in zip(*columns, strict=True) if columns else ([()] * len(frame)):
            yield dict(zip(self.fields, cells, strict=True))

    def _fold(self, row: int, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Entities of one row: the first counts the row; a row that repeats another exactly counts with that one."""
        if not found:
            return []
        digests = [stable_hash(tuple(entity.items())) for entity in found]
        if all(digest in self._seen for digest in digests):
            first = self._seen[digests[0]]
            self._folded[first] = self._folded.get(first, 0) + 1
            if self._folded[first] == 1:
                self.writer.warn(row, "duplicate_row")
            return []
        for position, (entity, digest) in enumerate(zip(found, digests, strict=True)):
            entity |= {"id": self._next, "row": row, "row_count": int(position == 0), "source_hash": f"{digest:016x}"}
            self._seen.setdefault(digest, self._next)
            self._next += 1
        return found

    def _insert(self, entities: list[dict[str, Any]]) -> None:
        if entities:
            names = list(entities[0])
            self.writer.insert(self.table, names, ([entity[name] for name in names] for entity in entities))

    def finish(self) -> None:
        """Add what was folded."""
        self.writer.update(
            f"UPDATE {self.table} SET row_count = row_count + ? WHERE id = ?",  # noqa: S608 - our own table
            [(count, entity) for entity, count in self._folded.items()],
        )

    @abstractmethod
    def columns(self) -> list[str]:
        """The staged columns that this file fills."""

    @abstractmethod
    def problem(self, values: dict[str, Any]) -> tuple[str, str] | None:
        """Why a row is refused: code and field."""

    @abstractmethod
    def entities(self, values: dict[str, Any], row: Row) -> list[dict[str, Any]]:
        """The staged entities of a row, always with the same keys."""
