"""The preview's list as a row source of the one table: what stands in the staging file, under the verdict a card
asks for.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shopdesk.base.i18n import N_, current_language, tr
from shopdesk.dialogs.import_wizard.preview_wording import VERDICTS
from shopdesk.importing.request import Staged
from shopdesk.lists.formatting import format_date, format_money
from shopdesk.lists.spec import Money
from shopdesk.services import staged_rows
from shopdesk.services.staged_rows import StagedRow
from shopdesk.ui.table.source import Query, Sort


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """A column of the preview; the same attributes as a column of a list of the shop."""

    key: str
    header: str
    kind: str
    width: int
    sortable: bool = True
    tooltip: str = ""
    hidden: bool = False


_AS_WRITTEN = 11
_ROW = PreviewColumn("row", N_("Row"), "id", 56)
_VERDICT = PreviewColumn("verdict", N_("What happens"), "badge", 108)
_COLUMNS = {
    "orders": (
        PreviewColumn("name", N_("Order"), "text", 150),
        PreviewColumn("at", N_("Placed"), "date", 84),
        PreviewColumn("who", N_("Buyer"), "text", 128),
        PreviewColumn("n", N_("Items"), "quantity", 64),
        PreviewColumn("amount", N_("Total"), "money", 100),
    ),
    "products": (
        PreviewColumn("name", N_("SKU"), "text", 150),
        PreviewColumn("who", N_("Product"), "text", 240),
        PreviewColumn("n", N_("Stock"), "quantity", 80),
        PreviewColumn("amount", N_("Price"), "money", 110),
    ),
    "stock": (
        PreviewColumn("name", N_("SKU"), "text", 170),
        PreviewColumn("who", N_("Warehouse"), "text", 200),
        PreviewColumn("n", N_("Pieces"), "quantity", 90),
        PreviewColumn("amount", N_("Price"), "money", 110),
    ),
    "customers": (
        PreviewColumn("name", N_("Customer"), "text", 170),
        PreviewColumn("who", N_("E-mail or phone"), "text", 210),
        PreviewColumn("n", N_("Orders"), "quantity", 80),
        PreviewColumn("amount", N_("Spent"), "money", 110),
    ),
    "tracking": (
        PreviewColumn("name", N_("Waybill"), "text", 170),
        PreviewColumn("at", N_("When"), "text", 110),
        PreviewColumn("who", N_("What the carrier says"), "text", 280),
    ),
}


class PreviewSource:
    """Implements ``shopdesk.ui.table.source.RowSource`` over one staging file; a chip is a verdict."""

    kind = "staged_row"
    filters: Sequence[Any] = ()
    default_sort: Sort | None = None

    def __init__(self, staged: Staged, timezone: str) -> None:
        self._staged = staged
        self._timezone = timezone
        self.columns = (_ROW, _VERDICT, *_COLUMNS[staged.target])

    def ids(self, _session: Any, query: Query, limit: int | None = None) -> array[int]:
        """List ids under the verdict asked for."""
        return staged_rows.ids(self._staged, query.chip, query.sort, limit)

    def window(self, _session: Any, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """Cells in the order of the columns."""
        return [tuple(_cell(row, column.key) for column in self.columns) for row in staged_rows.rows(self._staged, ids)]

    def counts(self, _session: Any, _search: str) -> dict[str, int]:
        """The cards say how many; there are no chips."""
        return {}

    def text(self, column: Any, value: Any) -> str:
        """A cell as the owner reads it."""
        if column.key == "verdict":
            return tr(VERDICTS[value][0])
        if isinstance(value, Money):
            return format_money(value.minor, value.currency)
        if isinstance(value, datetime):
            return format_date(value, current_language(), self._timezone)
        if value is None or value == "":
            return "—" if column.key == "name" else ""
        if column.key == "at":  # of a refused row, as the file writes it: its column is as wide as a date
            return str(value) if len(str(value)) <= _AS_WRITTEN else f"{str(value)[: _AS_WRITTEN - 1]}…"
        return f"{value:,}" if isinstance(value, int) and column.key == "n" else str(value)

    def tone(self, column: Any, value: Any) -> str:
        """The verdict is a badge."""
        return VERDICTS[value][1] if column.key == "verdict" else ""


def _cell(row: StagedRow, key: str) -> Any:
    return getattr(row, _ATTRIBUTES.get(key, key))


_ATTRIBUTES = {"n": "count"}
