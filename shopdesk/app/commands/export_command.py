"""``export batch-ship``: shipped orders as a file that a marketplace takes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, message, tr, trn
from shopdesk.exporting.ship_templates import ShipTemplate, rows_of, ship_templates, write_ship_file
from shopdesk.services import batch_ship

HELP = N_("write shipped orders into a file for their marketplace")
_NAMED = 12


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("what", choices=("batch-ship",))
    keys = ", ".join(ship_templates())
    parser.add_argument("--marketplace", required=True, metavar="KEY", help=tr("one of {keys}", keys=keys))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    add_choice(parser, required=False)
    parser.add_argument("--again", action="store_true", help=tr("also what an earlier file had"))
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """What is left out is named on stderr. Raises ``UserError``: ``marketplace_unknown``, ``batch_ship_nothing`` and
    what choosing orders raises; ``MachineError`` when the file cannot be written.
    """
    template = _template(arguments.marketplace)
    shop = opened_shop(arguments.shop)
    try:
        with shop.write() as session:
            wanted = chosen_orders(session, arguments) if arguments.filter or arguments.orders else None
            found = batch_ship.gather(session, template.key, template.channel, wanted, again=arguments.again)
            told = rows_of(template, found.parcels)
            _warn(found, told.unsafe)
            if not told.rows:
                raise UserError("batch_ship_nothing", marketplace=dict(template.name))
            write_ship_file(arguments.out, template, told.rows)
            change = batch_ship.remember(session, template.key, template.name, arguments.out.name, told.parcels)
    finally:
        shop.close()
    if arguments.json:
        say_json({"marketplace": template.key, "rows": len(told.rows), "orders": change.params["n"],
                  "told_before": found.told_before, "left_out": [*found.incomplete, *told.unsafe]})  # fmt: skip
    else:
        say(message(change.code, **change.params))
    return 0


def _template(key: str) -> ShipTemplate:
    known = ship_templates()
    if key not in known:
        raise UserError("marketplace_unknown", name=key, known=", ".join(known))
    return known[key]


def _warn(found: batch_ship.BatchShip, unsafe: Sequence[str]) -> None:
    if found.told_before:
        n = found.told_before
        told = trn("{n} parcel was in an earlier file.", "{n} parcels were in an earlier file.", n)
        print(told, file=sys.stderr)
    reasons = ((found.incomplete, tr("no carrier or waybill")), (unsafe, tr("a number that looks like a formula")))
    for numbers, why in reasons:
        if numbers:
            n, orders = len(numbers), tr(", ").join(numbers[:_NAMED]) + (" …" if len(numbers) > _NAMED else "")
            left = trn("{n} order left out, {why}: {orders}", "{n} orders left out, {why}: {orders}", n, why=why,
                       orders=orders)  # fmt: skip
            print(left, file=sys.stderr)
