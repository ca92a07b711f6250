"""A carrier's bill: waybill, amount, currency and perhaps carrier, from the cells of its file. Knows no shop: what a
line means there is ``services.carrier_bills``'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shopdesk.base.errors import UserError
from shopdesk.domain.search_text import clean
from shopdesk.domain.waybills import normal_waybill
from shopdesk.importing.formats import normal_name
from shopdesk.importing.header import is_footer
from shopdesk.importing.numbers import decimal_evidence, parse_decimal
from shopdesk.importing.request import TextRow

#: Field → what bills call it, best first.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "waybill": (
        "waybill", "waybill number", "waybill no", "tracking number", "tracking no", "tracking id", "awb", "airwaybill",
        "shipment number", "parcel number", "consignment number", "sendungsnummer", "paketnummer", "numéro de suivi",
        "运单号", "运单编号", "运单号码", "快递单号", "物流单号", "单号", "邮件号", "跟踪号",
    ),
    "amount": (
        "amount due", "total amount", "total charge", "net charge amount", "total", "net amount", "amount", "charge",
        "freight", "price", "cost", "fee", "betrag", "gesamtbetrag", "nettobetrag", "montant", "应付金额", "应收运费",
        "结算金额", "合计", "总费用", "总金额", "运费", "费用", "金额",
    ),
    "currency": ("currency", "billing currency", "währung", "devise", "币种", "货币"),
    "carrier": ("carrier", "carrier name", "courier", "快递公司", "物流公司", "承运商"),
}  # fmt: skip
_HEADER_ROWS = 30  # bills begin with the carrier's letter head


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line: ``row`` as the spreadsheet shows it; ``amount`` is ``None`` when ``typed`` is no amount."""

    row: int
    waybill: str
    amount: Decimal | None
    typed: str
    currency: str = ""
    carrier: str = ""


def bill_lines(rows: Sequence[TextRow]) -> list[BillLine]:
    """The lines below the headings, sums at the foot left out.

    Raises ``UserError("bill_columns_missing")`` when no row names both waybill and amount.
    """
    start, columns = _header(rows)
    body = [(number, cells) for number, cells in rows[start + 1 :] if not is_footer(cells, ())]
    mark, _ = decimal_evidence(_cell(cells, columns, "amount") for _, cells in body)
    return [_line(number, cells, columns, mark or ".") for number, cells in body]


def _header(rows: Sequence[TextRow]) -> tuple[int, dict[str, int]]:
    best: dict[str, int] = {}
    for index, (_, cells) in enumerate(rows[:_HEADER_ROWS]):
        found = _named(cells)
        if {"waybill", "amount"} <= found.keys():
            return index, found
        best = max(best, found, key=len)
    raise UserError("bill_columns_missing", columns=", ".join(best) or "–")


def _named(cells: Sequence[str]) -> dict[str, int]:
    plain = [normal_name(cell) for cell in cells]
    found: dict[str, int] = {}
    for field, names in _NAMES.items():
        place = next((plain.index(known) for name in names if (known := normal_name(name)) in plain), None)
        if place is not None and place not in found.values():
            found[field] = place
    return found


def _cell(cells: Sequence[str], columns: Mapping[str, int], field: str) -> str:
    place = columns.get(field, len(cells))
    return " ".join(clean(cells[place]).split()).lstrip("'") if place < len(cells) else ""


def _line(number: int, cells: Sequence[str], columns: Mapping[str, int], mark: str) -> BillLine:
    typed = _cell(cells, columns, "amount")
    return BillLine(
        number,
        normal_waybill(_cell(cells, columns, "waybill")),
        parse_decimal(typed, mark),
        typed,
        _cell(cells, columns, "currency").upper(),
        _cell(cells, columns, "carrier"),
    )
