"""How one file is read: its format, its columns, and a remembering converter for each field, settled once before the
first row.

Currency, zone, date order and decimal mark are the file's where it proves them, the format's where the platform fixes
them, the
owner's answer where neither does. Raises ``UserError`` instead of guessing between two readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from shopdesk.importing.cells import Memo, to_id, to_line, to_text
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
TIMES = frozenset(("placed_at", "paid_at", "shipped_at", "cancelled_at", "ship_by"))
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
}
_CODE_IN_AMOUNT = re.compile(r"^([A-Z]{3})\s?[\d(]|[\d)]\s?([A-Z]{3})$")
_SYMBOLS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₱": "PHP",
    "฿": "THB",
    "₫": "VND",
    "₩": "KRW",
    "US$": "USD",
    "元": "CNY",
}
#: Signs that several currencies share: the shop's when it is one of them, else the first.
_SHARED_SYMBOLS = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
}
_CURRENCY_NAMES = {
    "人民币": "CNY",
    "RMB": "CNY",
    "元": "CNY",
    "CNH": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
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
    notes: tuple[str, ...] = ()
    converters: dict[str, Memo] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the file has the field."""
        return name in self.columns.fields or name in self.columns.numbered

    def converter(self, name: str) -> Memo:
        """The converter of a field, made on first use."""
        if name not in self.converters:
            self.converters[name] = Memo(self._convert(name))
        return self.converters[name]

    def _convert(self, name: str) -> Callable[[Any], Any]:
        if name in MONEY:
            return amounts(self.decimal)
        if name in TIMES:
            return moments(self.date_order or "YMD", self.timezone)
        if name in COUNTS:
            return quantities(self.decimal)
        if name in IDS:
            return to_id
        if name in COUNTRIES:
            return to_country
        if name == "currency":
            return currency_code
        return to_text if name in LONG_TEXTS else to_line


def currency_code(cell: Any) -> str:
    """``"usd"``, ``"人民币"``, ``"€"`` → ISO 4217; ``""`` when it is none."""
    text = to_line(cell)
    code = _CURRENCY_NAMES.get(text) or _CURRENCY_NAMES.get(text.upper()) or _SYMBOLS.get(text) or text.upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else ""


def _column(rows: Iterable[Sequence[Any]], index: int) -> Iterator[Any]:
    return (row[index] for row in rows if index < len(row) and row[index] != "")


def _money_cells(columns: ColumnMap, rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
    for name, index in columns.fields.items():
        if name in MONEY:
            yield from _column(rows, index)


def find_currency(declared: Format, columns: ColumnMap, rows: Sequence[Sequence[Any]], fallback: str) -> str:
    """The currency of rows that name none: a header's, the amounts' own, the format's, then the shop's."""
    if code := columns.header_currency():
        return code
    for cell in _money_cells(columns, rows[:200]):
        if isinstance(cell, str):
            text = cell.strip()
            if found := _CODE_IN_AMOUNT.search(text):
                return found.group(1) or found.group(2)
            for symbol, code in _SYMBOLS.items():
                if text.startswith(symbol) or text.endswith(symbol):
                    return code
            for symbol, codes in _SHARED_SYMBOLS.items():
                if (text.startswith((symbol, "-" + symbol)) or text.endswith(symbol)) and not declared.currency:
                    return fallback if fallback in codes else codes[0]
    return declared.currency or fallback


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
