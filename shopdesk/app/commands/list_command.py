"""``list orders|products|…``: the rows of a list, as a table for a person, or as JSON or CSV for a script.

What a script reads is the same in every language: columns are named by their keys, amounts are decimal numbers, times
ISO 8601 in UTC, states the keys of SM-ORDER. The table speaks the language and the shop's clock.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.app.commands.chosen_orders import chosen_ids
from shopdesk.app.commands.output import save_json, say, say_csv, say_json
from shopdesk.app.lists import list_specs
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, tr, trn
from shopdesk.domain.money import to_decimal
from shopdesk.lists import query
from shopdesk.lists.formatting import format_cell
from shopdesk.lists.spec import Column, ColumnKind, ListSpec, Money
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Shop

HELP = N_("list orders, products, stock, customers or imports")
_WINDOW = 256
_WIDEST = 36


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("what", metavar="LIST", help="orders, exceptions, products, stock, customers, imports")
    parser.add_argument("--filter", metavar="CHIP", help=tr("only the rows of this chip, such as to_ship"))
    parser.add_argument("--search", default="", metavar="TEXT", help=tr("only rows that hold every word"))
    parser.add_argument("--limit", type=int, metavar="N", help=tr("only the first N rows"))
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=tr("answer as JSON"))
    form.add_argument("--csv", action="store_true", help=tr("answer as CSV"))
    out = tr("write the answer to this file, as CSV that Excel opens unless --json is given")
    parser.add_argument("--out", type=Path, metavar="FILE", help=out)


def run(arguments: argparse.Namespace) -> int:
    """Raises ``UserError("list_unknown")``, ``chip_unknown`` and, with ``--out``, ``MachineError``."""
    spec = _spec(arguments.what)
    shop = opened_shop(arguments.shop)
    try:
        if spec.is_kept_up:
            _keep_up(shop)
        with shop.read() as session:
            ids = chosen_ids(session, spec, arguments.filter, arguments.search, arguments.limit)
            _answer(session, spec, _rows(session, spec, ids), arguments)
    finally:
        shop.close()
    return 0


def _keep_up(shop: ShopFile) -> None:
    from shopdesk.services import upkeep

    with shop.read() as session:
        is_due = upkeep.is_due(session)
    if is_due:
        with shop.write() as session:
            upkeep.keep_up(session)


def _answer(session: Session, spec: ListSpec, rows: Iterator[tuple[Any, ...]], arguments: argparse.Namespace) -> None:
    if arguments.json:
        records = [{column.key: _plain(cell) for column, cell in _cells(spec, row)} for row in rows]
        if arguments.out is None:
            say_json(records)
        else:
            save_json(arguments.out, records)
    elif arguments.out is not None:
        from shopdesk.exporting.csv import write_csv

        write_csv(arguments.out, _csv_header(spec), (_csv_cells(spec, row) for row in rows))
    elif arguments.csv:
        say_csv(_csv_header(spec), (_csv_cells(spec, row) for row in rows))
    else:
        _say_table(session, spec, list(rows))
    if arguments.out is not None:
        say(str(arguments.out))


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


def _csv_header(spec: ListSpec) -> list[str]:
    """The columns' keys; the currency of an amount stands in a column of its own behind it."""
    return [name for column in spec.columns for name in ([column.key, f"{column.key}_currency"] if _is_money(column)
            else [column.key])]  # fmt: skip


def _csv_cells(spec: ListSpec, row: tuple[Any, ...]) -> list[Any]:
    cells: list[Any] = []
    for column, cell in _cells(spec, row):
        if _is_money(column):
            cells += [to_decimal(cell.minor, cell.currency), cell.currency] if isinstance(cell, Money) else [None, None]
        else:
            plain = _plain(cell)
            cells.append(str(plain).lower() if isinstance(plain, bool) else plain)
    return cells


def _is_money(column: Column) -> bool:
    return column.kind is ColumnKind.MONEY


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
