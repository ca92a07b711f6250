"""Where a table's rows come from: a list of ids, and the rows for some of them. A ``ListSpec`` of the shop, or
something like it.

All of it runs in a lane, never on the window's thread; only :meth:`RowSource.text` and :meth:`RowSource.tone` are
called to paint.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Sort = tuple[str, bool]  # column key, descending


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: a chip, a search text, an order."""

    chip: str | None = None
    search: str = ""
    sort: Sort | None = None


class RowSource(Protocol):
    """``columns`` have ``key header kind width sortable tooltip``; ``filters`` have ``key label``.

    ``kind`` is what ``Change.ids`` calls them.
    """

    @property
    def kind(self) -> str: ...

    @property
    def columns(self) -> Sequence[Any]: ...

    @property
    def filters(self) -> Sequence[Any]: ...

    @property
    def default_sort(self) -> Sort | None: ...

    def ids(self, session: Any, query: Query, limit: int | None = None) -> array[int]:
        """Ids in order; the first ``limit`` of them when given."""

    def window(self, session: Any, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows of ``ids``, in that order, cells in the order of ``columns``."""

    def counts(self, session: Any, search: str) -> dict[str, int]:
        """How many rows each filter holds."""

    def text(self, column: Any, value: Any) -> str:
        """A cell as the owner reads it."""

    def tone(self, column: Any, value: Any) -> str:
        """``"red"``, ``"amber"``, ``"green"``, ``"neutral"`` for a badge; ``""`` for plain text."""


def sort_in_force(source: RowSource, query: Query) -> Sort | None:
    """By what the rows of ``query`` are in order: the owner's choice, else the chip's own, else the list's."""
    chips = [chip for chip in source.filters if chip.key == query.chip]
    own: Sort | None = getattr(chips[0], "sort", None) if chips else None
    return query.sort or own or source.default_sort
