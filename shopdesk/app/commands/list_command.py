"""``list orders|products|…``: the rows of a list, as the window shows them, as JSON or as CSV."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.app.commands.chosen_orders import chosen_ids
from shopdesk.app.commands.output import say, say_csv, say_json
from shopdesk.app.lists import list_specs
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, tr, trn
from shopdesk.domain.money import to_decimal
from shopdesk.lists import query
from shopdesk.lists.formatting import format_cell
from shopdesk.lists.spec import Column, ListSpec, Money
from shopdesk.storage.tables import Shop

HELP = N_("list orders, products, stock, customers or imports")
_WINDOW = 256
_WIDEST = 36


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("what", metavar="LIST", help="orders, products, stock, customers, imports")
    parser.add_argument("--filter", metavar="CHIP", help=tr("only the rows of this chip, such as to_ship"))
    parser.add_argument("--search", default="", metavar="TEXT", help=tr("only rows that hold every word"))
    parser.add_argument("--limit", type=int, metavar="N", help=tr("only the first N rows"))
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))
    parser.add_argument("--csv", action="store_true", help=tr("answer as CSV"))


def run(arguments: argparse.Namespace) -> int:
    """Raises ``UserError("list_unknown")`` and ``UserError("chip_unknown")``."""
    spec = _spec(arguments.what)
    shop = opened_shop(arguments.shop)
    try:
        with shop.read() as session:
            ids = chosen_ids(session, spec, arguments.filter, arguments.search, arguments.limit)
            rows = _rows(session, spec, ids)
            if arguments.json:
                say_json([{column.key: _plain(cell) for column, cell in _cells(spec, row)} for row in rows])
            elif arguments.csv:
                say_csv([tr(c.header) for c in spec.columns], ([_plain_text(cell) for cell in row] for row in rows))
            else:
                _say_table(session, spec, list(rows))
    finally:
        shop.close()
    return 0


def _spec(name: str) -> ListSpec:
    specs = list_specs()
    if name not in specs:
        raise UserError("list_unknown", name=name, known=", ".join(sorted(specs)))
    return specs[name]


def _rows(session: Session, spec: ListSpec, ids: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(ids), _WINDOW):
        yield from query.window(session, spec, ids[start : start + _WINDOW])


def _cells(spec: ListSpec, row: tuple[Any, ...]) -> Iterator[tuple[Column, Any]]:
    return zip(spec.columns, row, strict=True)


def _plain(cell: Any) -> Any:
    """A cell as JSON: money as {amount, currency} with a decimal string, times as UTC text."""
    if isinstance(cell, Money):
        return {"amount": str(to_decimal(cell.minor, cell.currency)), "currency": cell.currency}
    if isinstance(cell, datetime):
        return cell.isoformat().replace("+00:00", "Z")
    return cell if isinstance(cell, int | str | bool | None) else str(cell)


def _plain_text(cell: Any) -> Any:
    plain = _plain(cell)
    return f"{plain['amount']} {plain['currency']}" if isinstance(plain, dict) else plain


def _say_table(session: Session, spec: ListSpec, rows: Sequence[tuple[Any, ...]]) -> None:
    """Lines for a person, in columns; times on the shop's clock."""
    zone = session.scalars(select(Shop.timezone)).one()
    texts = [
        [
            _shortened(format_cell(column, cell, timezone=zone))
            for column, cell in _cells(spec, row)
            if not column.hidden
        ]
        for row in rows
    ]
    headers = [tr(column.header) for column in spec.columns if not column.hidden]
    widths = [max(map(_width, column)) for column in zip(headers, *texts, strict=True)]
    for line in (headers, *texts):
        say("  ".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip())
    say(trn("{n} row", "{n} rows", len(rows)))


def _width(text: str) -> int:
    """Columns a terminal needs: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if _width(text) <= _WIDEST:
        return text
    while _width(text) >= _WIDEST:
        text = text[:-1]
    return text + "…"
