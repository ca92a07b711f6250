"""``ship``: the parcels were handed over to the carrier."""

from __future__ import annotations

import argparse

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, message, tr
from shopdesk.services import orders

HELP = N_("mark orders as shipped")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    add_choice(parser)
    parser.add_argument("--carrier", default="", metavar="NAME", help=tr("the carrier of parcels that have none yet"))
    parser.add_argument("--waybill", default="", metavar="NUMBER", help=tr("the waybill, for a single order"))


def run(arguments: argparse.Namespace) -> int:
    """Orders that cannot be shipped yet stay where they are, and the answer says how many.

    Raises ``UserError`` when none can be shipped, and ``waybill_for_one``.
    """
    shop = opened_shop(arguments.shop)
    try:
        with shop.write() as session:
            wanted = chosen_orders(session, arguments)
            if arguments.waybill and len(wanted) > 1:
                raise UserError("waybill_for_one", n=len(wanted))
            change = orders.mark_shipped(session, wanted, carrier=arguments.carrier, waybill=arguments.waybill)
    finally:
        shop.close()
    say(message(change.code, **change.params))
    return 0
