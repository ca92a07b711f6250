"""``carriers add|prices|choose|compare|bill``: the shop's carriers, their price tables, who takes which order, and what
they billed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.i18n import N_, message, tr
from shopdesk.importing.request import TextRow

HELP = N_("carriers: add, price tables, choose for orders, compare, bills")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments: one step each."""
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    add = _step(steps, "add", tr("take well-known carriers into the shop"), _add)
    add.add_argument("keys", nargs="+", metavar="KEY", help=tr("such as dhl, ups or sf"))
    prices = _step(steps, "prices", tr("read or write the price table of a service"), _prices)
    prices.add_argument("carrier", metavar="CARRIER")
    prices.add_argument("service", metavar="SERVICE")
    way = prices.add_mutually_exclusive_group(required=True)
    way.add_argument("--from", type=Path, dest="table", metavar="FILE", help=tr("a CSV or XLSX file of prices"))
    way.add_argument("--out", type=Path, metavar="FILE", help=tr("write the prices to this CSV or XLSX file"))
    choose = _step(steps, "choose", tr("give orders their carrier: the buyer's choice, else the cheapest"), _choose)
    add_choice(choose)
    compare = _step(
        steps, "compare", tr("say what each service asks for orders, or why it does not take them"), _compare
    )
    add_choice(compare)
    compare.add_argument("--json", action="store_true", help=tr("answer as JSON"))
    bill = _step(steps, "bill", tr("compare a carrier's bill with what it quoted"), _bill)
    bill.add_argument("table", type=Path, metavar="FILE", help=tr("a CSV or XLSX file of waybills and amounts"))
    bill.add_argument("--carrier", default="", metavar="NAME", help=tr("the carrier whose bill it is"))
    bill.add_argument("--currency", default="", metavar="CODE", help=tr("the currency of the amounts"))
    bill.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def _step(steps: Any, name: str, words: str, run_step: Callable[..., int]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = steps.add_parser(name, help=words, description=words)
    parser.set_defaults(run_step=run_step)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Raises what the step raises: ``UserError`` with what to do, ``MachineError`` when a file cannot be written."""
    shop = opened_shop(arguments.shop)
    try:
        return int(arguments.run_step(shop, arguments))
    finally:
        shop.close()


def _add(shop: Any, arguments: argparse.Namespace) -> int:
    from shopdesk.services import carrier_edit

    for key in arguments.keys:
        with shop.write() as session:
            _told(carrier_edit.add_preset(session, key))
    return 0


def _prices(shop: Any, arguments: argparse.Namespace) -> int:
    from shopdesk.services import carrier_edit, rate_files
    from shopdesk.services.carriers import book

    with shop.read() as session:
        found = book(session)
        service = rate_files.named_service(found, arguments.carrier, arguments.service)
        cells = _cells(session, arguments.table) if arguments.table else []
    if arguments.out:
        from shopdesk.exporting.rates import write_rates

        say(tr("{n} price lines in {file}", n=write_rates(arguments.out, service.rates), file=str(arguments.out)))
        return 0
    rates = rate_files.rates_in(cells, found.currency)
    with shop.write() as session:
        _told(carrier_edit.set_rates(session, service.id, rates))
    return 0


def _cells(session: Session, path: Path) -> Sequence[TextRow]:
    """A small table, read in the child process."""
    from shopdesk.importing import child
    from shopdesk.services.reading import read_request

    with tempfile.TemporaryDirectory(prefix="shopdesk-") as folder:
        return child.cells(read_request(session, path, Path(folder) / "unused"))


def _choose(shop: Any, arguments: argparse.Namespace) -> int:
    from shopdesk.services import carrier_choice

    with shop.write() as session:
        _told(carrier_choice.choose_for(session, chosen_orders(session, arguments)))
    return 0


def _compare(shop: Any, arguments: argparse.Namespace) -> int:
    from shopdesk.services import carrier_choice
    from shopdesk.services.freight_words import parcel_lines, plain_parcel

    with shop.read() as session:
        parcels = carrier_choice.options(session, chosen_orders(session, arguments))
    if arguments.json:
        say_json([plain_parcel(parcel) for parcel in parcels])
        return 0
    for parcel in parcels:
        say(parcel.order_no)
        for line in parcel_lines(parcel):
            say(f"  {line}")
    return 0


def _bill(shop: Any, arguments: argparse.Namespace) -> int:
    from shopdesk.importing.bill_rows import bill_lines
    from shopdesk.services import carrier_bills
    from shopdesk.services.freight_words import cost_line

    with shop.read() as session:
        lines = bill_lines(_cells(session, arguments.table))
    name = arguments.table.name
    with shop.write() as session:
        change, verdicts = carrier_bills.take_bill(
            session, lines, bill=name, carrier=arguments.carrier, currency=arguments.currency
        )
        costs = carrier_bills.costs(session)
    if arguments.json:
        left = [
            {"row": each.line.row, "waybill": each.line.waybill, "code": each.code, "reason": each.reason()}
            for each in verdicts
            if each.code
        ]
        say_json({"code": change.code, **change.params, "lines_left_out": left})
        return 0
    for verdict in verdicts:
        if verdict.code:
            print(tr("  row {row}: {reason}", row=verdict.line.row, reason=verdict.reason()), file=sys.stderr)
    _told(change)
    for entry in costs:
        say(f"  {cost_line(entry)}")
    return 0


def _told(change: Any) -> None:
    say(message(change.code, **change.params))
