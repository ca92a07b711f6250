"""What a list is: columns, filters (the chips), a default order, a search. Declarations only; nothing runs here, no Qt.

One column record feeds the screen, the command line and every export: its ``kind`` decides alignment, text, cell type.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ColumnElement, FromClause, SQLColumnExpression
from sqlalchemy.orm import Session


class ColumnKind(StrEnum):
    """``money``: :class:`Money`; ``datetime``: aware UTC; ``date``: a day of the shop; ``lateness`` and ``status``:
    values of ``lists.status``, or (``status``) one of few words with a tone.
    """

    TEXT = "text"
    MONEY = "money"
    INTEGER = "integer"
    DATETIME = "datetime"
    DATE = "date"
    LATENESS = "lateness"
    STATUS = "status"
    BOOLEAN = "boolean"
    WORD = "word"  # one of few texts that are translated (a state, a partition)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of ``currency`` (ISO 4217)."""

    minor: int
    currency: str


def money(minor: int | None, currency: str) -> Money | None:
    """The value of a money column, ``None`` when there is no amount."""
    return None if minor is None else Money(minor, currency)


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``exprs`` is what SQL selects for it; ``make`` turns several of them into one value.

    ``width`` in pixels at 100 %; ``sort`` when it sorts by something else than its first expression; a ``hidden``
    column is offered, not shown at first; ``tones`` by word for a status that is one of few words.
    """

    key: str
    header: str
    kind: ColumnKind
    exprs: tuple[SQLColumnExpression[Any], ...]
    make: Callable[..., Any] | None = None
    width: int = 120
    sortable: bool = True
    sort: SQLColumnExpression[Any] | None = None
    tooltip: str = ""
    hidden: bool = False
    words: dict[str, str] = field(default_factory=dict)
    tones: dict[str, str] = field(default_factory=dict)

    @property
    def sort_expr(self) -> SQLColumnExpression[Any]:
        """What the column sorts by."""
        return self.sort if self.sort is not None else self.exprs[0]

    def value(self, cells: tuple[Any, ...]) -> Any:
        """The column's value from its selected cells."""
        if self.make is not None:
            return self.make(*cells)
        return cells[0]


Sort = tuple[str, bool]  # column key, descending


@dataclass(frozen=True, slots=True)
class Filter:
    """A chip: ``where`` of ``None`` shows everything; ``sort`` when it has an order of its own; ``beyond``: it shows
    what the list's ``base`` leaves out.
    """

    key: str
    label: str
    where: ColumnElement[bool] | None = None
    sort: Sort | None = None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; ``is_cut`` when there is more than was looked at."""

    ids: array[int]
    is_cut: bool = False


class Search(Protocol):
    """How a list is searched; ``None`` when nothing was typed."""

    def __call__(self, session: Session, typed: str, *, where: ColumnElement[bool] | None) -> Found | None: ...


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list: ``source`` joined to ``joins`` for its cells, ``id`` naming the rows, ``base`` always true for them.

    ``key`` names it on the command line and ``kind`` is what ``Change.ids`` calls its rows (the table). ``is_kept_up``:
    its rows come and go with time (``services.upkeep``), which a window looks after and a command must ask for.
    """

    key: str
    kind: str
    title: str
    id: ColumnElement[int]
    source: FromClause
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    default_sort: Sort
    search: Search
    base: ColumnElement[bool] | None = None
    joins: tuple[tuple[FromClause, ColumnElement[bool]], ...] = ()
    is_kept_up: bool = False

    def column(self, key: str) -> Column:
        """The column of that key. Raises ``KeyError``."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @property
    def column_keys(self) -> tuple[str, ...]:
        """Keys in order."""
        return tuple(column.key for column in self.columns)

    def filter(self, key: str | None) -> Filter:
        """The filter of that key; the last one (everything) for ``None``. Raises ``KeyError``."""
        if key is None:
            return self.filters[-1]
        for found in self.filters:
            if found.key == key:
                return found
        raise KeyError(key)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return self is other
