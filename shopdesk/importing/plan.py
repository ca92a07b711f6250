"""How one file is read: its format, its columns, and a remembering converter for each field, settled once before the
first row.

Currency, zone, date order and decimal mark are the file's where it proves them, the format's where the platform fixes
them, the
owner's answer where neither does. Raises ``UserError`` instead of guessing between two readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from shopdesk.importing.cells import Memo, to_id, to_line, to_text
from shopdesk.importing.currencies import to_currency
from shopdesk.importing.dates import date_evidence, moments
from shopdesk.importing.formats import Format
from shopdesk.importing.mapping import ColumnMap
from shopdesk.importing.numbers import amounts, decimal_evidence, quantities
from shopdesk.importing.places import to_country
from shopdesk.importing.request import Question, ReadRequest

IDS = frozenset(
    (
        "order_no",
        "line_id",
        "sku",
        "asin",
        "waybill",
        "buyer_ref",
        "barcode",
        "external_id",
        "parent_sku",
        "ship_postcode",
    )
) | frozenset(("postcode", "phone", "ship_phone", "buyer_phone", "hs_code"))
MONEY = frozenset(
    (
        "goods",
        "discount",
        "shipping",
        "tax",
        "total",
        "refunded",
        "unit_price",
        "line_total",
        "line_discount",
        "line_tax",
    )
) | frozenset(("line_shipping", "cost", "price", "compare_price", "spent"))
TIMES = frozenset(("placed_at", "paid_at", "shipped_at", "cancelled_at", "ship_by", "event_at"))
COUNTS = frozenset(("quantity", "available", "on_hand", "incoming", "orders_count"))
COUNTRIES = frozenset(("ship_country", "country", "origin_country"))
LONG_TEXTS = frozenset(("description", "buyer_note", "seller_note", "note", "ship_address", "title"))
#: A cell of these that cannot be read rejects its row; of others it is left out with a warning.
_KEYS = frozenset(
    ("order_no", "sku", "line_id", "quantity", "placed_at", "available", "on_hand", "external_id", "parent_sku")
)
REJECTING = {
    "orders": MONEY | _KEYS - {"external_id"},
    "products": _KEYS - {"quantity"},
    "stock": _KEYS,
    "customers": frozenset(("external_id",)),
    "tracking": frozenset(("waybill", "event_at")),
}


@dataclass(slots=True)
class Plan:
    """Everything that reading rows needs to know. ``converters``: canonical field → :class:`Memo`."""

    request: ReadRequest
    format: Format
    columns: ColumnMap
    currency: str
    timezone: str
    date_order: str
    decimal: str
    date_evidence: tuple[str, ...] = ()
    has_1904_dates: bool = False
    converters: dict[str, Memo] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the file has the field."""
        return name in self.columns.fields or name in self.columns.numbered

    def converter(self, name: str) -> Memo:
        """The converter of a field, made on first use."""
        if name not in self.converters:
            memo = Memo(self._convert(name))
            memo.update(dict.fromkeys(self.format.read.blank, memo.convert("")))
            self.converters[name] = memo
        return self.converters[name]

    def _convert(self, name: str) -> Callable[[Any], Any]:
        if name in MONEY:
            return amounts(self.decimal)
        if name in TIMES:
            return moments(self.date_order or "YMD", self.timezone, has_1904_dates=self.has_1904_dates)
        if name in COUNTS:
            return quantities(self.decimal)
        if name in IDS:
            return to_id
        if name in COUNTRIES:
            return to_country
        if name == "currency":
            return to_currency
        return to_text if name in LONG_TEXTS else to_line


def _column(rows: Iterable[Sequence[Any]], index: int) -> Iterator[Any]:
    return (row[index] for row in rows if index < len(row) and row[index] != "")


def _money_cells(columns: ColumnMap, rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
    for index in money_columns(columns):
        yield from _column(rows, index)


def money_columns(columns: ColumnMap) -> list[int]:
    """The columns that hold amounts."""
    return [index for name, index in columns.fields.items() if name in MONEY]


def find_decimal(
    request: ReadRequest, declared: Format, columns: ColumnMap, rows: Sequence[Sequence[Any]]
) -> tuple[str, Question | None]:
    """The file's decimal mark; a question when ``1,234`` could be either and nothing else stands there."""
    if request.decimal or declared.read.decimal:
        return request.decimal or declared.read.decimal, None
    mark, doubtful = decimal_evidence(_money_cells(columns, rows))
    if mark:
        return mark, None
    return ".", Question("decimal", (".", ","), doubtful)


def find_date_order(
    request: ReadRequest, declared: Format, columns: ColumnMap, rows: Iterable[Sequence[Any]]
) -> tuple[str, tuple[str, ...], Question | None]:
    """Day or month first, the cells that prove it, or a question. ``""`` when the file has no numeric dates."""
    indexes = [index for name, index in columns.fields.items() if name in TIMES]
    fixed = request.date_order or declared.read.date_order
    if fixed or not indexes:
        return fixed, (), None
    order, proof, doubtful = date_evidence(
        cell for row in rows for index in indexes if index < len(row) for cell in (row[index],)
    )
    if order == "-":
        return "", (), None
    if order:
        return order, proof, None
    return "", (), Question("date_order", ("DMY", "MDY"), doubtful)
