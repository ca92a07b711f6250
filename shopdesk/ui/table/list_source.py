"""The rows of a :class:`~shopdesk.lists.spec.ListSpec`: what nearly every table shows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from shopdesk.base.i18n import current_language
from shopdesk.ui.context import Context
from shopdesk.ui.table.source import Query, Sort

if TYPE_CHECKING:
    from shopdesk.lists.spec import ListSpec


class ListSource:
    """Asks ``lists.query`` for the rows and ``lists.formatting`` for the words, in the shop's time zone."""

    def __init__(self, spec: ListSpec, context: Context) -> None:
        from shopdesk.lists import formatting, query

        self._spec = spec
        self._context = context
        self._query = query
        self._formatting = formatting
        self.kind = spec.kind
        self.columns = spec.columns
        self.filters = spec.filters
        self.default_sort: Sort | None = spec.default_sort

    def ids(self, session: Any, query: Query, limit: int | None = None) -> array[int]:
        return self._query.ids(
            session, self._spec, filter=query.chip, search=query.search, sort=query.sort, limit=limit
        )

    def window(self, session: Any, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        return self._query.window(session, self._spec, ids)

    def counts(self, session: Any, search: str) -> dict[str, int]:
        return self._query.counts(session, self._spec, search)

    def text(self, column: Any, value: Any) -> str:
        return self._formatting.format_cell(column, value, current_language(), self._context.facts.timezone)

    def tone(self, column: Any, value: Any) -> str:
        return self._formatting.cell_tone(column, value)
